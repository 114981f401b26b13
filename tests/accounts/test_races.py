"""Two admins at once: the promise that one stays holds when neither sees the other."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts import services
from accounts.models import User
from accounts.services import people
from core import events
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration


@pytest.fixture
def admins(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("needs a database with row locks, this run is on sqlite: make test-postgresql")
    return [factories.actor(factories.user(Role.ADMIN)) for _ in range(2)]


@pytest.fixture
def slowly(monkeypatch):
    """Each change waits before its commit, so that an unlocked one would not see the other."""
    publish = events.publish

    def published(*event, **options):
        time.sleep(0.3)
        publish(*event, **options)

    monkeypatch.setattr(people, "publish", published)


def test_two_admins_who_demote_each_other_leave_one(admins, slowly):
    start = Barrier(2)

    def demote(actor, other):
        start.wait()
        try:
            services.change_role(actor=actor, public_id=other.public_id, role=Role.CUSTOMER)
        except services.UnableToChangeRole:
            return "refused"
        finally:
            connection.close()
        return "demoted"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(demote, admins, reversed(admins)))

    assert sorted(outcomes) == ["demoted", "refused"]
    assert User.objects.filter(role=Role.ADMIN).count() == 1
