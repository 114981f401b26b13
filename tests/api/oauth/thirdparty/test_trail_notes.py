"""The triangle from the provider's side: the shop, a person, and an application of somebody else's. Real HTTP."""

import logging

import httpx
import pytest

from tests.api.oauth.thirdparty.application import CALLBACK, NAME, Rejected, TrailNotes
from tests.api.oauth.thirdparty.person import DEVELOPER, Api

pytestmark = pytest.mark.system

logger = logging.getLogger(__name__)
SCOPE = "openid profile email catalog:read reviews:write"


@pytest.fixture
def notes(shop, connections):
    """Registered by its developer, at the API."""
    body = {"name": NAME, "type": "public", "redirect_uris": [CALLBACK]}
    made = Api(shop, DEVELOPER).ask("POST", "/applications/", body)
    assert made.status_code == 201, made.text
    logger.info("developer: registered %s as %s", NAME, made.json()["client_id"])
    return TrailNotes(shop, made.json()["client_id"], SCOPE, logger.info, connections)


def test_an_application_is_let_in_reads_writes_renews_and_leaves(shop, notes, person):
    signed_in = notes.sign_in(person.open)
    products = signed_in.asks("GET", "/api/v1/products/?limit=1").json()["results"]
    reviews = f"/api/v1/products/{products[0]['slug']}/reviews/"

    assert signed_in.knows() == {name: signed_in.claims[name] for name in ("sub", "name", "email", "email_verified")}
    assert signed_in.asks("POST", reviews, json={"rating": 5, "text": "By way of my notes."}).status_code == 201
    assert signed_in.asks("POST", "/api/v1/categories/", json={"name": "Notes"}).status_code == 403

    former = signed_in.client.token["access_token"]
    renewed = signed_in.refreshes()["access_token"]
    assert (_reads(shop, former), _reads(shop, renewed)) == (401, 200)

    assert signed_in.revokes() == 200
    assert _reads(shop, renewed) == 401


def test_a_person_sees_whom_they_let_in_and_takes_it_back(shop, notes, person):
    signed_in = notes.sign_in(person.open)
    api = Api(shop, person.account)
    assert "Write, change and delete reviews in your name" in person.pages[-1]

    (listed,) = api.ask("GET", "/authorizations/").json()["results"]
    assert (listed["name"], listed["client_id"]) == (NAME, notes.client_id)

    assert api.ask("DELETE", f"/authorizations/{notes.client_id}/").status_code == 204
    logger.info("person: took it back")
    assert _reads(shop, signed_in.client.token["access_token"]) == 401
    assert api.ask("GET", "/authorizations/").json()["results"] == []


def test_a_person_refuses(notes, person):
    person.answer = "refuse"

    with pytest.raises(Rejected, match="access_denied"):
        notes.sign_in(person.open)


def _reads(shop, token):
    return httpx.get(f"{shop}/api/v1/products/", headers={"Authorization": f"Bearer {token}"}).status_code
