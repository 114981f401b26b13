"""What holds for every write: who may, which version, one event, one name in the history."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog import services
from catalog.models import Category, PriceRecord, Product, Rating, Review, Stock
from catalog.selectors import CategoryNotFound, ProductNotFound, ReviewNotFound
from core import access, clock, correlation
from core.access import ANONYMOUS
from core.errors import NotPermitted, SignInRequired, VersionConflict
from core.models import OutboxEntry
from core.money import Money

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NEW = {"name": "Dome tent", "category": "tents"}

# The writes of the catalogue, each as staff may do it to the shop. `given`: what a test has otherwise.
OF_STAFF: dict[str, Callable[..., Any]] = {
    "create_product": lambda **given: services.create_product(
        **{"sku": "T-2", "price": Money(9900), "details": NEW, **given}
    ),
    "edit_product": lambda **given: services.edit_product(
        **{"slug": "ridge-tent", "expected_version": 2, "details": {"name": "Ridge tent II"}, **given}
    ),
    "change_price": lambda **given: services.change_price(
        **{"slug": "ridge-tent", "expected_version": 2, "new_price": Money(9900), **given}
    ),
    "publish_product": lambda **given: services.publish_product(
        **{"slug": "pocket-stove", "expected_version": 1, **given}
    ),
    "archive_product": lambda **given: services.archive_product(
        **{"slug": "ridge-tent", "expected_version": 2, **given}
    ),
    "restock": lambda **given: services.restock(**{"slug": "ridge-tent", "quantity": 3, **given}),
    "create_category": lambda **given: services.create_category(**{"name": "Stoves", "parent": "cooking", **given}),
    "edit_category": lambda **given: services.edit_category(
        **{"slug": "tents", "expected_version": 1, "name": "Tents", "parent": None, **given}
    ),
    "delete_category": lambda **given: services.delete_category(**{"slug": "lamps", "expected_version": 1, **given}),
}
OF_CUSTOMERS: dict[str, Callable[..., Any]] = {
    "review_product": lambda **given: services.review_product(**{"slug": "ridge-tent", "rating": 5, **given}),
    "edit_review": lambda **given: services.edit_review(
        **{"expected_version": 1, "rating": 1, "text": "It leaks.", **given}
    ),
    "delete_review": lambda **given: services.delete_review(**{"expected_version": 1, **given}),
}
VERSIONED = {name: OF_STAFF[name] for name in OF_STAFF if name not in {"create_product", "create_category", "restock"}}
MISSING = {name: CategoryNotFound if "category" in name else ProductNotFound for name in [*VERSIONED, "restock"]}
EVENTS = {
    "create_product": "ProductCreated",
    "edit_product": "ProductEdited",
    "change_price": "PriceChanged",
    "publish_product": "ProductPublished",
    "archive_product": "ProductArchived",
    "restock": "ProductRestocked",
    "create_category": "CategoryCreated",
    "edit_category": "CategoryEdited",
    "delete_category": "CategoryDeleted",
}
every_write_of_staff = pytest.mark.parametrize("write", OF_STAFF.values(), ids=OF_STAFF.keys())


def everything():
    """All rows that a write could change."""
    models = (Category, Product, Stock, Rating, PriceRecord, Review, OutboxEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.roadmap("language.modules")
def test_every_write_is_here():
    writes = {name for name in services.__all__ if name.islower()}

    assert writes == set(OF_STAFF) | set(OF_CUSTOMERS)
    assert set(EVENTS) == set(OF_STAFF)


@every_write_of_staff
def test_a_customer_may_not(shop, customer, write):
    before = everything()

    with pytest.raises(NotPermitted):
        write(actor=customer)

    assert everything() == before


@pytest.mark.parametrize("name", [*OF_STAFF, *OF_CUSTOMERS])
def test_nobody_is_asked_to_sign_in(shop, name):
    before = everything()
    address = {"public_id": shop.review.public_id} if name in {"edit_review", "delete_review"} else {}

    with pytest.raises(SignInRequired):
        (OF_STAFF | OF_CUSTOMERS)[name](actor=ANONYMOUS, **address)

    assert everything() == before


@every_write_of_staff
def test_an_admin_and_a_command_may(shop, admin, write):
    write(actor=admin)


@pytest.mark.parametrize("name", OF_STAFF)
def test_one_event_names_the_actor_the_time_and_the_request(shop, staff, stopped_clock, name):
    known = set(OutboxEntry.objects.values_list("pk", flat=True))

    with correlation.correlated("request-1"):
        OF_STAFF[name](actor=staff)

    entry = OutboxEntry.objects.exclude(pk__in=known).get()
    assert entry.name == EVENTS[name]
    assert (entry.actor, entry.occurred_at, entry.request_id) == (staff.name, stopped_clock, "request-1")
    assert entry.schema_version == 1
    assert entry.aggregate == f"{'category' if 'category' in name else 'product'}:{entry.payload['key']}"


@pytest.mark.parametrize("stale", [0, 3], ids=["older", "newer"])
@pytest.mark.parametrize("write", VERSIONED.values(), ids=VERSIONED.keys())
def test_another_version_is_a_conflict_that_says_the_present_one(shop, staff, write, stale):
    before = everything()

    with pytest.raises(VersionConflict) as refusal:
        write(actor=staff, expected_version=stale)

    assert refusal.value.current in {1, 2}
    assert everything() == before


@pytest.mark.parametrize(("name", "missing"), MISSING.items())
def test_what_is_not_there_is_not_found(shop, staff, name, missing):
    with pytest.raises(missing):
        OF_STAFF[name](actor=staff, slug="nowhere")


@pytest.mark.parametrize("name", ["edit_review", "delete_review"])
def test_a_review_that_is_not_there_is_not_found(shop, customer, name):
    with pytest.raises(ReviewNotFound):
        OF_CUSTOMERS[name](actor=customer, public_id="nowhere")


@pytest.mark.parametrize("name", ["edit_review", "delete_review"])
def test_a_review_has_versions_too(shop, customer, name):
    before = everything()

    with pytest.raises(VersionConflict) as refusal:
        OF_CUSTOMERS[name](actor=customer, public_id=shop.review.public_id, expected_version=7)

    assert refusal.value.current == 1
    assert everything() == before


@pytest.mark.parametrize("name", ["edit_review", "delete_review"])
def test_a_review_is_its_authors(shop, other_customer, name):
    before = everything()

    with pytest.raises(NotPermitted):
        OF_CUSTOMERS[name](actor=other_customer, public_id=shop.review.public_id)

    assert everything() == before


def test_staff_take_a_review_away_and_put_no_words_into_it(shop, staff):
    with pytest.raises(NotPermitted):
        OF_CUSTOMERS["edit_review"](actor=staff, public_id=shop.review.public_id)

    OF_CUSTOMERS["delete_review"](actor=staff, public_id=shop.review.public_id)

    assert not Review.objects.exists()


def test_a_command_has_no_opinion(shop):
    with pytest.raises(NotPermitted):
        OF_CUSTOMERS["review_product"](actor=access.command("seed"))


@pytest.mark.parametrize("name", ["create_product", "change_price"])
def test_a_price_is_remembered_with_who_set_it_and_when(shop, staff, stopped_clock, name):
    product = OF_STAFF[name](actor=staff)

    record = PriceRecord.objects.filter(product=product).latest("at")
    assert (record.price_minor, record.currency, record.actor, record.at) == (9900, "EUR", staff.name, stopped_clock)


@pytest.mark.parametrize("name", ["edit_product", "change_price", "publish_product", "archive_product"])
def test_an_edit_makes_one_version(shop, staff, name):
    version = Product.objects.get(slug=OF_STAFF[name](actor=staff).slug).version

    assert version == (2 if name == "publish_product" else 3)


def test_what_goes_on_beside_a_product_makes_no_version_of_it(shop, staff, other_customer):
    OF_STAFF["restock"](actor=staff)
    OF_CUSTOMERS["review_product"](actor=other_customer)

    shop.tent.refresh_from_db()
    assert shop.tent.version == 2
    assert (shop.tent.stock.version, shop.tent.rating.version) == (3, 3)
    assert clock.now() > shop.tent.published_at
