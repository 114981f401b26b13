"""Products through the front door: made, found, edited, repriced, restocked, published, taken away."""

from datetime import timedelta

import pytest

from catalog.models import PriceRecord, Product
from core import clock
from core.models import OutboxEntry

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/"
NEW = {"sku": "TNT-1", "name": "Bivy tent", "category": "tents", "price": {"amount": 19900}, "tags": ["storm"]}


@pytest.fixture
def door(api, staff):
    return api.as_(staff)


@pytest.fixture
def draft(door, tents):
    """The path of a product that is not published yet, with what its creation answered."""
    return door.post(PRODUCTS, NEW)


def match(answer):
    return {"headers": {"If-Match": answer.headers["ETag"]}}


@pytest.mark.roadmap("api.rest", "data.crud")
def test_a_created_product_is_201_with_its_address_and_tag(door, draft):
    assert draft.status_code == 201
    assert draft.headers["Location"] == f"{PRODUCTS}bivy-tent/"
    assert draft.json() == door.get(draft.headers["Location"]).json()
    assert draft.headers["ETag"] == door.get(draft.headers["Location"]).headers["ETag"]


def test_a_draft_is_for_staff_alone(api, customer, door, draft):
    path = draft.headers["Location"]

    assert door.get(path).json()["published_at"] is None
    assert api.get(path).status_code == 404
    assert api.as_(customer).get(path).status_code == 404


@pytest.mark.roadmap("api.rest")
def test_a_published_product_is_for_everybody(api, door, draft):
    published = door.put(f"{draft.headers['Location']}publication/", {}, **match(draft))

    assert published.status_code == 200
    assert api.get(draft.headers["Location"]).json()["name"] == "Bivy tent"
    assert [each["slug"] for each in api.get(PRODUCTS).json()["results"]] == ["bivy-tent"]


def test_a_product_can_be_published_from_a_later_time_on(api, door, draft):
    later = clock.now() + timedelta(days=1)
    door.put(f"{draft.headers['Location']}publication/", {"at": later.isoformat()}, **match(draft))

    now = api.get(draft.headers["Location"])
    with clock.stopped(later):
        then = api.get(draft.headers["Location"])

    assert (now.status_code, then.status_code) == (404, 200)


@pytest.mark.roadmap("api.rest", "data.crud")
def test_put_replaces_what_is_said_and_patch_keeps_the_rest(door, draft):
    path = draft.headers["Location"]
    whole = {"name": "Bivy", "category": "tents", "description": "Small.", "tags": ["light"]}

    put = door.put(path, whole, **match(draft))
    patched = door.patch(path, {"description": "Smaller."}, **match(put))

    assert put.json()["tags"] == ["light"]
    assert (patched.json()["name"], patched.json()["description"]) == ("Bivy", "Smaller.")
    assert patched.json()["tags"] == ["light"]


def test_a_put_that_leaves_tags_out_takes_them_away(door, draft):
    answer = door.put(draft.headers["Location"], {"name": "Bivy", "category": "tents"}, **match(draft))

    assert answer.json()["tags"] == []


def test_a_draft_that_moves_to_another_slug_answers_from_there(door, draft):
    moved = door.patch(draft.headers["Location"], {"slug": "bivy"}, **match(draft))

    assert moved.json()["slug"] == "bivy"
    assert door.get(draft.headers["Location"]).status_code == 404


def test_a_new_price_is_shown_and_remembered_with_who_set_it(api, staff, door, tent):
    seen = door.get(f"{PRODUCTS}ridge-tent/")

    answer = door.put(f"{PRODUCTS}ridge-tent/price/", {"price": {"amount": 9900}}, **match(seen))

    history = api.get(f"{PRODUCTS}ridge-tent/prices/").json()["results"]
    assert answer.json()["price"] == {"amount": 9900, "currency": "EUR"}
    assert [record["price"]["amount"] for record in history] == [9900, 12500]
    assert PriceRecord.objects.latest("at", "id").actor == staff.name


def test_a_foreign_currency_is_refused(door, tent):
    seen = door.get(f"{PRODUCTS}ridge-tent/")

    answer = door.put(f"{PRODUCTS}ridge-tent/price/", {"price": {"amount": 1, "currency": "USD"}}, **match(seen))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/price/currency")


def test_a_delivery_adds_to_the_stock(door, tent):
    door.post(f"{PRODUCTS}ridge-tent/deliveries/", {"quantity": 3})
    answer = door.post(f"{PRODUCTS}ridge-tent/deliveries/", {"quantity": 4})

    assert answer.json()["stock"] == {"available": 12}


@pytest.mark.roadmap("api.rest", "data.crud")
def test_a_deleted_product_is_archived(api, door, tent):
    path = f"{PRODUCTS}ridge-tent/"

    answer = door.delete(path, **match(door.get(path)))

    assert (answer.status_code, answer.content) == (204, b"")
    assert api.get(path).status_code == 404
    assert door.get(path).json()["archived_at"] is not None
    assert Product.objects.filter(slug="ridge-tent").exists()


def test_shoppers_do_not_see_what_is_for_staff(api, door, tent):
    for_staff = door.get(f"{PRODUCTS}ridge-tent/").json()
    for_shoppers = api.get(f"{PRODUCTS}ridge-tent/").json()

    assert for_staff.keys() - for_shoppers.keys() == {"version", "created_at", "archived_at"}


def test_the_request_id_reaches_the_outbox(door, tents):
    door.post(PRODUCTS, NEW, headers={"X-Request-ID": "walk-through-1"})

    assert OutboxEntry.objects.latest("id").request_id == "walk-through-1"


def test_what_is_refused_leaves_nothing_behind(door, tent):
    before = Product.objects.count(), OutboxEntry.objects.count(), PriceRecord.objects.count()

    answer = door.post(PRODUCTS, {**NEW, "slug": "ridge-tent"})

    assert answer.status_code == 409
    assert (Product.objects.count(), OutboxEntry.objects.count(), PriceRecord.objects.count()) == before


@pytest.mark.parametrize("slug", ["a%00b", "a b", "../x", "é", "a" * 300])
def test_a_slug_that_can_not_be_is_404(api, db, slug):
    assert api.get(f"{PRODUCTS}{slug}/").status_code == 404
