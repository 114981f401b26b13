"""Reviews through the front door."""

from unittest import mock

import pytest

from accounts.models import User
from catalog import services
from catalog.models import Product, Rating, Review
from core import clock
from core.errors import VersionConflict
from tests import factories

pytestmark = pytest.mark.integration

REVIEWS = "/api/v1/products/ridge-tent/reviews/"


@pytest.fixture
def door(api, customer):
    return api.as_(customer)


@pytest.fixture
def mine(door, tent):
    """What the creation of the customer's own review answered."""
    return door.post(REVIEWS, {"rating": 4, "text": "Dry."})


def match(answer):
    return {"headers": {"If-Match": answer.headers["ETag"]}}


def test_a_review_is_201_and_counts(api, door, mine):
    assert mine.status_code == 201
    assert mine.json() == door.get(mine.headers["Location"]).json()
    assert mine.json()["author"] == "Ada"
    assert api.get("/api/v1/products/ridge-tent/").json()["rating"] == {"average_hundredths": 400, "count": 1}


def test_reviews_are_listed_latest_first(api, mine, tent):
    latest = factories.review(tent, rating=1)

    listed = api.get(REVIEWS).json()["results"]

    assert [review["id"] for review in listed] == [latest.public_id, mine.json()["id"]]


def test_an_edited_review_changes_the_average(api, door, mine):
    answer = door.put(mine.headers["Location"], {"rating": 2}, **match(mine))

    assert (answer.json()["rating"], answer.json()["text"]) == (2, "")
    assert Rating.objects.get().average_hundredths == 200


def test_a_deleted_review_does_not_count(door, mine):
    answer = door.delete(mine.headers["Location"], **match(mine))

    assert answer.status_code == 204
    assert (Rating.objects.get().count, Rating.objects.get().average_hundredths) == (0, 0)


def test_staff_may_delete_a_review_but_not_rewrite_it(api, staff, mine):
    door = api.as_(staff)

    rewritten = door.put(mine.headers["Location"], {"rating": 5}, **match(mine))
    deleted = door.delete(mine.headers["Location"], **match(mine))

    assert (rewritten.status_code, deleted.status_code) == (403, 204)


def test_a_stale_edit_is_told_the_present_tag(door, mine):
    newer = door.put(mine.headers["Location"], {"rating": 3}, **match(mine))

    answer = door.put(mine.headers["Location"], {"rating": 1}, **match(mine))

    assert (answer.status_code, answer.headers["ETag"]) == (412, newer.headers["ETag"])


@pytest.mark.parametrize("rating", [0, 6, "5", 4.5, True])
def test_a_rating_is_one_to_five(door, tent, rating):
    answer = door.post(REVIEWS, {"rating": rating})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/rating")


def test_an_account_that_is_gone_writes_no_review(api, door, tent):
    User.objects.all().delete()

    assert door.post(REVIEWS, {"rating": 5}).json()["code"] == "sign_in_required"


@pytest.fixture
def archived(mine, staff, tent):
    """The product is taken out of the shop after the review was written."""
    services.archive_product(actor=staff, slug=tent.slug, expected_version=tent.version)


def test_a_review_of_an_archived_product_can_not_be_changed_unseen(archived, door, mine):
    fresh = door.put(mine.headers["Location"], {"rating": 1}, **match(mine))
    gone = door.delete(mine.headers["Location"], **match(mine))

    assert [(each.status_code, each.json()["code"]) for each in (fresh, gone)] == [(404, "review_not_found")] * 2
    assert Review.objects.get().rating == 4


def test_a_stale_write_to_what_has_gone_meanwhile_is_404(door, mine):
    newer = door.put(mine.headers["Location"], {"rating": 3}, **match(mine))
    with mock.patch("catalog.services.edit_review", side_effect=VersionConflict(current=2)):
        Product.objects.update(archived_at=clock.now())
        answer = door.put(mine.headers["Location"], {"rating": 1}, **match(newer))

    assert (answer.status_code, answer.json()["code"]) == (404, "review_not_found")


def test_the_tag_of_a_review_covers_its_author(api, mine):
    path = mine.headers["Location"]
    known = {"headers": {"If-None-Match": api.get(path).headers["ETag"]}}
    assert api.get(path, **known).status_code == 304

    User.objects.get(email="ada@cairn.example").delete()

    answer = api.get(path, **known)
    assert (answer.status_code, answer.json()["author"]) == (200, None)
    assert api.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
