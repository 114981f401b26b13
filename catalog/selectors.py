"""Reads of the catalogue. Nothing here writes. A value may be given, or be a Parameter to be bound later."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Expression, F, QuerySet

from catalog.models import Category, PriceRecord, Product, ProductQuerySet, Review
from core import clock
from core.errors import NotFound

type Moment = datetime | Expression
type Text = str | Expression
type Number = int | Expression


class ProductNotFound(NotFound):
    code = "product_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such product.")


class CategoryNotFound(NotFound):
    code = "category_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such category.")


class ReviewNotFound(NotFound):
    code = "review_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such review.")


@dataclass(frozen=True)
class ProductFilters:
    """What a shopper narrows a list by. Prices in minor units, ratings in hundredths; None narrows nothing.

    With a category each row also has `shelf_at`, `shelf_price` and `shelf_product`, the sort keys that its index holds.
    """

    category: Text | None = None
    tag: Text | None = None
    min_price: Number | None = None
    max_price: Number | None = None
    min_rating: Number | None = None
    in_stock: bool | None = None
    q: Text | None = None

    # roadmap: language.comprehensions
    def apply(self, rows: ProductQuerySet) -> ProductQuerySet:
        given = {
            "tags__name": self.tag,
            "price_minor__gte": self.min_price,
            "price_minor__lte": self.max_price,
            "rating__average_hundredths__gte": self.min_rating,
        }
        rows = rows.filter(**{lookup: value for lookup, value in given.items() if value is not None})
        if self.in_stock is not None:
            rows = rows.in_stock() if self.in_stock else rows.sold_out()
        rows = rows if self.q is None else rows.matching(self.q)
        return rows if self.category is None else _on_shelf(rows, self.category)


def _on_shelf(rows: ProductQuerySet, slug: Text) -> ProductQuerySet:
    # A scalar sub-select, not a join: only so does PostgreSQL see one category as one range of the index.
    shelf = Category.objects.filter(slug=slug).values("id")[:1]
    return rows.filter(placements__category=shelf).annotate(
        shelf_at=F("placements__published_at"),
        shelf_price=F("placements__price_minor"),
        shelf_product=F("placements__product_id"),
    )


# roadmap: data.orm
def visible_products(*, filters: ProductFilters, at: Moment) -> ProductQuerySet:
    """What a shopper can see at that time, newest first."""
    # Every product has a rating. Saying so makes the join an inner one, which the index by rating can lead.
    rows = filters.apply(Product.objects.visible(at=at).filter(rating__isnull=False))
    return rows.order_by("-published_at", "-id").fetch_mode(FETCH_RAISE)


def visible_product(*, slug: Text, at: Moment) -> ProductQuerySet:
    """The one product under that slug, if a shopper can see it at that time."""
    return every_product(slug=slug).visible(at=at)


def every_product(*, slug: Text, **_: object) -> ProductQuerySet:
    """The one product under that slug, drafts and archived ones too, whatever the time: for staff."""
    return Product.objects.filter(slug=slug).order_by("id").fetch_mode(FETCH_RAISE)


def whole_catalog() -> QuerySet[Product]:
    """Every product with all that is said of it, drafts and archived ones too, in the order of their creation."""
    rows = Product.objects.select_related("category", "stock", "rating").prefetch_related("tags")
    return rows.order_by("id").fetch_mode(FETCH_RAISE)


def refuse_unless_visible(*, slug: str) -> None:
    """Raises ProductNotFound when a shopper can't see the product now."""
    if not visible_product(slug=slug, at=clock.now()).exists():
        raise ProductNotFound


def categories() -> QuerySet[Category]:
    """All categories by name."""
    return Category.objects.select_related("parent").order_by("name", "id").fetch_mode(FETCH_RAISE)


def category(*, slug: Text, **_: object) -> QuerySet[Category]:
    return categories().filter(slug=slug)


def reviews(*, product: Text, at: Moment) -> QuerySet[Review]:
    """Reviews of a visible product, latest first."""
    seen = visible_product(slug=product, at=at).values("id")[:1]
    rows = Review.objects.filter(product=seen).select_related("author", "product")
    return rows.order_by("-created_at", "-id").fetch_mode(FETCH_RAISE)


def review(*, public_id: Text, at: Moment) -> QuerySet[Review]:
    """One review, if its product is visible."""
    rows = Review.objects.filter(public_id=public_id, product__published_at__lte=at, product__archived_at__isnull=True)
    return rows.select_related("author", "product").order_by("id").fetch_mode(FETCH_RAISE)


def price_history(*, product: Text, at: Moment) -> QuerySet[PriceRecord]:
    """The prices that a visible product has had, latest first."""
    seen = visible_product(slug=product, at=at).values("id")[:1]
    return PriceRecord.objects.filter(product=seen).order_by("-at", "-id").fetch_mode(FETCH_RAISE)
