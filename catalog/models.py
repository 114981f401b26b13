"""What the shop sells: facts and the rules that a database can hold. Nothing here reads or writes other rows."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import CanonicalField, random_public_id
from core.money import CURRENCY, Money


class Category(models.Model):
    """A shelf of the shop. Shelves form a tree; `version` counts their edits."""

    slug = CanonicalField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_a_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="category_has_a_name"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="category_by_name")]

    def __str__(self) -> str:
        return self.name


class CategoryPath(models.Model):
    """The tree's closure: a row for every pair of a category and one below it, and for each with itself.

    A cycle would need a category below itself at some depth; the constraints leave no such row.
    """

    ancestor = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="category_path_once"),
            models.CheckConstraint(
                condition=Q(depth=0, ancestor=F("descendant")) | (Q(depth__gt=0) & ~Q(ancestor=F("descendant"))),
                name="category_path_has_no_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class ProductQuerySet(models.QuerySet["Product"]):
    def visible(self, *, at: datetime | models.Expression) -> Self:
        """What a customer may see at that time."""
        return self.filter(published_at__lte=at, archived_at__isnull=True)

    def matching(self, text: str | models.Expression) -> Self:
        """Name contains the text, in either case."""
        return self.filter(name__icontains=text)

    def in_stock(self) -> Self:
        return self.filter(stock__available__gt=0)

    def sold_out(self) -> Self:
        return self.filter(stock__available=0)


# roadmap: data.orm
class Product(models.Model):
    """Something a customer can see and buy. `version` counts its edits; stock and rating keep their own."""

    sku = CanonicalField(max_length=32, unique=True)
    slug = CanonicalField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    price_minor = models.PositiveBigIntegerField()
    currency = CanonicalField(max_length=3, default=CURRENCY)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = models.Manager.from_queryset(ProductQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="product_price_is_positive"),
            models.CheckConstraint(condition=Q(currency=CURRENCY), name="product_currency_is_the_shops"),
            models.CheckConstraint(condition=~Q(sku=""), name="product_has_a_sku"),
            models.CheckConstraint(condition=~Q(slug=""), name="product_has_a_slug"),
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
        ]
        # One index a sort: the page at any depth is one range of it.
        indexes = [
            models.Index(fields=["published_at", "id"], name="product_by_age"),
            models.Index(fields=["price_minor", "id"], name="product_by_price"),
            models.Index(fields=["name", "id"], name="product_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    def is_visible(self, *, at: datetime) -> bool:
        return self.archived_at is None and self.was_published(at=at)

    def was_published(self, *, at: datetime) -> bool:
        return self.published_at is not None and self.published_at <= at


class ProductTag(models.Model):
    """A word on a product. It has no life of its own, so it is no table of its own."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tags")
    name = CanonicalField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="product_tag_once"),
            models.CheckConstraint(condition=~Q(name=""), name="product_tag_has_a_name"),
        ]
        indexes = [models.Index(fields=["name", "product"], name="product_by_tag")]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A published product on a shelf: its own category's and every one above, with the sort keys beside it.

    The copies are what makes a page of a category one index range, whatever the size of the subtree.
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="placements")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="placements")
    published_at = models.DateTimeField()
    price_minor = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "category"], name="placement_once")]
        indexes = [
            models.Index(fields=["category", "published_at", "product"], name="placement_by_age"),
            models.Index(fields=["category", "price_minor", "product"], name="placement_by_price"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} on {self.category_id}"


class Stock(models.Model):
    """How many there are to sell. A row beside the product: a sale must not make an editor's version stale."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="stock")
    available = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(available__gte=0), name="stock_is_never_negative")]

    def __str__(self) -> str:
        return str(self.available)


class Rating(models.Model):
    """What the reviews of a product come to. `average_hundredths` is 0 without reviews, else 100 to 500."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="rating")
    count = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    average_hundredths = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(count=0, total=0, average_hundredths=0)
                | Q(
                    count__gt=0,
                    total__gte=F("count"),
                    total__lte=F("count") * 5,
                    average_hundredths__range=(100, 500),
                ),
                name="rating_adds_up",
            )
        ]
        indexes = [models.Index(fields=["average_hundredths", "product"], name="product_by_rating")]

    def __str__(self) -> str:
        return f"{self.average_hundredths / 100:.2f} of {self.count}"


class PriceRecord(models.Model):
    """A price that the product has had, and who set it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="price_records")
    price_minor = models.PositiveBigIntegerField()
    currency = CanonicalField(max_length=3, default=CURRENCY)
    actor = CanonicalField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price_minor__gt=0), name="price_record_is_positive")]
        indexes = [
            models.Index(fields=["product", "at", "id"], name="price_record_by_age"),
            models.Index(fields=["actor", "id"], name="price_record_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{Money(self.price_minor, self.currency)} since {self.at:%Y-%m-%d}"


class Review(models.Model):
    """What a customer thinks of a product: one review each. It stays when its author goes."""

    public_id = CanonicalField(max_length=16, unique=True, default=random_public_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], name="review_one_a_customer"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="review_rating_is_1_to_5"),
        ]
        indexes = [models.Index(fields=["product", "created_at", "id"], name="review_by_age")]

    def __str__(self) -> str:
        return f"{self.rating} for {self.product_id}"
