"""Nobody learns who has an account: known and unknown addresses get the same answer, for the same work."""

import json
from collections.abc import Callable
from statistics import mean, stdev
from time import perf_counter
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from api.account import front
from tests import factories
from tests.conftest import Api

pytestmark = pytest.mark.integration

ACCOUNT = "/api/account/app/v1/"
TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address
# What may differ: what is drawn anew each time, and the clocks of the limits.
DRAWN = {"request_id", "session_token"}
CLOCKS = {"RateLimit", "X-Request-ID"}

WRONG = {"password": "not a walk in the hills"}
DOORS: dict[str, tuple[str, dict[str, str]]] = {
    "sign-in": (f"{ACCOUNT}auth/login", WRONG),
    "token": (TOKEN, WRONG),
    "sign-up": (f"{ACCOUNT}auth/signup", WRONG),
    "reset": (f"{ACCOUNT}auth/password/request", {}),
}
# A key is asked for without a password.
HASHES = {"sign-in": 1, "token": 1, "sign-up": 1, "reset": 0}
VERIFY, GUESS = f"{ACCOUNT}auth/email/verify", {"key": "AAAA-AAAA"}
every_door = pytest.mark.parametrize("door", DOORS)


class Work(NamedTuple):
    seconds: float
    hashes: int
    statements: int
    mails: int


class QuickArgon2(Argon2PasswordHasher):
    memory_cost = 8192


@pytest.fixture
def tries(pytestconfig) -> int:
    """Of pairs of requests, so half as many."""
    return int(pytestconfig.getoption("--rounds")) // 2


@pytest.fixture
def ask(settings, tries, db) -> Callable[[str, str], Any]:
    """`ask(door, email)`: as somebody who has asked for nothing before."""
    for number in range(tries):
        factories.user(email=f"known{number:04}@cairn.example")
    # Hashed as in earnest, though with less memory.
    settings.PASSWORD_HASHERS = ["tests.api.account.test_enumeration.QuickArgon2"]
    User.objects.update(password=make_password(factories.PASSWORD))

    def ask(door: str, email: str) -> Any:
        caches["counters"].clear()
        path, body = DOORS[door]
        return Api().post(path, {"email": email, **body})

    return ask


def told(answer: Any) -> tuple[int, dict[str, str], Any]:
    """Status, headers and body; the same to the letter, but for what is drawn anew."""
    headers = {name: value for name, value in answer.headers.items() if name not in CLOCKS}
    return answer.status_code, headers, _masked(json.loads(answer.content))


def _masked(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    return {name: len(value) if name in DRAWN else _masked(value) for name, value in body.items()}


def work(call: Callable[[], Any]) -> Work:
    before = len(mail.outbox)
    encode = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify
    with (
        CaptureQueriesContext(connection) as statements,
        mock.patch.object(Argon2PasswordHasher, "encode", autospec=True, side_effect=encode) as encoded,
        mock.patch.object(Argon2PasswordHasher, "verify", autospec=True, side_effect=verify) as verified,
    ):
        began = perf_counter()
        call()
        seconds = perf_counter() - began
    hashes = encoded.call_count + verified.call_count
    return Work(seconds, hashes, len(statements), len(mail.outbox) - before)


@every_door
def test_known_and_unknown_are_answered_alike(ask, door):
    assert told(ask(door, "known0000@cairn.example")) == told(ask(door, "unknown@cairn.example"))


@every_door
def test_known_and_unknown_cost_the_same(ask, door, tries, capsys):
    """Counted, not timed: one hash more or less is what can be told from afar. The times are printed."""
    ask(door, "known0000@cairn.example")  # What is loaded at the first request is loaded.

    known, unknown = zip(*(_one_after_the_other(ask, door, number) for number in range(tries)), strict=True)

    gaps = [(one.seconds - other.seconds) * 1000 for one, other in zip(known, unknown, strict=True)]
    with capsys.disabled():
        interval = 1.96 * stdev(gaps) / tries**0.5
        print(f"\n{door}: {mean(gaps):+.2f} ms ± {interval:.2f} (95 %, N = {tries})")  # noqa: T201  # a figure
    assert {one.hashes for one in known} == {one.hashes for one in unknown} == {HASHES[door]}
    assert {one.mails for one in known} == {one.mails for one in unknown}
    assert max(known).statements <= 2 * max(unknown).statements <= 4 * max(known).statements


def _one_after_the_other(ask, door: str, number: int) -> tuple[Work, Work]:
    """Interleaved, so that whatever else the machine does slows both."""
    return (
        work(lambda: ask(door, f"known{number:04}@cairn.example")),
        work(lambda: ask(door, f"unknown{number:04}@cairn.example")),
    )


@every_door
def test_a_closed_account_is_as_one_that_is_not_there(ask, door):
    User.objects.filter(email="known0000@cairn.example").update(is_active=False)

    closed, unknown = ask(door, "known0000@cairn.example"), ask(door, "unknown@cairn.example")

    assert told(closed) == told(unknown)


@pytest.mark.parametrize("door", ["sign-up", "reset"])
@pytest.mark.parametrize("who", ["known0000", "unknown"])
def test_what_differs_in_work_is_answered_on_the_beat(ask, door, who, settings, monkeypatch):
    settings.EVEN_ANSWERS = 10.0
    ticks, slept = iter([100.0, 103.5]), list[float]()
    monkeypatch.setattr(front, "time", SimpleNamespace(perf_counter=lambda: next(ticks), sleep=slept.append))

    ask(door, f"{who}@cairn.example")

    assert slept == [6.5]


@pytest.mark.parametrize("door", ["auth/signup", "auth/password/request"])
def test_what_is_refused_unread_holds_nobody_up(api, door, settings, monkeypatch):
    settings.EVEN_ANSWERS = 10.0
    slept = list[float]()
    monkeypatch.setattr(front, "time", SimpleNamespace(perf_counter=lambda: 100.0, sleep=slept.append))
    path = f"/api/account/app/v1/{door}"

    answers = [
        api.get(path),
        api.request("POST", path, b"x", content_type="text/plain"),
        api.post(path, {"unknown": 1}),
    ]

    assert [answer.status_code for answer in answers] == [405, 415, 400]
    assert slept == []


def test_a_guess_at_a_code_that_was_never_sent_is_told_as_any_other(ask):
    sessions = [ask("sign-up", f"{who}@cairn.example").json()["meta"] for who in ("known0000", "unknown")]

    known, unknown = (
        [Api().post(VERIFY, GUESS, headers={"X-Session-Token": meta["session_token"]}) for _ in range(4)]
        for meta in sessions
    )

    assert [told(answer) for answer in known] == [told(answer) for answer in unknown]
    assert [answer.status_code for answer in known] == [400, 400, 400, 409]
