"""How a route is asked so that nothing but the caller can be the reason of a refusal."""

import re
from typing import Any

from oauth2_provider.models import AccessToken

from accounts import services
from accounts.models import User
from accounts.tokens import verified_refresh
from api import matrix
from core import clock
from tests import factories
from tests.api.matrix.callers import Door, token_of
from tests.api.matrix.conftest import Shop

OF_TOKENS = "/api/v1/tokens/"
OWN = "/api/v1/account/"
# What is at their addresses has no version.
UNVERSIONED = (OF_TOKENS, OWN, "/api/v1/applications/", "/api/v1/authorizations/")
PRODUCT = {"name": "Ridge tent", "category": "tents"}
TAKES_A_REFRESH_TOKEN = {"POST /api/v1/auth/token/refresh/", "POST /api/v1/auth/logout/"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/auth/token/": {"email": "owner@cairn.example", "password": factories.PASSWORD},
    "POST /api/v1/auth/session/": {"email": "owner@cairn.example", "password": factories.PASSWORD},
    "PATCH /api/v1/account/": {"display_name": "Ada L."},
    "POST /api/v1/account/password/": {"password": factories.PASSWORD, "new_password": "over the high pass"},
    "POST /api/v1/account/deletion/": {"password": factories.PASSWORD},
    "POST /api/v1/applications/": {"name": "Pocket", "type": "public", "redirect_uris": ["https://pocket.example"]},
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


def asked(api: Door, route: str, shop: Shop, addresses: dict[str, str]) -> Any:
    method, path = route.split(" ", 1)
    path = filled(path, addresses)
    if route in TAKES_A_REFRESH_TOKEN:
        return api.post(path, {"refresh": services.start_family(user=shop.owner).refresh})
    if matrix.declared().needs[route] == matrix.FROM_A_PAGE:
        api.stand_on_a_page(shop.owner)
    headers = headers_for(method, path, shop)
    if method in {"GET", "DELETE"}:
        return getattr(api, method.lower())(path, headers=headers)
    return getattr(api, method.lower())(path, BODIES.get(route, {}), headers=headers)


def filled(path: str, addresses: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda part: addresses[part[1]], path)


def headers_for(method: str, path: str, shop: Shop) -> dict[str, str]:
    """What a conditional write needs."""
    if path == OWN:
        return {"If-Match": '"1--00000000"'}  # Each has their own, and the first version of it.
    if method not in {"PUT", "PATCH", "DELETE"} or path.startswith(UNVERSIONED):
        return {}
    # The tag that a member of staff has read: what is stale must not hide what is forbidden.
    resource = path.removesuffix("price/").removesuffix("publication/")
    return {"If-Match": Door(factories.access_token(factories.actor(shop.reviewer))).get(resource).headers["ETag"]}


def addresses_for(route: str, shop: Shop) -> dict[str, str]:
    """A draft where a product is published; an empty category where one is changed; the owner's token."""
    if OF_TOKENS in route:
        return {"public_id": token_of(shop.owner)}
    if "sign-ins" in route:
        return {"public_id": signed_in(shop.owner)}
    if "{client_id}" in route:
        return {"client_id": let_in(shop.owner)}
    if "/topics/" in route:
        return {"slug": "api.rest"}
    if "categories" in route:
        return {"slug": "empty"}
    return {**shop.addresses, **({"slug": "secret-tent"} if "publication" in route else {})}


def signed_in(user: User) -> str:
    """A sign-in of theirs, by its public id."""
    return verified_refresh(services.start_family(user=user).refresh).sid


def let_in(owner: User) -> str:
    """An application that the owner has made, and let in."""
    made = services.register_application(
        actor=factories.actor(owner),
        name="Notes",
        client_type="confidential",
        grant="authorization-code",
        redirect_uris=["https://notes.example"],
    ).application
    access = {"application": made, "user": owner, "expires": clock.now(), "token_checksum": "a"}
    AccessToken.objects.create(**access)
    return str(made.client_id)
