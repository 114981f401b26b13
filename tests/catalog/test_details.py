"""What can be said about a product is kept wherever a product goes in, and told wherever one goes out.

Each test takes the names from `ProductDetails`: one that is new there and forgotten elsewhere is named by what is red.
REST is asked in tests/api/v1/test_fields.py, the admin in tests/admin/test_products.py.
"""

import json
from dataclasses import fields

import pytest

from catalog import exporting, loading, services
from catalog.loading import LoadedPrice, LoadedProduct
from catalog.models import Product
from core import clock
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration

DETAILS = set(services.ProductDetails.__annotations__)
# Columns of a product of which an editor says nothing, and why.
NOT_SAID = {
    "id": "the database numbers its rows",
    "sku": "said once, when the product is made",
    "price_minor": "a price has a history: change_price",
    "currency": "goes with the price",
    "created_at": "the clock says it",
    "published_at": "a publication has rules: publish_product",
    "archived_at": "an end has rules: archive_product",
    "version": "counts the edits",
}
# Details that one of these does without, and why. None does today.
NOT_EXPORTED: dict[str, str] = {}
NOT_LOADED: dict[str, str] = {}


@pytest.fixture
def said(tents):
    return factories.all_details(tents)


def test_every_column_of_a_product_can_be_said_or_has_its_reason():
    assert {column.name for column in Product._meta.concrete_fields} - DETAILS == NOT_SAID.keys()


def test_a_new_product_has_all_that_is_said_of_it(staff, said):
    services.create_product(actor=staff, sku="TNT-1", price=Money(9900), details=said)

    assert factories.details_of(Product.objects.get()) == said


def test_an_edited_product_has_all_that_is_said_of_it(staff, stove, tents, said):
    draft = factories.product(category=stove.category, published=False)

    services.edit_product(actor=staff, slug=draft.slug, expected_version=draft.version, details=said)

    assert factories.details_of(Product.objects.get(pk=draft.pk)) == said


def test_the_export_tells_all_that_is_said_of_a_product(staff, said):
    services.create_product(actor=staff, sku="TNT-1", price=Money(9900), details=said)

    told = json.loads(next(exporting.lines()))

    assert {name: told.get(name) for name in DETAILS - NOT_EXPORTED.keys()} == {
        name: value for name, value in said.items() if name not in NOT_EXPORTED
    }


def test_the_loader_keeps_all_that_is_said_of_a_product(staff, said):
    taken = {name: value for name, value in said.items() if name not in NOT_LOADED}
    assert taken.keys() - {each.name for each in fields(LoadedProduct)} == set(), "LoadedProduct has no place for these"
    price = LoadedPrice(Money(9900), clock.now())

    loading.load_products(actor=staff, batch=[LoadedProduct(sku="TNT-1", prices=(price,), **taken)])

    held = factories.details_of(Product.objects.get())
    assert {name: held[name] for name in taken} == taken
