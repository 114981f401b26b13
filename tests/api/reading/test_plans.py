"""How PostgreSQL carries the hot statements out at 100,000 products: what it reads, not how long it takes."""

import json
from typing import Any

import pytest
from django.db import connection

from api.reading.listings import _statement as page_statement
from api.reading.queries import ListQuery
from api.reading.representations import _statements as document_statements
from api.v1.prices import PRICES
from api.v1.products import FOR_SHOPPERS, PRODUCTS, SHELF_SORTS, SORTS, ProductQuery
from api.v1.reviews import REVIEWS
from catalog.models import Product
from catalog.selectors import ProductFilters
from core import clock
from core.pages import Cursor

pytestmark = [pytest.mark.integration, pytest.mark.postgresql]

LARGE = {"catalog_product", "catalog_review", "catalog_pricerecord", "catalog_placement", "catalog_rating"}

# Straight from SQL, since only the numbers of rows and their spread matter to the plans.
FILL = """
INSERT INTO catalog_category (id, slug, name, version)
SELECT n, 'shelf-' || n, 'Shelf ' || n, 1 FROM generate_series(1, 50) n;
INSERT INTO catalog_categorypath (ancestor_id, descendant_id, depth) SELECT n, n, 0 FROM generate_series(1, 50) n;
INSERT INTO catalog_product (id, sku, slug, name, description, category_id, price_minor, currency, created_at,
                             published_at, version)
SELECT n, 'SKU-' || n, 'product-' || n, 'Product ' || md5(n::text), 'Text', 1 + n % 50, 1000 + n % 977, 'EUR', now(),
       now() - n * interval '1 minute', 1 FROM generate_series(1, 100000) n;
INSERT INTO catalog_placement (category_id, product_id, published_at, price_minor)
SELECT category_id, id, published_at, price_minor FROM catalog_product;
INSERT INTO catalog_stock (product_id, available, version) SELECT id, id % 7, 1 FROM catalog_product;
INSERT INTO catalog_rating (product_id, count, total, average_hundredths, version)
SELECT id, (id % 4 = 0)::int, 4 * (id % 4 = 0)::int, 400 * (id % 4 = 0)::int, 1 FROM catalog_product;
INSERT INTO catalog_producttag (product_id, name)
SELECT id, 'tag-' || (id + k) % 40 FROM catalog_product, generate_series(1, 3) k;
INSERT INTO catalog_pricerecord (product_id, price_minor, currency, actor, at)
SELECT id, price_minor, currency, 'fill', now() FROM catalog_product;
INSERT INTO catalog_review (public_id, product_id, rating, text, created_at, version)
SELECT 'r' || id, id, 4, '', now(), 1 FROM catalog_product WHERE id % 4 = 0;
ANALYZE;
"""


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """100,000 products, on 50 shelves; taken away when the module is done."""
    tables = "catalog_category, catalog_product"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        for statement in filter(str.strip, FILL.split(";")):
            cursor.execute(statement)
        yield
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")


def plan(statement, values) -> dict[str, Any]:
    """The plan with what it really read."""
    bound = [item.bound(values, connection) if hasattr(item, "bound") else item for item in statement.params]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.sql}", bound)
        (found,) = cursor.fetchone()
    return (found if isinstance(found, list) else json.loads(found))[0]["Plan"]


def nodes(node):
    yield node
    for inner in node.get("Plans", []):
        yield from nodes(inner)


def sequential(found):
    return {node["Relation Name"] for node in nodes(found) if node["Node Type"] == "Seq Scan"}


def rows_read(found, relation):
    """Rows taken from the table or its index, those thrown away included."""
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes(found)
        if node.get("Relation Name") == relation
    )


def page(listing, query, cursor=None, **address):
    shape = query.shape(())
    direction = cursor and ("backwards" if cursor.backwards else "forwards")
    statement = page_statement(listing, shape, direction, tuple(address))
    return plan(statement, {**query.values(), **address, **(cursor.values if cursor else {}), "now": clock.now()})


def deep(sort, rows):
    """The cursor behind the row at 90 % of the depth."""
    ordered = rows.order_by(*sort.order()).values_list(*sort.paths)
    return Cursor(sort, ordered[int(ordered.count() * 0.9)])


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_at_any_depth_reads_its_own_rows_only(filled, db, sort):
    first = page(PRODUCTS, ProductQuery(sort=sort))
    last = page(PRODUCTS, ProductQuery(sort=sort), deep(SORTS[sort], Product.objects.filter(rating__isnull=False)))

    for found in (first, last):
        assert not sequential(found) & LARGE
        assert rows_read(found, "catalog_product") <= 60


@pytest.mark.parametrize("sort", ["newest", "price", "-price"])
def test_a_page_of_a_shelf_reads_its_own_rows_only(filled, db, sort):
    query = ProductQuery(sort=sort, category="shelf-7")
    rows = ProductFilters(category="shelf-7").apply(Product.objects.all())

    for found in (page(PRODUCTS, query), page(PRODUCTS, query, deep(SHELF_SORTS[sort], rows))):
        assert not sequential(found) & LARGE
        assert rows_read(found, "catalog_placement") <= 60


def test_a_detail_reads_one_row_of_each_table(filled, db):
    statement, _, _ = document_statements(FOR_SHOPPERS, (), ("slug",))
    values = {"slug": "product-777", "now": clock.now()}

    found = plan(statement, values)

    assert not sequential(found) & LARGE
    assert rows_read(found, "catalog_product") == 1


@pytest.mark.parametrize(("listing", "table"), [(REVIEWS, "catalog_review"), (PRICES, "catalog_pricerecord")])
def test_what_belongs_to_a_product_is_found_by_its_index(filled, db, listing, table):
    found = page(listing, ListQuery(), slug="product-4")

    assert not sequential(found) & LARGE
    assert rows_read(found, table) == 1


def test_the_position_is_a_bound_of_the_index_and_no_filter(filled, db):
    cursor = Cursor(SORTS["newest"], (clock.now(), 50))

    found = page(PRODUCTS, ProductQuery(), cursor)

    conditions = [node.get("Index Cond", "") for node in nodes(found) if node.get("Relation Name") == "catalog_product"]
    assert any("ROW(" in condition for condition in conditions)
