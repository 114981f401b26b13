"""Behind a position, each database begins to read at one place of the index: the depth of a page costs nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import PositiveBigIntegerField, Value

from catalog.models import Product
from core import clock
from core.pages import Sort, beyond

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PRICE = Sort.by("price", "price_minor", PositiveBigIntegerField())
# How each database says, in its explanation, that it goes to a place of the index and reads on from there.
PLANS = {
    "postgresql": r"Index Cond: \(ROW\(price_minor, id\) [<>] ROW\(",
    "sqlite": r"SEARCH catalog_product USING .*INDEX product_by_price \(price_minor[<>]\?\)",
    "mysql": r" range \S+ product_by_price ",
}


@pytest.fixture
def many_products(tents):
    now = clock.now()
    Product.objects.bulk_create(
        Product(
            sku=f"T-{number}",
            slug=f"tent-{number}",
            name="Ridge tent",
            category=tents,
            price_minor=1000 + number // 5,
            published_at=now - timedelta(minutes=number),
        )
        for number in range(500)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_product")


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
def test_a_position_is_a_place_in_the_index(many_products, backwards):
    rows = beyond(Product.objects.all(), PRICE, [Value(1050), Value(7)], backwards=backwards)

    plan = rows.values_list(*PRICE.paths)[:5].explain()

    assert re.search(PLANS[connection.vendor], plan), plan
