"""The shop that every route is asked about, and the door that each caller comes by."""

from dataclasses import dataclass

import pytest

from accounts import services
from accounts.models import User
from api import matrix
from catalog import services as services_of_the_catalogue
from tests import factories
from tests.api.matrix.callers import Door, door_of, token_of


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


@pytest.fixture
def door(shop, django_capture_on_commit_callbacks):
    """`door(caller, needs)`: the service, as that caller asks a route that needs this."""

    def ended() -> str:
        pair = services.start_family(user=shop.owner)
        with django_capture_on_commit_callbacks(execute=True):
            services.sign_out(token=pair.refresh)
        return pair.access

    def opened(caller: str, needs: str = matrix.OPEN) -> Door:
        return Door(ended()) if caller == "ended" else door_of(caller, needs, shop.owner)

    return opened
