"""What it costs to know the caller: a trivial endpoint asked without a token, with ours, and with plain simplejwt's.

All in one process, by turns: each figure is the processor time of its requests over that of those without a token.
Imported once Django is set up.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from http import HTTPStatus
from importlib.metadata import version
from itertools import cycle
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse  # noqa: TID251  # what is measured is an interface
from django.test import RequestFactory, override_settings
from django.urls import path
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication
from rest_framework_simplejwt.tokens import AccessToken

from accounts import tokens
from api.callers.authentication import BearerToken
from benchmarks import report
from core import clock
from core.access import Actor, Role

PACKAGES = ["PyJWT", "cryptography", "djangorestframework-simplejwt", "djangorestframework", "Django"]
REQUESTS = 500
GOAL = 1.10
NOBODY, OURS, FIRST, SIMPLEJWT = "no token", "ours", "ours, each seen for the first time", "plain simplejwt"

type Ask = Callable[[], None]


class Trivial(APIView):
    """Has its caller known, and answers nothing."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerToken,)

    def get(self, _request: Request) -> HttpResponse:
        return HttpResponse()


class TrivialBySimpleJWT(Trivial):
    authentication_classes = (JWTStatelessUserAuthentication,)


# Below the API's address, so that what is for pages passes them by.
urlpatterns = [
    path("api/v1/trivial/", Trivial.as_view()),
    path("api/v1/trivial/simplejwt/", TrivialBySimpleJWT.as_view()),
]


def of_tokens(*, rounds: int) -> str:
    """A table of the ways to know the caller, and what each costs."""
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        ratios = _measured(_ways(), rounds)
    rows = [[name, report.spread(found), f"≤ {GOAL:.2f}" if name == OURS else ""] for name, found in ratios.items()]
    head = "Processor time of a request to a trivial endpoint; 1.00 is the same one without a token:"
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    notes = [
        f"- {rounds} rounds of {REQUESTS} requests each way, interleaved in one process; median (least–most).",
        f"- {versions}.",
    ]
    return "\n\n".join(["## Tokens", head, report.table(["way", "time", "goal"], rows), "\n".join(notes)])


def _measured(ways: dict[str, Ask], rounds: int) -> dict[str, list[float]]:
    ratios: dict[str, list[float]] = {name: [] for name in ways if name != NOBODY}
    for ask in ways.values():
        _seconds(ask)  # Everything is loaded and compiled before anything counts.
    for _ in range(rounds):
        seconds = {name: _seconds(ask) for name, ask in ways.items()}
        for name, found in ratios.items():
            found.append(seconds[name] / seconds[NOBODY])
    return ratios


def _seconds(ask: Ask) -> float:
    started = time.process_time()
    for _ in range(REQUESTS):
        ask()
    return time.process_time() - started


def _ways() -> dict[str, Ask]:
    fresh = [_token() for _ in range(10 * REQUESTS)]  # More than are remembered, so that none is known again.
    plain = AccessToken()
    plain["user_id"] = "1"
    return {
        NOBODY: _asking("/api/v1/trivial/", [None]),
        OURS: _asking("/api/v1/trivial/", fresh[:1]),
        FIRST: _asking("/api/v1/trivial/", fresh[1:]),
        SIMPLEJWT: _asking("/api/v1/trivial/simplejwt/", [str(plain)]),
    }


def _token() -> str:
    at = clock.now()
    ada = Actor("ada@cairn.example", Role.CUSTOMER, means="jwt", public_id="ada")
    return tokens.access_token(ada, family="measured", at=at, ends_at=at + timedelta(days=1))


def _asking(address: str, sent: Sequence[str | None]) -> Ask:
    """Asks as a server would, through every middleware, with one of the tokens after the other."""
    handler = WSGIHandler()
    turns = cycle(_environment(address, token) for token in sent)

    def ask() -> None:
        answer = handler(dict(next(turns)), _start_response)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"Measured by mistake: {answer!r}")

    return ask


def _start_response(*_: Any) -> Callable[[bytes], object]:
    return len


def _environment(address: str, token: str | None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return RequestFactory(headers=headers).get(address).environ
