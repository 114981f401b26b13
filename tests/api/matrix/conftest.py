"""The shop that every route is asked about, and the door that each caller comes by."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from accounts import services
from accounts.models import User
from api import matrix
from catalog import services as services_of_the_catalogue
from core import clock
from core.access import Role, Scope
from tests import factories
from tests.conftest import Api


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
        "provider_id": "elsewhere",
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
