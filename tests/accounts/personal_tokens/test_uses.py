"""When a token was last used: written after the answer, once a minute, and never the reason of a failure."""

from datetime import timedelta

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError

from accounts import personal_tokens
from accounts.models import PersonalToken
from accounts.personal_tokens import uses
from core import clock
from tests import factories
from tests.conftest import Api

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/"


@pytest.fixture
def door(db, stopped_clock):
    return Api(factories.personal_token(factories.user()))


def last_used():
    return PersonalToken.objects.get().last_used_at


def ask(door):
    """As a second later: the row is read anew."""
    personal_tokens.forget_what_is_remembered()
    assert door.get(PRODUCTS).status_code == 200


@pytest.mark.roadmap("api.tokens")
def test_a_use_is_written_to_the_minute(door, stopped_clock):
    assert last_used() is None
    ask(door)
    assert last_used() == stopped_clock

    for seconds, written in [(59, stopped_clock), (60, stopped_clock + timedelta(seconds=60))]:
        with clock.stopped(stopped_clock + timedelta(seconds=seconds)):
            ask(door)
        assert last_used() == written


def test_a_read_writes_once_a_minute_and_not_before_it_is_answered(door, stopped_clock, statements, monkeypatch):
    monkeypatch.setattr(uses, "_write", lambda *_: None)
    with statements:
        ask(door)
    assert not [each for each in statements if each["sql"].startswith("UPDATE")]

    monkeypatch.undo()
    ask(door)
    with statements:
        for _ in range(3):
            ask(door)
    assert not [each for each in statements if each["sql"].startswith("UPDATE")]


def test_of_two_processes_that_note_a_use_one_writes_it(door, stopped_clock):
    ask(door)

    with clock.stopped(stopped_clock + timedelta(seconds=30)):
        uses.note(PersonalToken.objects.get().pk, None)
        uses.write()

    assert last_used() == stopped_clock


def test_a_use_that_can_not_be_written_fails_no_request(door, monkeypatch, caplog):
    def dead(*_, **__):
        raise DatabaseError

    monkeypatch.setattr("django.db.models.query.QuerySet.update", dead)
    ask(door)

    assert "the use of a token is not written" in caplog.text


def test_a_token_that_is_refused_is_not_in_use(door, stopped_clock):
    with clock.stopped(stopped_clock + timedelta(days=31)):
        personal_tokens.forget_what_is_remembered()
        assert door.get(PRODUCTS).status_code == 401

    assert last_used() is None


def test_nothing_follows_an_answer_when_nothing_is_to_be_written(door):
    def is_listening():
        return any(name == uses._LISTENER for (name, _), *_ in request_finished.receivers)

    ask(door)
    assert not is_listening()

    uses.note(PersonalToken.objects.get().pk, None)
    assert is_listening()


def test_notes_that_nobody_writes_do_not_pile_up(db):
    for number in range(uses._MOST + 10):
        uses.note(number, None)

    assert len(uses._due) == uses._MOST
