"""The limit: no framework, one prepared statement a request, JSON made by PostgreSQL and passed on as it comes.

Nothing that a real service needs is here: no errors, no headers, no log. What is left is what the work itself costs.
"""

import os
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import asyncpg

type Headers = Iterable[tuple[bytes, bytes]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

_CARD = """
    'slug', product.slug, 'sku', product.sku, 'name', product.name,
    'price', json_build_object('amount', product.price_minor, 'currency', product.currency),
    'category', json_build_object('slug', category.slug, 'name', category.name),
    'tags', array_to_json(ARRAY(SELECT name FROM catalog_producttag WHERE product_id = product.id ORDER BY name)),
    'stock', json_build_object('available', stock.available),
    'rating', json_build_object('average_hundredths', rating.average_hundredths, 'count', rating.count),
    'published_at', to_char(product.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
"""
_BESIDE = """
    JOIN catalog_category category ON category.id = product.category_id
    JOIN catalog_stock stock ON stock.product_id = product.id
    JOIN catalog_rating rating ON rating.product_id = product.id
"""
_TAG = "concat_ws('-', product.version, category.version, stock.version, rating.version)"

# LIMIT is inside, so the page is cut before anything is joined to it, and it is a number in the text: a plan for any
# number would expect a tenth of the table, so PostgreSQL would plan anew for each request.
LIST = f"""
    SELECT '{{{{"results":[' || string_agg(json_build_object({_CARD})::text, ','
        ORDER BY product.published_at DESC, product.id DESC) || ']}}}}'
    FROM (SELECT * FROM catalog_product WHERE archived_at IS NULL AND published_at <= now()
        ORDER BY published_at DESC, id DESC LIMIT {{limit:d}}) product {_BESIDE}
"""  # noqa: S608  # the parts are the constants above
DETAIL = f"""
    SELECT {_TAG}, json_build_object({_CARD}, 'description', product.description)::text
    FROM catalog_product product {_BESIDE}
    WHERE product.slug = $1 AND product.archived_at IS NULL AND product.published_at <= now()
"""  # noqa: S608  # as above
VERSIONS = f"""
    SELECT {_TAG} FROM catalog_product product {_BESIDE}
    WHERE product.slug = $1 AND product.archived_at IS NULL AND product.published_at <= now()
"""  # noqa: S608  # as above

_pool: "asyncpg.Pool[Any]"


async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif (slug := scope["path"].removeprefix("/api/v1/products/")) == "":
        limit = int(parse_qs(scope["query_string"])[b"limit"][0])
        await _answer(send, 200, [], await _pool.fetchval(LIST.format(limit=limit)))
    else:
        await _detail(send, slug.rstrip("/"), dict(scope["headers"]).get(b"if-none-match"))


async def _detail(send: Send, slug: str, held: bytes | None) -> None:
    if held and await _pool.fetchval(VERSIONS, slug) == held.decode().strip('"'):
        await _answer(send, 304, [(b"etag", held)])
        return
    tag, body = await _pool.fetchrow(DETAIL, slug)
    await _answer(send, 200, [(b"etag", f'"{tag}"'.encode())], body)


async def _answer(send: Send, status: int, headers: Headers, text: str = "") -> None:
    body = text.encode()
    about = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *about]})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Callable[[], Awaitable[Any]], send: Send) -> None:
    global _pool  # noqa: PLW0603  # a whole service in one file: this is its state
    await receive()
    size = int(os.environ["POOL_SIZE"])
    # A connection is given back as it was taken: nothing here changes its state, so nothing is reset.
    _pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size, reset=_no_reset)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await _pool.close()
    await send({"type": "lifespan.shutdown.complete"})


async def _no_reset(_connection: object) -> None:
    pass
