"""Categories through the front door."""

import pytest

from catalog.models import Category

pytestmark = pytest.mark.integration

CATEGORIES = "/api/v1/categories/"


@pytest.fixture
def door(api, staff):
    return api.as_(staff)


def match(answer):
    return {"headers": {"If-Match": answer.headers["ETag"]}}


def test_a_created_category_has_an_address_and_a_parent(door, shelter):
    answer = door.post(CATEGORIES, {"name": "Ridge tents", "parent": "shelter"})

    assert (answer.status_code, answer.headers["Location"]) == (201, f"{CATEGORIES}ridge-tents/")
    assert door.get(f"{CATEGORIES}ridge-tents/").json() == {
        "slug": "ridge-tents",
        "name": "Ridge tents",
        "parent": "shelter",
    }


def test_all_categories_are_listed_by_name(api, tents):
    names = [each["name"] for each in api.get(CATEGORIES).json()["results"]]

    assert names == ["Shelter", "Tents"]


def test_a_category_moves_with_its_products(api, door, tent):
    door.post(CATEGORIES, {"name": "Sale"})
    seen = door.get(f"{CATEGORIES}tents/")

    door.put(f"{CATEGORIES}tents/", {"name": "Tents", "parent": "sale"}, **match(seen))

    found = {
        slug: len(api.get("/api/v1/products/", {"category": slug}).json()["results"]) for slug in ("sale", "shelter")
    }
    assert found == {"sale": 1, "shelter": 0}


def test_an_empty_category_can_be_deleted(door, tents):
    seen = door.get(f"{CATEGORIES}tents/")

    answer = door.delete(f"{CATEGORIES}tents/", **match(seen))

    assert answer.status_code == 204
    assert not Category.objects.filter(slug="tents").exists()


def test_a_parent_that_is_not_there_is_404(door, db):
    answer = door.post(CATEGORIES, {"name": "Tents", "parent": "nowhere"})

    assert (answer.status_code, answer.json()["code"]) == (404, "category_not_found")


def test_a_name_without_a_letter_needs_a_slug(door, db):
    answer = door.post(CATEGORIES, {"name": "雪"})

    assert (answer.status_code, answer.json()["code"]) == (409, "unable_to_create_category")
    assert door.post(CATEGORIES, {"name": "雪", "slug": "snow"}).status_code == 201
