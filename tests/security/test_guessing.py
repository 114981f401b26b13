"""Attacks on signing in (OWASP API2:2023): guessing, asking who has an account, being slowed down, odd bodies.

What a stolen or forged token opens is in tests/accounts/tokens/test_attacks.py, the exact windows in
tests/api/test_limits.py.
"""

import ast
import re
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from django.contrib.auth import hashers

from checks import tree
from config.env import BASE_DIR
from core.limits.counters import CountersUnavailable
from core.limits.sqlite import SQLiteCounters
from tests import factories

pytestmark = pytest.mark.integration

TOKEN, REFRESH = "/api/v1/auth/token/", "/api/v1/auth/token/refresh/"


@pytest.fixture
def at():
    """Moves the time that windows go by: `at(60)` is a minute after the beginning of one."""
    now = SimpleNamespace(seconds=1_800_000_000)
    with mock.patch("django_ratelimit.core.time", SimpleNamespace(time=lambda: now.seconds)):
        yield lambda seconds: setattr(now, "seconds", 1_800_000_000 + seconds)


@pytest.fixture
def ada(db):
    return factories.user(email="ada@cairn.example")


def guess(api, email="ada@cairn.example", password="a guess", **options):  # noqa: S107  # guards nothing
    return api.post(TOKEN, {"email": email, "password": password}, **options)


def masked(answer):
    return re.sub(rb'"request_id": "[^"]+"', b"", answer.content)


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": ',
        b"[" * 100,
        b"\xff",
        b"[]",
        b'"ada"',
        b'{"password": "x"}',
        b'{"email": {"a": 1}, "password": "x"}',
    ],
)
def test_a_body_that_can_t_be_read_is_no_way_to_ask_for_free(api, db, at, body):
    statuses = [api.request("POST", TOKEN, body, content_type="application/json").status_code for _ in range(61)]

    assert statuses == [400] * 60 + [429]


def test_another_media_type_is_counted_too(api, db, at):
    statuses = [api.request("POST", TOKEN, b"email=a", content_type="text/plain").status_code for _ in range(61)]

    assert statuses == [415] * 60 + [429]


def test_odd_bodies_lock_nobody_out(api, ada, at):
    for number in range(20):
        api.post(TOKEN, {"password": "x"}, REMOTE_ADDR=f"192.0.2.{number}")

    assert guess(api, password=factories.PASSWORD).status_code == 200


def test_the_wait_grows_for_whoever_goes_on(api, ada, at):
    """A minute at first, the rest of an hour after six such minutes."""
    waits = []
    for minute in range(7):
        at(60 * minute)
        refused = [guess(api, REMOTE_ADDR=f"192.0.2.{minute}") for _ in range(11)][-1]
        waits.append((refused.status_code, int(refused.headers["Retry-After"])))

    assert {status for status, _ in waits} == {429}
    assert all(wait <= 60 for _, wait in waits[:5])
    assert waits[6][1] > 60


def test_a_refusal_is_told_at_once_and_costs_no_hash(api, ada, at):
    for _ in range(10):
        guess(api)

    with mock.patch.object(hashers, "check_password", side_effect=AssertionError) as asked:
        answer = guess(api, password=factories.PASSWORD)

    assert (answer.status_code, asked.called) == (429, False)


# Half a second at most, at the two routes whose work would tell who has an account; both are limited by address.
EVENS_OUT = "api/account/front.py"


def test_nothing_sleeps_to_slow_a_caller_down():
    """A thread that sleeps serves nobody: it is what an attacker would ask for."""
    service = [path for path in tree.files(BASE_DIR, "*.py") if path.parts[0] in {"accounts", "api", "core", "catalog"}]

    assert service
    assert [str(path) for path in service if "sleep" in _called(path)] == [EVENS_OUT]


def _called(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse((BASE_DIR / path).read_text())) if isinstance(node, ast.Call)]
    return {called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "") for called in calls}


@pytest.mark.parametrize("email", ["nobody@cairn.example", "closed@cairn.example"], ids=["unknown", "closed"])
def test_who_has_no_account_is_told_the_same_to_the_byte_as_who_guesses_wrong(api, ada, email):
    factories.user(email="closed@cairn.example")
    type(ada).objects.filter(email="closed@cairn.example").update(is_active=False)

    known, other = guess(api), guess(api, email)

    assert (known.status_code, masked(known)) == (other.status_code, masked(other))
    assert known.headers.keys() == other.headers.keys()


@pytest.mark.parametrize("email", ["ada@cairn.example", "nobody@cairn.example", "closed@cairn.example"])
def test_one_password_is_hashed_whoever_is_asked_for(api, ada, settings, email):
    """What takes the time is done once in every case: the clock tells a guesser nothing."""
    factories.user(email="closed@cairn.example")
    type(ada).objects.filter(email="closed@cairn.example").update(is_active=False)

    with mock.patch.object(
        hashers.MD5PasswordHasher, "encode", autospec=True, side_effect=hashers.MD5PasswordHasher.encode
    ) as hashed:
        guess(api, email)

    assert hashed.call_count == 1


@pytest.mark.parametrize("sent", ["a walk in the hills", " A walk in the hills ", " a walk in the hills", "x" * 64])
def test_a_password_is_what_was_typed_to_the_letter(api, db, sent):
    ada = factories.user(email="ada@cairn.example")
    ada.set_password(" a walk in the hills")
    ada.save()

    status = guess(api, password=sent).status_code

    assert (status == 200) is (sent == " a walk in the hills")


def test_a_refusal_for_too_many_tries_is_no_oracle_either(api, ada, at):
    known = [guess(api, REMOTE_ADDR="192.0.2.1") for _ in range(11)][-1]
    unknown = [guess(api, "nobody@cairn.example", REMOTE_ADDR="192.0.2.2") for _ in range(11)][-1]

    assert known.status_code == unknown.status_code == 429
    assert masked(known) == masked(unknown)


def test_the_account_is_counted_or_nobody_signs_in(api, ada):
    """Also when it is the count of accounts alone that fails."""
    count = SQLiteCounters.count

    def failing_for_accounts(store, key, seconds):
        if seconds >= 24 * 3600:  # the window that accounts alone have
            raise CountersUnavailable
        return count(store, key, seconds)

    with mock.patch.object(SQLiteCounters, "count", failing_for_accounts):
        answer = guess(api, password=factories.PASSWORD)

    assert answer.status_code == 503
