"""Keeps each published product on its shelf and on every shelf above. Called inside other services' transactions.

Set-based SQL by hand: the same statement places one product, a subtree or a whole import.
"""

from django.db import connection

from catalog.models import Category, CategoryPath, Placement, Product

# roadmap: data.sql
_PLACE = """
    INSERT INTO {placement} (category_id, product_id, published_at, price_minor)
    SELECT path.ancestor_id, product.id, product.published_at, product.price_minor
    FROM {product} product JOIN {path} path ON path.descendant_id = product.category_id
    WHERE product.published_at IS NOT NULL AND product.archived_at IS NULL AND {which}
"""
_BY_ID = "product.id BETWEEN %s AND %s"
_BY_SUBTREE = "product.category_id IN (SELECT below.descendant_id FROM {path} below WHERE below.ancestor_id = %s)"


def place(first: int, last: int) -> None:
    """Put every published, unarchived product with an id from `first` to `last` on its shelves."""
    _place(_BY_ID, first, last)


def replace(product: Product) -> None:
    """Bring one product's shelves up to date after a change of price, category or publication."""
    Placement.objects.filter(product=product).delete()
    place(product.pk, product.pk)


def replace_subtree(category: Category) -> None:
    """Bring the shelves of all products below a category up to date, after it moved."""
    Placement.objects.filter(product__category__paths_up__ancestor=category).delete()
    _place(_BY_SUBTREE, category.pk)


def _place(which: str, *values: int) -> None:
    tables = {
        "placement": Placement._meta.db_table,
        "product": Product._meta.db_table,
        "path": CategoryPath._meta.db_table,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLACE.format(which=which.format(**tables), **tables), values)
