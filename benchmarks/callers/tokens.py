"""What it costs to know the caller: without a token, with a signed one, a personal one, and plain simplejwt's."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.http import HttpResponse  # noqa: TID251  # what is measured is an interface
from django.test import override_settings
from django.urls import path
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication
from rest_framework_simplejwt.tokens import AccessToken

from accounts import personal_tokens, services, tokens
from accounts.models import User
from api.callers.authentication import BearerToken
from api.callers.scopes import CATALOG_SCOPES
from benchmarks.callers import turns
from benchmarks.callers.turns import REQUESTS, Way
from core import clock
from core.access import Actor, Role, Scope

PACKAGES = ["PyJWT", "cryptography", "djangorestframework-simplejwt", "djangorestframework", "Django"]
GOAL = 1.10
ADDRESS = "/api/v1/trivial/"


class Trivial(APIView):
    """Has its caller known, and answers nothing."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerToken,)
    scopes = CATALOG_SCOPES

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
        table = turns.table(_ways(), Way(turns.asking(ADDRESS)), rounds=rounds)
    head = "Processor time of a request to a trivial endpoint; 1.00 is the same one without a token:"
    notes = turns.notes(rounds, PACKAGES, "The rows of personal tokens are in SQLite, in the same process.")
    return "\n\n".join(["## Tokens", head, table, notes])


def _ways() -> dict[str, Way]:
    fresh = [_signed() for _ in range(10 * REQUESTS)]  # More than are remembered, so that none is known again.
    personal = turns.asking(ADDRESS, [_personal()])
    plain = AccessToken()
    plain["user_id"] = "1"
    return {
        "signed token": Way(turns.asking(ADDRESS, fresh[:1]), GOAL),
        "signed token, seen for the first time": Way(turns.asking(ADDRESS, fresh[1:])),
        "personal token": Way(personal, GOAL),
        "personal token, first of its second": Way(_as_if_new(personal)),
        "plain simplejwt": Way(turns.asking(f"{ADDRESS}simplejwt/", [str(plain)])),
    }


def _signed() -> str:
    at = clock.now()
    ada = Actor("ada@cairn.example", Role.CUSTOMER, means="jwt", public_id="ada")
    return tokens.access_token(ada, family="measured", at=at, ends_at=at + timedelta(days=1))


def _personal() -> str:
    ada = User.objects.create_user("ada@cairn.example", role=Role.CUSTOMER)
    actor = ada.as_actor(means="benchmark")
    return services.create_personal_token(actor=actor, name="Measured", scopes=[Scope.CATALOG_READ]).secret


def _as_if_new(ask: Callable[[], None]) -> Callable[[], None]:
    def asked() -> None:
        personal_tokens.forget_what_is_remembered()
        ask()

    return asked
