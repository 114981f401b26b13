"""Every route is asked by every kind of caller, and answers as the matrix declares. No cell is left out."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from accounts import services
from accounts.models import User
from api import matrix
from catalog import services as services_of_the_catalogue
from core import clock
from core.access import Role, Scope
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
    "POST /api/v1/tokens/": {"name": "A script", "scopes": ["catalog:read"]},
}


OF_TOKENS = "/api/v1/tokens/"


@dataclass(frozen=True)
class Shop:
    """What every route is asked about: rows that are open to those who may, and others that are not for them."""

    owner: User
    reviewer: User
    addresses: dict[str, str]
    hidden: dict[str, str]
    foreign_token: str


@pytest.fixture
def shop(tent, tents, staff):
    """A tent with a review, an empty category; a draft, and a review of a product that is no longer there."""
    owner, other = factories.user(email="owner@cairn.example"), factories.user()
    factories.personal_token(owner)
    factories.personal_token(other)
    factories.category("Empty")
    draft = factories.product("Secret tent", slug="secret-tent", category=tents, published=False)
    gone = factories.product("Gone tent", slug="gone-tent", category=tents)
    addresses = {
        "slug": tent.slug,
        "public_id": factories.review(tent, owner).public_id,
        "path": "api/v1/products.py",
        "request_id": "no-such-request",
    }
    hidden = {"slug": draft.slug, "public_id": factories.review(gone).public_id}
    services_of_the_catalogue.archive_product(actor=staff, slug=gone.slug, expected_version=gone.version)
    return Shop(owner, User.objects.get(public_id=staff.public_id), addresses, hidden, token_of(other))


def token_of(user: User) -> str:
    return user.personal_tokens.get().public_id


@pytest.fixture
def door(shop, django_capture_on_commit_callbacks):
    """`door(caller, needs)`: the service, as that caller asks a route that needs this."""

    def ended() -> str:
        pair = services.start_family(user=shop.owner)
        with django_capture_on_commit_callbacks(execute=True):
            services.sign_out(token=pair.refresh)
        return pair.access

    def opened(caller: str, needs: str = matrix.OPEN) -> Api:
        if caller == "anonymous":
            return Api()
        return Api(ended() if caller == "ended" else token(caller, needs, shop.owner))

    return opened


def token(caller: str, needs: str, owner: User) -> str:
    if caller in {"scoped", "unscoped", "revoked"}:
        return personal_token(caller, needs)
    role = Role(caller) if caller in {"staff", "admin", "customer"} else None
    actor = factories.actor(factories.user(role) if role else owner)
    with clock.stopped(clock.now() - timedelta(hours=1 if caller == "expired" else 0)):
        access = factories.access_token(actor)
    return f"{access[:-4]}AAAA" if caller == "forged" else access


def personal_token(caller: str, needs: str) -> str:
    user = factories.user(Role.STAFF)
    exactly = {scope for scope in Scope if scope == needs} or set(Scope)
    others = set(Scope) - exactly or {Scope.CATALOG_READ}
    secret = factories.personal_token(user, *(others if caller == "unscoped" else exactly))
    if caller == "revoked":
        services.revoke_personal_token(actor=factories.actor(user), public_id=token_of(user))
    return secret


def asked(api: Api, route: str, shop: Shop, addresses: dict[str, str]) -> Any:
    method, path = route.split(" ", 1)
    path = re.sub(r"{(\w+)}", lambda part: addresses[part[1]], path)
    if route in TAKES_A_REFRESH_TOKEN:
        return api.post(path, {"refresh": services.start_family(user=shop.owner).refresh})
    headers = {}
    if method in {"PUT", "PATCH", "DELETE"} and not path.startswith(OF_TOKENS):
        # The tag that a member of staff has read: what is stale must not hide what is forbidden.
        resource = path.removesuffix("price/").removesuffix("publication/")
        headers = {"If-Match": Api().as_(factories.actor(shop.reviewer)).get(resource).headers["ETag"]}
    if method in {"GET", "DELETE"}:
        return getattr(api, method.lower())(path, headers=headers)
    return getattr(api, method.lower())(path, BODIES[route], headers=headers)


def addresses_for(route: str, shop: Shop) -> dict[str, str]:
    """A draft where a product is published; an empty category where one is changed; the owner's token."""
    if OF_TOKENS in route:
        return {"public_id": token_of(shop.owner)}
    if "/topics/" in route:
        return {"slug": "api.rest"}
    if "categories" in route:
        return {"slug": "empty"}
    return {**shop.addresses, **({"slug": "secret-tent"} if "publication" in route else {})}


def test_every_route_has_its_row():
    assert sorted(DECLARED.answers) == sorted(matrix.routes())


@pytest.mark.parametrize(("route", "caller"), CELLS)
def test_a_cell_answers_as_declared(route, caller, shop, door):
    api = door(caller, DECLARED.needs[route])

    answer = asked(api, route, shop, addresses_for(route, shop))

    status, _, meaning = DECLARED.answers[route][caller].partition(" ")
    assert answer.status_code == int(status), answer.content
    if answer.status_code >= 400:
        assert answer.json()["code"] == meaning
    elif meaning != "public" and route.startswith("GET "):
        assert_shows_no_more(meaning, answer, api, route, shop)


def assert_shows_no_more(meaning: str, answer: Any, api: Api, route: str, shop: Shop) -> None:
    """Lists leave out what is not theirs to see; at its own address it is missing, for who may not see any."""
    for foreign in (shop.foreign_token, *shop.hidden.values()):
        assert foreign not in answer.content.decode()
    if "{" in route:
        hidden = asked(api, route, shop, shop.hidden)
        assert hidden.status_code == (200 if meaning == "any" else 404), hidden.content


@pytest.mark.parametrize("caller", ["anonymous", "owner", "customer"])
@pytest.mark.parametrize("path", ["", "prices/", "reviews/"])
def test_what_is_not_published_is_as_if_it_were_not_there(caller, path, door):
    api = door(caller)

    hidden = api.get(f"/api/v1/products/secret-tent/{path}")
    missing = api.get(f"/api/v1/products/no-such-tent/{path}")

    assert hidden.status_code == missing.status_code == 404
    assert masked(hidden) == masked(missing)


def test_anothers_token_is_as_if_it_were_not_there(door, shop):
    api = door("customer")

    foreign, missing = (api.delete(f"{OF_TOKENS}{name}/") for name in (shop.foreign_token, "no-such-token"))

    assert foreign.status_code == missing.status_code == 404
    assert masked(foreign) == masked(missing)


def masked(answer: Any) -> dict[str, Any]:
    return {**answer.json(), "request_id": ""}


def test_the_command_prints_every_route_and_who_is_who(capsys):
    call_command("matrix")

    printed = capsys.readouterr().out
    assert f"{len(DECLARED.answers)} routes, {len(CELLS)} cells" in printed
    assert all(f"{route}  ({DECLARED.needs[route]})" in printed for route in DECLARED.answers)
    assert all(meaning in printed for meaning in DECLARED.callers.values())


def test_the_command_tells_programs_every_cell(capsys):
    call_command("matrix", as_json=True)

    told = json.loads(capsys.readouterr().out)
    assert {route: each["answers"] for route, each in told.items()} == DECLARED.answers
    assert {route: each["needs"] for route, each in told.items()} == DECLARED.needs


WRITTEN = """
callers = { anonymous = "Nobody", staff = "Staff" }
[rows.read]
"200 public" = "anonymous staff"
[routes."catalog:read"]
"GET /tents/" = "read"
[routes.open]
"GET /" = "200 public"
"""


def test_a_matrix_gives_every_caller_of_every_route_an_answer():
    everybody = {"anonymous": "200 public", "staff": "200 public"}

    assert matrix.read(WRITTEN).answers == {"GET /tents/": everybody, "GET /": everybody}


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"anonymous staff"', '"anonymous"'),
        ('"anonymous staff"', '"anonymous staff staff"'),
        ('"anonymous staff"', '"anonymous staff admin"'),
        ('"GET /tents/" = "read"', '"GET /tents/" = "write"'),
        ('"GET /" =', '"GET /tents/" ='),
    ],
    ids=["forgotten", "twice", "unknown", "no such row", "a route twice"],
)
def test_a_matrix_that_says_nothing_or_two_things_of_a_cell_is_refused(written, instead):
    with pytest.raises(matrix.Unsound):
        matrix.read(WRITTEN.replace(written, instead))
