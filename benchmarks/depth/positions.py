"""Where deep pages begin, and the statements behind pages: asked of the shop's own code, inside this process."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django
import psycopg
from django.db import connection
from django.db.models import Count
from django.test import Client

from benchmarks.answers import HEADERS
from benchmarks.depth import plans
from benchmarks.depth.pages import Page

django.setup()

from api.v1.products import PRODUCTS, ProductQuery  # noqa: E402  # models can be imported only after setup()
from catalog import selectors  # noqa: E402  # as above
from catalog.models import Placement, Product  # noqa: E402  # as above
from core import clock  # noqa: E402  # as above
from core.pages import Cursor  # noqa: E402  # as above

_SORTS = ("newest", "price", "-price", "rating", "name")
# These have an index on the shelf; what has none is measured too, but nothing is promised of it.
_SHELF_SORTS = ("newest", "price", "-price")
_SHELVES = (0.04, 0.50)
_DEEP = 0.9


class Statement(NamedTuple):
    sql: str
    params: Any


def pages() -> list[Page]:
    """Every page to measure: of the whole catalogue, and of the shelves that hold most nearly the shares wanted."""
    return [*_catalogue(), *(page for share in _SHELVES for page in _shelf(share))]


def statement(path: str) -> Statement:
    """The one statement that the service runs to answer a GET of this path."""
    caught: list[Statement] = []

    def catch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
        caught.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(catch):
        Client(headers=HEADERS, SERVER_NAME="127.0.0.1").get(path)
    (only,) = caught
    return only


def executed(one: Statement) -> list[Any]:
    """Run it as the service does, on a connection with the service's settings."""
    with connection.cursor() as cursor:
        cursor.execute(one.sql, one.params)
        return list(cursor.fetchall())


def examined(one: Statement) -> plans.Examined:
    """What it looks at, by the plan that it has when it is prepared."""
    numbers = iter(range(1, len(one.params) + 1))
    places = [f"${number}" for number in numbers]
    driver: psycopg.Connection[Any] = connection.connection
    with psycopg.ClientCursor(driver) as cursor:
        cursor.execute(f"PREPARE measured AS {one.sql % tuple(places)}")
        explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE measured({', '.join(['%s'] * len(places))})"
        ((plan,),) = cursor.execute(explained, one.params).fetchall()
        cursor.execute("DEALLOCATE measured")
    return plans.examined(plan[0]["Plan"])


def _catalogue() -> Iterator[Page]:
    depth = int(Product.objects.visible(at=clock.now()).count() * _DEEP)
    for sort in _SORTS:
        first = f"{sort}: first"
        yield Page(first, _path(sort=sort), first, "")
        yield Page(f"{sort}: behind {depth:,}", _path(depth, sort=sort), first, "≤ 1.50")


def _shelf(share: float) -> Iterator[Page]:
    sizes = Placement.objects.values("category__slug").annotate(size=Count("id"))
    whole = Product.objects.count()
    shelf = min(sizes, key=lambda row: abs(row["size"] / whole - share))
    slug, size = shelf["category__slug"], shelf["size"]
    depth = int(size * _DEEP)
    for sort in _SORTS:
        goal = "≤ 5.00" if sort in _SHELF_SORTS else "none"
        name = f"{slug} ({size / whole:.0%}), {sort}"
        yield Page(f"{name}: first", _path(sort=sort, category=slug), f"{sort}: first", goal)
        if sort in _SHELF_SORTS:
            deep = _path(depth, sort=sort, category=slug)
            yield Page(f"{name}: behind {depth:,}", deep, f"{sort}: first", "bounded rows")


def _path(depth: int = 0, **asked: str) -> str:
    """The address of the page behind so many rows. The row before it is looked up, where a reader would walk there."""
    if depth:
        query = ProductQuery(**asked)  # type: ignore[arg-type]  # pydantic checks them
        sort = PRODUCTS.sort(query)
        rows = selectors.visible_products(filters=query.filters, at=clock.now()).order_by(*sort.order())
        asked["cursor"] = str(Cursor(sort, rows.values_list(*sort.paths)[depth - 1]))
    return f"/api/v1/products/?{urlencode(asked)}"
