"""What ends a family ends its access tokens too, where a cache is shared; a dead cache ends nothing."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from accounts import services, tokens
from accounts.tokens import revocations, verifying
from accounts.tokens.claims import ACCESS_LASTS, LEEWAY
from core import clock
from tests import factories

pytestmark = pytest.mark.integration


class Watch:
    """The process's own clock, which a test turns."""

    second = 1000.0

    def monotonic(self) -> float:
        return self.second


@pytest.fixture
def watch(monkeypatch):
    monkeypatch.setattr(revocations, "time", watch := Watch())
    monkeypatch.setattr(revocations, "_failed_in", -1)
    revocations._asked.cache_clear()
    yield watch
    revocations._asked.cache_clear()


@pytest.fixture
def pair(db, watch):
    return services.start_family(user=factories.user())


def test_an_access_token_is_refused_within_a_second_of_the_end_of_its_family_elsewhere(
    pair, watch, django_capture_on_commit_callbacks, monkeypatch
):
    assert tokens.actor_behind(pair.access).public_id
    with monkeypatch.context() as elsewhere, django_capture_on_commit_callbacks(execute=True):
        elsewhere.setattr(revocations._asked, "cache_clear", lambda: None)
        services.sign_out(token=pair.refresh)
    assert tokens.actor_behind(pair.access).public_id

    watch.second += 1

    with pytest.raises(tokens.TokenRefused, match="not valid"):
        tokens.actor_behind(pair.access)


def test_the_process_that_ends_a_family_knows_it_at_once(pair, watch, django_capture_on_commit_callbacks):
    assert tokens.actor_behind(pair.access).public_id

    with django_capture_on_commit_callbacks(execute=True):
        services.sign_out(token=pair.refresh)

    with pytest.raises(tokens.TokenRefused, match="not valid"):
        tokens.actor_behind(pair.access)


def test_an_end_that_is_not_committed_is_not_announced(pair, watch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as announced:
        services.sign_out(token=pair.refresh)

    assert len(announced) == 1
    assert tokens.actor_behind(pair.access).public_id


def test_an_end_is_known_for_as_long_as_an_access_token_lasts(watch, monkeypatch):
    told: dict[str, Any] = {}
    monkeypatch.setattr(cache, "set_many", lambda entries, timeout: told.update(entries=entries, timeout=timeout))

    revocations.announce(["a", "b"])

    assert len(told["entries"]) == 2
    assert timedelta(seconds=told["timeout"]) == ACCESS_LASTS + LEEWAY


def test_the_cache_is_asked_once_a_second_for_a_family(pair, watch, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(cache, "get", asked.append)

    for _ in range(3):
        for _ in range(5):
            tokens.actor_behind(pair.access)
        watch.second += 1

    assert len(asked) == 3


def test_a_dead_cache_is_asked_once_a_second_and_keeps_nobody_out(pair, watch, monkeypatch, caplog):
    asked = []

    def dead(key):
        asked.append(key)
        raise ConnectionError

    monkeypatch.setattr(cache, "get", dead)
    other = services.start_family(user=factories.user())

    for token in (pair.access, other.access, pair.access):
        assert tokens.actor_behind(token).public_id

    assert len(asked) == 1
    assert "revocations are unknown" in caplog.text


def test_a_sign_out_is_done_although_the_cache_is_dead(pair, monkeypatch, caplog, django_capture_on_commit_callbacks):
    def dead(*_, **__):
        raise ConnectionError

    monkeypatch.setattr(cache, "set_many", dead)
    caplog.set_level(logging.ERROR)

    with django_capture_on_commit_callbacks(execute=True):
        services.sign_out(token=pair.refresh)

    with pytest.raises(tokens.TokenRefused):
        services.refresh(token=pair.refresh)


def test_a_signature_is_checked_once_and_the_end_at_each_use(pair, monkeypatch):
    verifying._remembered.cache_clear()
    for _ in range(3):
        tokens.actor_behind(pair.access)

    assert verifying._remembered.cache_info().misses == 1
    with clock.stopped(clock.now() + ACCESS_LASTS + LEEWAY), pytest.raises(tokens.TokenRefused):
        tokens.actor_behind(pair.access)
    assert verifying._remembered.cache_info().misses == 1


def test_forged_tokens_push_no_sound_one_out(pair):
    verifying._remembered.cache_clear()
    tokens.actor_behind(pair.access)
    for number in range(3):
        with pytest.raises(tokens.TokenRefused):
            tokens.actor_behind(f"{pair.access}{number}")

    assert verifying._remembered.cache_info().currsize == 1


def test_a_token_asks_no_database(pair, statements):
    verifying._remembered.cache_clear()
    with statements:
        tokens.actor_behind(pair.access)

    assert len(statements) == 0
