"""A token that was given away opens what it was made for, and nothing that its owner may not do."""

import pytest

from core.access import Scope

pytestmark = pytest.mark.integration

TENT = "/api/v1/products/ridge-tent/"
REVIEWS = f"{TENT}reviews/"


def test_reading_needs_the_scope_although_anybody_may_read(given_away, api, customer, tent):
    with_it = given_away(customer, Scope.CATALOG_READ).get(TENT)
    without = given_away(customer, Scope.ORDERS_READ).get(TENT)

    assert (with_it.status_code, without.status_code, api.get(TENT).status_code) == (200, 403, 200)
    assert without.json()["code"] == "insufficient_scope"
    assert without["WWW-Authenticate"] == 'Bearer realm="cairn", error="insufficient_scope", scope="catalog:read"'


@pytest.mark.roadmap("api.security")
def test_a_scope_to_read_lets_nobody_write(given_away, staff, tents):
    answer = given_away(staff, Scope.CATALOG_READ).post("/api/v1/categories/", {"name": "Stoves"})

    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert "catalog:write" in answer.json()["detail"]


def test_a_scope_adds_nothing_to_the_role(given_away, customer, staff, tents):
    body = {"name": "Stoves"}

    refused = given_away(customer, *Scope).post("/api/v1/categories/", body)
    done = given_away(staff, Scope.CATALOG_WRITE).post("/api/v1/categories/", body)

    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert done.status_code == 201


def test_reviews_have_a_scope_of_their_own(given_away, customer, tent):
    refused = given_away(customer, Scope.CATALOG_WRITE).post(REVIEWS, {"rating": 4})
    done = given_away(customer, Scope.REVIEWS_WRITE).post(REVIEWS, {"rating": 4})

    assert (refused.status_code, done.status_code) == (403, 201)


def test_what_only_the_owner_may_do_is_open_to_no_scope(given_away, customer):
    answer = given_away(customer, *Scope).post("/api/v1/auth/logout/everywhere/", {})

    assert (answer.status_code, answer.json()["detail"]) == (403, "Sign in for that.")
    assert "scope=" not in answer["WWW-Authenticate"]


def test_every_scope_says_what_it_means():
    assert all(scope.meaning for scope in Scope)
