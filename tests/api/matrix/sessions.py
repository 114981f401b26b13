"""Routes that know a caller by the session in which they sign in: allauth's."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from django.core import mail

from accounts.models import User
from core.access import Role
from tests import factories
from tests.api.matrix.callers import PERSONS, Door

ACCOUNT = "/api/account/app/v1/"
HAS_A_SESSION = PERSONS | {"owner", "ended", "expired", "forged"}
BODIES: dict[str, Callable[[User, dict[str, str]], dict[str, str]]] = {
    "auth/signup": lambda *_: {"email": "new@cairn.example", "password": factories.PASSWORD},
    "auth/login": lambda owner, _: {"email": owner.email, "password": factories.PASSWORD},
    "auth/reauthenticate": lambda *_: {"password": factories.PASSWORD},
    "auth/email/verify": lambda *_: {"key": "AAAA-AAAA"},
    "auth/password/request": lambda owner, _: {"email": owner.email},
    "auth/password/reset": lambda owner, _: {"key": reset_key(owner), "password": "another walk in the hills"},
    "auth/2fa/authenticate": lambda *_: {"code": "000000"},
    "account/authenticators/totp": lambda _, headers: {"code": code_of_an_app(headers)},
    "account/authenticators/recovery-codes": lambda *_: {},
}


def asked(api: Door, caller: str, owner: User, route: str) -> Any:
    """`api` sends the token or the cookies of a caller who has no session; neither says anything here."""
    method, path = route.split(" ", 1)
    headers = {}
    if caller in HAS_A_SESSION:
        api, headers = Door(), {"X-Session-Token": session_token(caller, owner)}
    if method in {"GET", "DELETE"}:
        return getattr(api, method.lower())(path, headers=headers)
    return api.post(path, BODIES[path.removeprefix(ACCOUNT)](owner, headers), headers=headers)


def session_token(caller: str, owner: User) -> str:
    """What that caller holds of a sign-in by password."""
    user = factories.user(Role(caller)) if caller in PERSONS else owner
    signed_in = Door().post(f"{ACCOUNT}auth/login", {"email": user.email, "password": factories.PASSWORD})
    token: str = signed_in.json()["meta"]["session_token"]
    if caller == "ended":
        Door().delete(f"{ACCOUNT}auth/session", headers={"X-Session-Token": token})
    if caller == "expired":
        Session.objects.all().delete()
    return f"{token[:-4]}AAAA" if caller == "forged" else token


def reset_key(owner: User) -> str:
    Door().post(f"{ACCOUNT}auth/password/request", {"email": owner.email})
    return re.findall(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)[0]


def code_of_an_app(headers: dict[str, str]) -> str:
    told = Door().get(f"{ACCOUNT}account/authenticators/totp", headers=headers).json()
    return factories.totp(told["meta"]["secret"]) if "secret" in told.get("meta", {}) else "000000"
