"""Probes: one asks nothing, one asks the database."""

import pytest
from django.db import InterfaceError, connection
from django.db.utils import ConnectionHandler
from django.test import Client

from config import health
from config.settings.database import database

pytestmark = pytest.mark.integration


@pytest.fixture
def no_database(monkeypatch, db):
    """A connection to a port that nobody listens on."""
    unreachable = ConnectionHandler({"default": database("postgresql://root@127.0.0.1:1/cairn")})
    monkeypatch.setattr(health, "connection", unreachable["default"])


def test_liveness_touches_no_database(api, statements):
    with statements:
        answer = api.get("/livez")

    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}
    assert len(statements) == 0


def test_readiness_asks_the_database_once(api, statements):
    with statements:
        answer = api.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "reachable"}
    assert len(statements) == 1


def test_without_its_database_the_service_lives_but_is_not_ready(no_database):
    assert Client().get("/livez").status_code == 200
    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "unreachable"}


def test_a_connection_that_broke_is_not_ready(monkeypatch):
    def broken() -> None:
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(connection, "cursor", broken)

    assert Client().get("/readyz").status_code == 503
