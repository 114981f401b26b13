"""What it costs to count a request in Redis: by our policies, and by django-ratelimit's decorator on Django's cache.

Beside them one bare round trip, with no library, no policy and nothing told: who asks Redis once for each request can
be no cheaper than that.
"""

import socket
from collections.abc import Callable, Sequence
from functools import cache
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse  # noqa: TID251  # what is measured is an interface
from django.test import override_settings
from django.urls import path
from django_ratelimit.decorators import ratelimit
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from benchmarks.callers import turns
from benchmarks.callers.turns import Way
from core.limits import policies
from core.limits.policies import MINUTE, Policy, WhenDown

PACKAGES = ["django-ratelimit", "redis", "djangorestframework", "Django"]
GOAL = 1.90
ADDRESS = "/api/v1/trivial/"
# Nobody is refused while it is measured.
MOST = 10**9


class Trivial(APIView):
    """Is written to, counts nothing, and answers nothing."""

    authentication_classes = ()
    throttle_classes: Sequence[type[BaseThrottle]] = ()

    def post(self, _request: Request) -> HttpResponse:
        return HttpResponse()


class Limited(Trivial):
    throttle_classes = APIView.throttle_classes
    limited_as = "measured"


class Bare(Trivial):
    """Counts by one INCR, and only looks whether the answer is a number."""

    def post(self, _request: Request) -> HttpResponse:
        _connection().sendall(b"INCR benchmark:bare\r\n")
        if not _connection().recv(64).startswith(b":"):
            raise RuntimeError("Redis does not count.")
        return HttpResponse()


@cache
def _connection() -> socket.socket:
    server = urlsplit(settings.CACHES["counters"]["LOCATION"])
    connection = socket.create_connection((server.hostname or "localhost", server.port or 6379), timeout=1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


decorated = ratelimit(key="ip", rate=f"{MOST}/m")(Trivial.as_view())
POLICY = Policy("caller", ((MOST, MINUTE),), lambda caller: caller.identity, WhenDown.REFUSED)

# Below the API's address, so that what is for pages passes them by.
urlpatterns = [
    path("api/v1/trivial/", Trivial.as_view()),
    path("api/v1/trivial/limited/", Limited.as_view()),
    path("api/v1/trivial/decorated/", decorated),
    path("api/v1/trivial/bare/", Bare.as_view()),
]


def of_limits(*, rounds: int) -> str:
    """A table of the ways to count, and what each costs. Raises NotCounted where Redis does not answer."""
    ways = {
        "one bare round trip": Way(_posting("bare/")),
        "our limit": Way(_posting("limited/"), GOAL),
        # Its own setting says in which cache it counts; ours are no cache for it.
        "plain django-ratelimit": Way(_posting("decorated/"), settings={"RATELIMIT_USE_CACHE": "default"}),
    }
    served = override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
    with served, mock.patch.dict(policies.POLICIES, {"measured": (POLICY,)}):
        table = turns.table(ways, Way(_posting("")), rounds=rounds)
    head = "Processor time of a request that is counted in Redis; 1.00 is the same one uncounted:"
    told = "One window each. The service's processor time alone: what Redis uses is not counted."
    floor = "One round trip is the least that an exact count costs: where it is above the goal itself, see ADR 0023."
    return "\n\n".join(["## Limits", head, table, turns.notes(rounds, PACKAGES, told, floor)])


def _posting(below: str) -> Callable[[], None]:
    return turns.asking(f"{ADDRESS}{below}", method="POST")
