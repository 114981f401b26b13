"""The way in of each caller: what they hold, given out by the door that gives it out to anybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from oauth2_provider.settings import oauth2_settings

from accounts import services
from accounts.models import User
from core import clock
from core.access import Role, Scope
from tests import factories
from tests.api.oauth.flows import TOKEN, Flow
from tests.conftest import Api

SESSION = "/api/v1/auth/session/"
ORIGIN = "http://testserver"
# Thirty-two letters: a secret of Django's, and so a token of itself.
CSRF = "x" * 32
PERSONS = {"customer", "staff", "admin"}


class Door(Api):
    """The service as this caller asks it: with a token, with cookies, or with neither."""

    def __init__(self, token: str = "") -> None:
        # As the service does, and Django's test client doesn't unless told.
        super().__init__(token, checks_csrf=True)
        self.client = self._client

    def stand_on_a_page(self, owner: User) -> None:
        """Holds and sends what only a page of ours can: for routes that know their caller by it, or let in no other."""
        self.client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        self.client.cookies[settings.REFRESH_COOKIE] = services.start_family(user=owner).refresh
        self.client.defaults |= {"HTTP_ORIGIN": ORIGIN, "HTTP_X_CSRFTOKEN": CSRF}


class Browser(Door):
    """Signed in by cookies; `says_token`: from a page that repeats the CSRF token."""

    def __init__(self, user: User, *, says_token: bool) -> None:
        super().__init__()
        self.client.defaults["HTTP_ORIGIN"] = ORIGIN
        begun = self.post(SESSION, {"email": user.email, "password": factories.PASSWORD})
        if says_token:
            self.client.defaults["HTTP_X_CSRFTOKEN"] = begun.json()["csrf_token"]

    def stand_on_a_page(self, owner: User) -> None:
        """What it has is what it has."""


def door_of(caller: str, needs: str, owner: User) -> Door:
    return WAYS.get(caller, with_signed_token)(caller, needs, owner)


def with_signed_token(caller: str, _needs: str, owner: User) -> Door:
    actor = factories.actor(factories.user(Role(caller)) if caller in PERSONS else owner)
    with clock.stopped(clock.now() - timedelta(hours=1 if caller == "expired" else 0)):
        access = factories.access_token(actor)
    return Door(f"{access[:-4]}AAAA" if caller == "forged" else access)


def with_personal_token(caller: str, needs: str, _owner: User) -> Door:
    user = factories.user(Role.STAFF)
    secret = factories.personal_token(user, *good_for(needs, set(Scope), is_for_it=caller != "unscoped"))
    if caller == "revoked":
        services.revoke_personal_token(actor=factories.actor(user), public_id=token_of(user))
    return Door(secret)


def with_lent_token(caller: str, needs: str, _owner: User) -> Door:
    """Staff have let a customer's application in, on the page of consent."""
    person = Door()
    person.stand_on_a_page(staff := factories.user(Role.STAFF))
    person.client.force_login(staff)
    scopes = good_for(needs, set(oauth2_settings.SCOPES), is_for_it=caller == "lent")
    notes = application(person.client, "authorization-code", maker=factories.user())
    return Door(notes.tokens(scope=" ".join(scopes))["access_token"])


def with_its_own_token(_caller: str, _needs: str, _owner: User) -> Door:
    """Made by staff, so that it would be seen if it could do what its maker can."""
    asked = {"grant_type": "client_credentials", "scope": Scope.CATALOG_READ.value}
    notes = application(Door().client, "client-credentials", maker=factories.user(Role.STAFF))
    return Door(notes.posts(TOKEN, asked).json()["access_token"])


def application(browser: Client, grant: str, *, maker: User) -> Flow:
    made = services.register_application(
        actor=factories.actor(maker),
        name="Trail Notes",
        client_type="confidential",
        grant=grant,
        redirect_uris=["https://notes.example"] if grant == "authorization-code" else [],
    )
    return Flow(made, browser, Door().client)


def good_for(needs: str, offered: set[Any], *, is_for_it: bool) -> set[Any]:
    """Of what a token can be good for: exactly what is needed, or all else. Where nothing would do, for everything."""
    exactly = {scope for scope in offered if scope == needs} or offered
    return exactly if is_for_it else offered - exactly or {Scope.CATALOG_READ}


def token_of(user: User) -> str:
    return user.personal_tokens.get().public_id


WAYS: dict[str, Callable[[str, str, User], Door]] = {
    "anonymous": lambda *_: Door(),
    **dict.fromkeys(("scoped", "unscoped", "revoked"), with_personal_token),
    "browser": lambda _caller, _needs, owner: Browser(owner, says_token=True),
    "tricked": lambda _caller, _needs, owner: Browser(owner, says_token=False),
    **dict.fromkeys(("lent", "unlent"), with_lent_token),
    "application": with_its_own_token,
}
