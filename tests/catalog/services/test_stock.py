"""Deliveries add up."""

import pytest

from catalog import services
from catalog.models import Stock
from catalog.services.products import MAX_STOCK
from core.models import OutboxEntry

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_a_delivery_is_added_to_what_is_there(staff, tent):
    stock = services.restock(actor=staff, slug="ridge-tent", quantity=3)

    assert stock.available == Stock.objects.get(product=tent).available == 8
    assert stock.version == 3
    assert OutboxEntry.objects.latest("id").payload == {"key": tent.sku, "added": 3, "available": 8}


@pytest.mark.parametrize("quantity", [0, -1, MAX_STOCK - 4])
def test_nothing_less_than_nothing_and_too_much_are_refused(staff, tent, quantity):
    with pytest.raises(services.UnableToRestock) as refusal:
        services.restock(actor=staff, slug="ridge-tent", quantity=quantity)

    assert refusal.value.field == "quantity"
    assert refusal.value.facts == ({"available": 5} if quantity > 0 else {})
    assert Stock.objects.get(product=tent).available == 5


def test_the_shelf_can_be_filled_to_its_limit(staff, tent):
    assert services.restock(actor=staff, slug="ridge-tent", quantity=MAX_STOCK - 5).available == MAX_STOCK


def test_a_delivery_locks_no_product(staff, tent, statements):
    with statements:
        services.restock(actor=staff, slug="ridge-tent", quantity=3)

    locking = [query["sql"] for query in statements if "FOR UPDATE" in query["sql"]]
    assert not any("catalog_product" in sql for sql in locking)
