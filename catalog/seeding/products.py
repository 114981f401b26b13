"""One product of the made-up catalogue, from its seed and number."""

from collections.abc import Sequence
from random import Random

from django.utils.text import slugify

from catalog.loading import LoadedProduct
from catalog.seeding import history, tree
from catalog.seeding.describing import description
from catalog.seeding.naming import name
from catalog.seeding.people import reviewers
from catalog.seeding.reviewing import reviews

MOST_PRODUCTS = 1_000_000
MOST_SEED = 9999
SKU_PREFIX = "CRN-"

_SOLD_OUT = 0.08
_MOST_STOCK = 999
_MEDIAN_LOG_STOCK, _STOCK_SPREAD = 2.64, 0.9  # e to the 2.64 is 14.


def sku(seed: int, number: int) -> str:
    """Sorts as the numbers do."""
    return f"{SKU_PREFIX}{seed:04d}-{number:07d}"


def product(seed: int, number: int, authors: Sequence[int]) -> LoadedProduct:
    """Product `number`, counted from 1. `authors` are the keys of at least `reviewers(number)` users."""
    rng = Random(seed * 10 * MOST_PRODUCTS + number)  # noqa: S311  # made-up goods keep no secret
    leaf = tree.draw(rng)
    kind = leaf.kind
    called = name(seed, number)
    place = rng.randrange(len(kind.variants))
    title = called.of(kind.variants[place], kind.noun)
    size = 1 + kind.step * place
    life = history.life(rng)
    return LoadedProduct(
        sku=sku(seed, number),
        slug=slugify(title),
        name=title,
        description=description(rng, leaf, called, size),
        category=leaf.slug,
        tags=tuple(rng.sample(kind.tags, rng.randint(2, 4))),
        prices=history.prices(rng, life, kind.euros * 100 * size),
        available=_available(rng),
        published_at=life.published_at,
        archived_at=life.archived_at,
        reviews=tuple(reviews(rng, life, authors, known=reviewers(number), model=called.model, noun=kind.noun)),
    )


def _available(rng: Random) -> int:
    if rng.random() < _SOLD_OUT:
        return 0
    return min(_MOST_STOCK, 1 + int(rng.lognormvariate(_MEDIAN_LOG_STOCK, _STOCK_SPREAD)))
