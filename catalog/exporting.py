"""The whole catalogue as text, one JSON object a line (NDJSON), in memory that does not grow with it."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from catalog import selectors
from catalog.models import Product
from core.pages import Walk

_ROWS_AT_A_TIME = 1000


# roadmap: language.generators, language.iterators
def lines(*, batch: int = _ROWS_AT_A_TIME) -> Iterator[str]:
    """Every product on a line of its own, the oldest first.

    A line is made when it is asked for. Of the catalogue no more than `batch` products are in memory at once, and
    no transaction stays open while the reader is slow.
    """
    for product in Walk(selectors.whole_catalog(), size=batch):
        yield json.dumps(_told(product), cls=DjangoJSONEncoder, ensure_ascii=False)


def _told(product: Product) -> dict[str, object]:
    return {
        "sku": product.sku,
        "slug": product.slug,
        "name": product.name,
        "description": product.description,
        "category": product.category.slug,
        "tags": sorted(tag.name for tag in product.tags.all()),
        "price": {"amount": product.price_minor, "currency": product.currency},
        "available": product.stock.available,
        "rating": {"average_hundredths": product.rating.average_hundredths, "count": product.rating.count},
        "created_at": product.created_at,
        "published_at": product.published_at,
        "archived_at": product.archived_at,
    }
