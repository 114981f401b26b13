"""Attacks on whose things these are (OWASP API1, API3, API5, API6:2023).

Who may call what is asked of every route in tests/api/matrix/test_matrix.py, what a body may not hold in
tests/api/writing/test_parsers.py; a race for one review in tests/catalog/services/test_reviews.py.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import User
from api.callers import scopes
from catalog.models import Review
from tests import factories

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/"
TENT = f"{PRODUCTS}ridge-tent/"
CARD = {"slug", "sku", "name", "price", "category", "tags", "stock", "rating", "published_at"}
SHOWN = CARD | {"description"}
SHOWN_TO_STAFF = SHOWN | {"version", "created_at", "archived_at"}


@pytest.fixture
def reviewed(tent, other_customer):
    """A review of the tent by somebody else."""
    return factories.review(tent, User.objects.get(public_id=other_customer.public_id))


def cursor_of(answer):
    return parse_qs(urlsplit(answer.json()["next"]).query)["cursor"][0]


@pytest.mark.roadmap("role.auth-security")
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_somebody_elses_review_stays_as_it_is(api, customer, reviewed, method):
    path = f"/api/v1/reviews/{reviewed.public_id}/"
    tag = api.get(path).headers["ETag"]

    answer = api.as_(customer).request(
        method, path, b'{"rating": 1}', content_type="application/json", headers={"If-Match": tag}
    )

    assert answer.status_code == 403
    assert Review.objects.get(pk=reviewed.pk).rating == reviewed.rating


@pytest.mark.parametrize("name", ["1", "0", "-1", "{pk}", "*", "%25", "null", "../reviews"])
def test_an_object_is_found_by_its_public_id_and_by_no_number(api, reviewed, name):
    assert api.get(f"/api/v1/reviews/{name.format(pk=reviewed.pk)}/").status_code == 404


def test_public_ids_are_not_to_be_guessed():
    made = {User().public_id for _ in range(1000)}

    assert len(made) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{11,}", name) for name in made)


def test_each_role_sees_the_fields_that_are_for_it_and_no_other(api, customer, staff, tent):
    assert api.get(PRODUCTS).json()["results"][0].keys() == CARD
    assert api.get(TENT).json().keys() == api.as_(customer).get(TENT).json().keys() == SHOWN
    assert api.as_(staff).get(TENT).json().keys() == SHOWN_TO_STAFF


@pytest.mark.parametrize("field", ["version", "archived_at", "id", "author.email", "category.id", "*", "__class__"])
def test_sparse_fields_are_no_way_to_others(api, customer, tent, field):
    answer = api.as_(customer).get(TENT, {"fields": f"slug,{field}"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


def test_a_review_tells_the_name_that_its_author_shows_and_no_address(api, reviewed):
    listed = api.get(f"{TENT}reviews/")

    assert listed.json()["results"][0].keys() == {"id", "product", "author", "rating", "text", "created_at"}
    assert "@" not in listed.text


@pytest.mark.parametrize("tampered", ["{0}x", "x{0}", "{0}{0}", ".{0}", "{1}", "{1}:", "{1}:AAAA"])
def test_a_cursor_is_ours_or_none(api, tent, stove, tampered):
    cursor = cursor_of(api.get(PRODUCTS, {"limit": 1}))

    answer = api.get(PRODUCTS, {"cursor": tampered.format(cursor, cursor.partition(":")[0])})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


def test_a_cursor_of_another_list_opens_nothing(api, tent, stove, reviewed):
    cursor = cursor_of(api.get(PRODUCTS, {"limit": 1}))
    factories.product("Secret tent", slug="secret-tent", category=tent.category, published=False)

    elsewhere = [api.get(f"{TENT}reviews/", {"cursor": cursor}), api.get(PRODUCTS, {"cursor": cursor})]

    assert all("secret" not in answer.text for answer in elsewhere)
    assert api.get("/api/v1/categories/", {"cursor": cursor}).json()["code"] == "invalid_cursor"
    assert api.get(PRODUCTS, {"cursor": cursor, "sort": "price"}).json()["code"] == "invalid_cursor"


@pytest.mark.parametrize("sent", ["*", '"*"', "W/*", '"1"', '"0"', "", '"1", "2"', "1"])
def test_no_tag_stands_for_whatever_version_there_is(api, staff, tent, sent):
    answer = api.as_(staff).put(f"{TENT}price/", {"amount": 1, "currency": "EUR"}, headers={"If-Match": sent})

    assert answer.status_code in {400, 412, 428}
    assert api.get(TENT).json()["price"]["amount"] == 12500


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_write_that_names_no_version_is_not_done(api, customer, tent, method):
    review = factories.review(tent, User.objects.get(public_id=customer.public_id))

    answer = api.as_(customer).request(
        method, f"/api/v1/reviews/{review.public_id}/", b'{"rating": 1}', content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")
    assert Review.objects.get(pk=review.pk).rating == 5


def test_one_customer_makes_one_opinion_of_a_product(api, customer, tent):
    """A rating is bought by accounts, not by asking again."""
    answers = [api.as_(customer).post(f"{TENT}reviews/", {"rating": 5}).status_code for _ in range(3)]

    assert answers == [201, 409, 409]
    assert api.get(TENT).json()["rating"]["count"] == 1


def test_a_view_that_forgets_its_scopes_is_closed_to_tokens_that_were_given_away():
    """Somebody adds a view and says nothing: its owner alone may use it."""

    class Forgetful:
        pass

    assert {scopes.needed(Forgetful(), method) for method in ("GET", "POST", "PUT", "DELETE")} == {None}
