"""Every route is asked by every kind of caller, and answers as the matrix declares. No cell is left out."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command

from accounts import services
from accounts.models import User
from api import matrix
from catalog.models import Review
from core import clock
from core.access import Role
from tests import factories
from tests.conftest import Api

pytestmark = pytest.mark.integration

DECLARED = matrix.declared()
CELLS = [(route, caller) for route, row in DECLARED.answers.items() for caller in row]
PRODUCT = {"name": "Ridge tent", "category": "tents"}
# What each writing route is sent, so that nothing but the caller can be the reason of a refusal.
TAKES_A_REFRESH_TOKEN = {"POST /api/v1/auth/token/refresh/", "POST /api/v1/auth/logout/"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/auth/token/": {"email": "owner@cairn.example", "password": factories.PASSWORD},
    "POST /api/v1/auth/logout/everywhere/": {},
    "POST /sign-in/token/": {},
    "POST /sign-in/{provider_id}/": {},
    "POST /api/v1/categories/": {"name": "Stoves"},
    "PUT /api/v1/categories/{slug}/": {"name": "Shelters", "parent": None},
    "POST /api/v1/products/": {**PRODUCT, "slug": "new-tent", "sku": "NEW-1", "price": {"amount": 100}},
    "PUT /api/v1/products/{slug}/": PRODUCT,
    "PATCH /api/v1/products/{slug}/": {"name": "Storm tent"},
    "PUT /api/v1/products/{slug}/publication/": {},
    "PUT /api/v1/products/{slug}/price/": {"price": {"amount": 100}},
    "POST /api/v1/products/{slug}/deliveries/": {"quantity": 1},
    "POST /api/v1/products/{slug}/reviews/": {"rating": 4},
    "PUT /api/v1/reviews/{public_id}/": {"rating": 4},
}


ACCOUNT = "/api/account/app/v1/"
NEW_PASSWORD = {"current_password": factories.PASSWORD, "new_password": "another walk in the hills"}
ACCOUNT_BODIES: dict[str, Callable[[User, dict[str, str]], dict[str, str]]] = {
    "auth/signup": lambda *_: {"email": "new@cairn.example", "password": factories.PASSWORD},
    "auth/login": lambda owner, _: {"email": owner.email, "password": factories.PASSWORD},
    "auth/reauthenticate": lambda *_: {"password": factories.PASSWORD},
    "auth/email/verify": lambda *_: {"key": "AAAA-AAAA"},
    "auth/password/request": lambda owner, _: {"email": owner.email},
    "auth/password/reset": lambda owner, _: {"key": reset_key(owner), "password": NEW_PASSWORD["new_password"]},
    "auth/2fa/authenticate": lambda *_: {"code": "000000"},
    "account/password/change": lambda *_: NEW_PASSWORD,
    "account/authenticators/totp": lambda _, headers: {"code": code_of_an_app(headers)},
    "account/authenticators/recovery-codes": lambda *_: {},
}


@pytest.fixture
def owner(db):
    return factories.user(email="owner@cairn.example")


@pytest.fixture
def review(owner, tent):
    return factories.review(tent, owner)


@pytest.fixture
def empty_category(db):
    return factories.category("Empty")


@pytest.fixture
def draft(tents):
    return factories.product("Secret tent", slug="secret-tent", category=tents, published=False)


def door(caller: str, owner: User) -> Api:
    """The service, as that caller asks it."""
    if caller == "anonymous":
        return Api()
    role = Role(caller) if caller in {"staff", "admin", "customer"} else None
    actor = factories.actor(factories.user(role) if role else owner)
    with clock.stopped(clock.now() - timedelta(hours=1 if caller == "expired" else 0)):
        token = factories.access_token(actor)
    return Api(f"{token[:-4]}AAAA" if caller == "forged" else token)


def asked(api: Api, owner: User, route: str, review: Review, *, slug: str) -> Any:
    method, path = route.split(" ", 1)
    slug = "api.rest" if path.startswith("/topics/") else slug
    values = {
        "slug": slug,
        "public_id": review.public_id,
        "path": "api/v1/products.py",
        "request_id": "no-such-request",
        "provider_id": "elsewhere",
    }
    path = re.sub(r"{(\w+)}", lambda part: values[part[1]], path)
    headers = {}
    if method in {"PUT", "PATCH", "DELETE"}:
        # The tag that a member of staff has read: what is stale must not hide what is forbidden.
        resource = path.removesuffix("price/").removesuffix("publication/")
        headers = {"If-Match": door("staff", owner).get(resource).headers["ETag"]}
    if route in TAKES_A_REFRESH_TOKEN:
        return api.post(path, {"refresh": services.start_family(user=owner).refresh})
    if method in {"GET", "DELETE"}:
        return getattr(api, method.lower())(path, headers=headers)
    return getattr(api, method.lower())(path, BODIES[route], headers=headers)


def session_token(caller: str, owner: User) -> str:
    """What that caller holds of a sign-in by password."""
    role = Role(caller) if caller in {"staff", "admin", "customer"} else None
    user = factories.user(role) if role else owner
    signed_in = Api().post(f"{ACCOUNT}auth/login", {"email": user.email, "password": factories.PASSWORD})
    token: str = signed_in.json()["meta"]["session_token"]
    if caller == "expired":
        Session.objects.all().delete()
    return f"{token[:-4]}AAAA" if caller == "forged" else token


def asked_for_account(caller: str, owner: User, route: str) -> Any:
    """These routes know a caller by the session in which they sign in."""
    method, path = route.split(" ", 1)
    headers = {} if caller == "anonymous" else {"X-Session-Token": session_token(caller, owner)}
    if method in {"GET", "DELETE"}:
        return getattr(Api(), method.lower())(path, headers=headers)
    return Api().post(path, ACCOUNT_BODIES[path.removeprefix(ACCOUNT)](owner, headers), headers=headers)


def reset_key(owner: User) -> str:
    Api().post(f"{ACCOUNT}auth/password/request", {"email": owner.email})
    return re.findall(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)[0]


def code_of_an_app(headers: dict[str, str]) -> str:
    told = Api().get(f"{ACCOUNT}account/authenticators/totp", headers=headers).json()
    return factories.totp(told["meta"]["secret"]) if "secret" in told.get("meta", {}) else "000000"


def slug_for(route: str) -> str:
    """A draft where a product is published; an empty category where one is changed."""
    if "categories" in route:
        return "empty"
    return "secret-tent" if "publication" in route else "ridge-tent"


def test_every_route_has_its_row():
    assert sorted(DECLARED.answers) == sorted(matrix.routes())


@pytest.mark.parametrize(("route", "caller"), CELLS)
def test_a_cell_answers_as_declared(route, caller, review, owner, empty_category, draft):
    if ACCOUNT in route:
        answer = asked_for_account(caller, owner, route)
    else:
        answer = asked(door(caller, owner), owner, route, review, slug=slug_for(route))

    status, _, meaning = DECLARED.answers[route][caller].partition(" ")
    assert answer.status_code == int(status), answer.content
    if answer.status_code >= 400:
        assert answer.json()["code"] == meaning


@pytest.mark.parametrize("caller", ["anonymous", "owner", "customer"])
@pytest.mark.parametrize("path", ["", "prices/", "reviews/"])
def test_what_is_not_published_is_as_if_it_were_not_there(caller, path, review, owner, draft):
    api = door(caller, owner)

    hidden = api.get(f"/api/v1/products/secret-tent/{path}")
    missing = api.get(f"/api/v1/products/no-such-tent/{path}")

    assert hidden.status_code == missing.status_code == 404
    assert masked(hidden) == masked(missing)


def masked(answer: Any) -> dict[str, Any]:
    return {**answer.json(), "request_id": ""}


@pytest.mark.parametrize("caller", ["anonymous", "customer", "staff"])
def test_no_list_shows_what_is_not_published(caller, owner, tent, draft):
    listed = door(caller, owner).get("/api/v1/products/").json()["results"]

    assert [product["slug"] for product in listed] == ["ridge-tent"]


def test_the_command_prints_every_cell(capsys):
    call_command("matrix")

    assert f"{len(DECLARED.answers)} routes, {len(CELLS)} cells" in capsys.readouterr().out
