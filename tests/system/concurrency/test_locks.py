"""Services that meet: each of these was, or would be, wrong without the lock that it is named after."""

import time
from functools import partial

import pytest

from catalog import services
from catalog.models import Category, Product
from catalog.services import placements
from core.errors import VersionConflict
from core.models import OutboxEntry
from core.money import Money
from tests import factories
from tests.catalog.conftest import assert_the_tree_is_whole
from tests.system.concurrency.conftest import on_both_services

pytestmark = [pytest.mark.integration, on_both_services]

STAFF = factories.OPERATOR


def move(category, parent):
    return services.edit_category(
        actor=STAFF, slug=category.slug, expected_version=category.version, name=category.name, parent=parent.slug
    )


def publish(draft):
    return services.publish_product(actor=STAFF, slug=draft.slug, expected_version=1)


def shelve(product, category, times):
    """Move a product to the category and back, so many times."""
    home, version = product.category.slug, product.version
    for turn in range(times):
        there = category.slug if turn % 2 == 0 else home
        moved = services.edit_product(
            actor=STAFF, slug=product.slug, expected_version=version, details={"category": there}
        )
        version = moved.version
    return version


@pytest.fixture
def slowly(monkeypatch):
    """What is about to be placed waits a moment, so that another sees the shop as it was before."""
    place = placements._place

    def placed_later(*arguments):
        time.sleep(0.2)
        place(*arguments)

    monkeypatch.setattr(placements, "_place", placed_later)


def test_two_categories_that_move_below_each_other_close_no_circle(service, together):
    for number in range(5):
        one, other = factories.category(f"One {number}"), factories.category(f"Other {number}")

        outcomes = together(partial(move, one, other), partial(move, other, one))

        assert {type(outcome) for outcome in outcomes} == {Category, services.UnableToEditCategory}
        assert_the_tree_is_whole()


def test_a_product_published_while_its_category_moves_is_on_the_new_shelves(service, together, slowly):
    shelter, sale = factories.category("Shelter"), factories.category("Sale")
    for number in range(3):
        tents = factories.category(f"Tents {number}", parent=shelter)
        draft = factories.product(category=tents, published=False)

        together(partial(move, tents, sale), partial(publish, draft))

        assert_the_tree_is_whole()


def test_products_that_move_between_two_categories_do_not_block_each_other(service, together):
    tents, lofts = factories.category("Tents"), factories.category("Lofts")
    there, back = factories.product(category=tents), factories.product(category=lofts)

    outcomes = together(partial(shelve, there, lofts, 20), partial(shelve, back, tents, 20))

    assert outcomes == [there.version + 20, back.version + 20]
    assert_the_tree_is_whole()


def test_of_two_edits_of_one_version_one_is_kept(service, together, tent):
    def edit(name):
        return services.edit_product(actor=STAFF, slug=tent.slug, expected_version=2, details={"name": name})

    outcomes = together(partial(edit, "One"), partial(edit, "Other"))

    assert {type(outcome) for outcome in outcomes} == {Product, VersionConflict}
    assert OutboxEntry.objects.filter(name="ProductEdited").count() == 1


def test_deliveries_that_come_together_add_up(service, together, tent):
    outcomes = together(
        *[lambda: services.restock(actor=STAFF, slug=tent.slug, quantity=1).available for _ in range(8)]
    )

    assert sorted(outcomes) == [6, 7, 8, 9, 10, 11, 12, 13]


def test_of_two_drafts_that_take_one_slug_one_has_it(service, together, tents):
    drafts = [factories.product(category=tents, published=False) for _ in range(2)]

    def take(draft):
        return services.edit_product(actor=STAFF, slug=draft.slug, expected_version=1, details={"slug": "dome"})

    outcomes = together(*[partial(take, draft) for draft in drafts])

    assert {type(outcome) for outcome in outcomes} == {Product, services.UnableToEditProduct}


def test_of_two_new_products_with_one_sku_one_has_it(service, together, tents):
    def create(name):
        details: services.ProductDetails = {"name": name, "category": factories.category(f"{name}s").slug}
        return services.create_product(actor=STAFF, sku="T-1", price=Money(9900), details=details)

    outcomes = together(partial(create, "Dome"), partial(create, "Loft"))

    assert {type(outcome) for outcome in outcomes} == {Product, services.UnableToCreateProduct}
