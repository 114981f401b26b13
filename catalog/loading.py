"""Many products at once: what an import and the seed share. One product at a time is `services.create_product`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from catalog import events, permissions
from catalog.models import Category, PriceRecord, Product, ProductTag, Rating, Review, Stock
from catalog.selectors import CategoryNotFound
from catalog.services import placements
from catalog.services.products import MAX_STOCK, MAX_TAGS
from catalog.services.reviews import average_hundredths
from core.access import Actor, require
from core.errors import Conflict
from core.events import publish
from core.fields import random_public_id
from core.money import CURRENCY, Money

# A statement carries at most this many rows, so that none nears the database's time limit.
_ROWS_A_STATEMENT = 1000
_STARS = range(1, 6)


class UnableToLoad(Conflict):
    code = "unable_to_load"


@dataclass(frozen=True, slots=True)
class LoadedPrice:
    """A price that the product has had since that time."""

    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class LoadedReview:
    """What the user with the key `author_id` thinks of a product: 1 to 5 stars."""

    author_id: int
    rating: int
    text: str
    created_at: datetime
    public_id: str = field(default_factory=random_public_id)


@dataclass(frozen=True, slots=True)
class LoadedProduct:
    """A product with its whole past. `prices` run from the one it was created with to the one it has now."""

    sku: str
    slug: str
    name: str
    description: str
    category: str
    tags: tuple[str, ...]
    prices: tuple[LoadedPrice, ...]
    available: int = 0
    published_at: datetime | None = None
    archived_at: datetime | None = None
    reviews: tuple[LoadedReview, ...] = ()


# What the other services refuse too. A constraint would stop most of it as well, but could not say which product.
_RULES: dict[str, Callable[[LoadedProduct], bool]] = {
    "A product needs a price.": lambda product: bool(product.prices),
    "A price must be above zero.": lambda product: all(price.amount.is_positive for price in product.prices),
    f"Prices are in {CURRENCY}.": lambda product: all(price.amount.currency == CURRENCY for price in product.prices),
    f"A product has at most {MAX_TAGS} tags.": lambda product: len(_canonical(product.tags)) <= MAX_TAGS,
    f"The shelf holds 0 to {MAX_STOCK}.": lambda product: 0 <= product.available <= MAX_STOCK,
    "Give one to five stars.": lambda product: all(review.rating in _STARS for review in product.reviews),
    "A customer reviews a product once.": lambda product: _are_unique(review.author_id for review in product.reviews),
}


@transaction.atomic
def load_products(*, actor: Actor, batch: Sequence[LoadedProduct]) -> int:
    """Add the products of one batch, all or none, and say how many. Ratings follow from the reviews.

    Memory and time grow with the batch: a thousand is a good size. Raises CategoryNotFound for a shelf that
    does not exist, UnableToLoad for a product that breaks a rule or whose SKU or slug is taken.
    """
    require(actor, permissions.edit_catalog)
    if not batch:
        return 0
    for loaded in batch:
        _refuse_unsound(loaded)

    keys = _save_products(batch)
    _save_belongings(list(zip(keys, batch, strict=True)), actor)
    for first, last in _runs(keys):
        placements.place(first, last)
    publish(events.CatalogLoaded("products", len(batch)), actor=actor)
    return len(batch)


def refresh_statistics() -> None:
    """Let the database count anew what the catalogue holds.

    It plans by these counts. After a great load they are those of the small catalogue before, until the database
    looks again by itself: PostgreSQL within a minute or so, SQLite never. Until then it may read a whole table
    where an index has the answer.
    """
    verb = "ANALYZE TABLE" if connection.vendor == "mysql" else "ANALYZE"
    with connection.cursor() as cursor:
        for model in apps.get_app_config("catalog").get_models():
            cursor.execute(f"{verb} {connection.ops.quote_name(model._meta.db_table)}")


def _refuse_unsound(loaded: LoadedProduct) -> None:
    for rule, is_kept in _RULES.items():
        if not is_kept(loaded):
            raise UnableToLoad(rule, sku=loaded.sku)


def _save_products(batch: Sequence[LoadedProduct]) -> list[int]:
    """Their keys, in the order of the batch."""
    shelves = _locked_shelves({loaded.category for loaded in batch})
    products = [_product(loaded, shelves[loaded.category]) for loaded in batch]
    try:
        Product.objects.bulk_create(products, batch_size=_ROWS_A_STATEMENT)
    except IntegrityError:
        raise UnableToLoad("The catalogue has a SKU or slug of this batch already.") from None
    return [product.pk for product in products]


def _save_belongings(products: Sequence[tuple[int, LoadedProduct]], actor: Actor) -> None:
    """What each product has beside it, every sort of row in its turn."""
    Stock.objects.bulk_create(
        (Stock(product_id=key, available=loaded.available) for key, loaded in products), _ROWS_A_STATEMENT
    )
    Rating.objects.bulk_create((_rating(key, loaded.reviews) for key, loaded in products), _ROWS_A_STATEMENT)
    ProductTag.objects.bulk_create(
        (ProductTag(product_id=key, name=tag) for key, loaded in products for tag in _canonical(loaded.tags)),
        _ROWS_A_STATEMENT,
    )
    PriceRecord.objects.bulk_create(
        (_price_record(key, price, actor) for key, loaded in products for price in loaded.prices), _ROWS_A_STATEMENT
    )
    Review.objects.bulk_create(
        (_review(key, review) for key, loaded in products for review in loaded.reviews), _ROWS_A_STATEMENT
    )


def _locked_shelves(slugs: set[str]) -> dict[str, int]:
    """The keys of these categories, locked: one that moves at the same time would leave products on old shelves."""
    rows = Category.objects.select_for_update().filter(slug__in=slugs).order_by("pk")
    shelves = {category.slug: category.pk for category in rows}
    if len(shelves) < len(slugs):
        raise CategoryNotFound
    return shelves


def _product(loaded: LoadedProduct, category: int) -> Product:
    created, current = loaded.prices[0], loaded.prices[-1]
    return Product(
        sku=loaded.sku,
        slug=loaded.slug,
        name=loaded.name,
        description=loaded.description,
        category_id=category,
        price_minor=current.amount.minor,
        currency=current.amount.currency,
        created_at=created.at,
        published_at=loaded.published_at,
        archived_at=loaded.archived_at,
    )


def _rating(product: int, reviews: Sequence[LoadedReview]) -> Rating:
    count, total = len(reviews), sum(review.rating for review in reviews)
    average = average_hundredths(total=total, count=count)
    return Rating(product_id=product, count=count, total=total, average_hundredths=average)


def _price_record(product: int, price: LoadedPrice, actor: Actor) -> PriceRecord:
    return PriceRecord(
        product_id=product,
        price_minor=price.amount.minor,
        currency=price.amount.currency,
        actor=actor.name,
        at=price.at,
    )


def _review(product: int, review: LoadedReview) -> Review:
    return Review(
        product_id=product,
        author_id=review.author_id,
        rating=review.rating,
        text=review.text,
        created_at=review.created_at,
        public_id=review.public_id,
    )


def _canonical(tags: Iterable[str]) -> list[str]:
    return sorted({tag.strip().casefold() for tag in tags} - {""})


def _are_unique(keys: Iterable[int]) -> bool:
    listed = list(keys)
    return len(set(listed)) == len(listed)


# roadmap: language.pythonic
def _runs(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run: a key that somebody else took in between is theirs to place."""
    first = keys[0]
    for key, following in pairwise(keys):
        if following != key + 1:
            yield first, key
            first = following
    yield first, keys[-1]
