"""Products: a list to shop from, one to look at, and what staff do with it."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar, Literal, cast

from django.db.models import (
    CharField,
    DateTimeField,
    IntegerField,
    PositiveBigIntegerField,
    QuerySet,
)
from django.http import HttpResponse
from django.urls import path, reverse
from pydantic import Field as Option
from rest_framework import serializers

from api import fields
from api.callers.scopes import CATALOG_SCOPES
from api.reading.listings import Listing
from api.reading.queries import ListQuery, Text
from api.reading.representations import NOW, Representation
from api.reading.views import DocumentDetail, DocumentList, DocumentView
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from catalog import selectors, services, spelling
from catalog.models import Product
from core.pages import Sort


class CategoryRef(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class StockLevel(serializers.Serializer[Any]):
    available = serializers.IntegerField()


class RatingSummary(serializers.Serializer[Any]):
    average_hundredths = serializers.IntegerField()
    count = serializers.IntegerField()


class ProductCard(serializers.Serializer[Any]):
    """A product in a list."""

    slug = serializers.CharField()
    sku = serializers.CharField()
    name = serializers.CharField()
    price = fields.Amount(source="*")
    category = CategoryRef()
    tags = fields.Names()
    stock = StockLevel()
    rating = RatingSummary()
    published_at = fields.Instant()


class ProductOutput(ProductCard):
    """A product by itself."""

    description = serializers.CharField()


class StaffProductOutput(ProductOutput):
    """A product as staff see it: drafts and archived ones too."""

    version = serializers.IntegerField()
    created_at = fields.Instant()
    archived_at = fields.Instant(allow_null=True)


class ProductEdit(Input):
    """What can be said about a product."""

    name = fields.Text(max_length=120)
    slug = fields.Pattern(spelling.SLUG, max_length=120, required=False)
    description = fields.Text(max_length=10_000, allow_blank=True, default="")
    category = fields.Text(max_length=80)
    tags = serializers.ListField(child=fields.Pattern(spelling.SLUG, max_length=40), max_length=12, default=list)


class NewProduct(ProductEdit):
    sku = fields.Pattern(spelling.SKU, max_length=32)
    price = fields.Price()


class Publication(Input):
    at = serializers.DateTimeField(required=False)


# roadmap: tools.pydantic
class ProductQuery(ListQuery):
    """A page of products that shoppers can see."""

    late: ClassVar = {
        "category": CharField(),
        "tag": CharField(),
        "min_price": PositiveBigIntegerField(),
        "max_price": PositiveBigIntegerField(),
        "min_rating": IntegerField(),
        "q": CharField(),
    }
    switches: ClassVar = ("sort", "in_stock")
    searching: ClassVar = frozenset({"tag", "min_price", "max_price", "min_rating", "in_stock", "q"})

    sort: Literal["newest", "price", "-price", "rating", "name"] = "newest"
    """newest first, cheapest first, dearest first, best rated first, or by name."""
    category: Text | None = Option(default=None, max_length=80)
    """Slug of a category: it and all below it."""
    tag: Text | None = Option(default=None, max_length=40)
    """One tag."""
    min_price: int | None = Option(default=None, ge=0, le=10**12)
    """Lowest price, in minor units."""
    max_price: int | None = Option(default=None, ge=0, le=10**12)
    """Highest price, in minor units."""
    min_rating: int | None = Option(default=None, ge=100, le=500)
    """Lowest average rating, in hundredths of a star."""
    in_stock: bool | None = None
    """true: only what can be bought now; false: only what is sold out."""
    q: Text | None = Option(default=None, min_length=2, max_length=100)
    """Text that the name contains."""

    @property
    def filters(self) -> selectors.ProductFilters:
        names = (*self.late, "in_stock")
        return selectors.ProductFilters(**{name: getattr(self, name) for name in names})


# Every sort has its index; those on the shelf have one that begins with the category.
SORTS = {
    "newest": Sort.by("newest", "published_at", DateTimeField(), descending=True),
    "price": Sort.by("price", "price_minor", PositiveBigIntegerField()),
    "-price": Sort.by("-price", "price_minor", PositiveBigIntegerField(), descending=True),
    "rating": Sort.by(
        "rating", "rating__average_hundredths", IntegerField(), unique="rating__product_id", descending=True
    ),
    "name": Sort.by("name", "name", CharField()),
}
SHELF_SORTS = SORTS | {
    "newest": Sort.by("newest", "shelf_at", DateTimeField(), unique="shelf_product", descending=True),
    "price": Sort.by("price", "shelf_price", PositiveBigIntegerField(), unique="shelf_product"),
    "-price": Sort.by("-price", "shelf_price", PositiveBigIntegerField(), unique="shelf_product", descending=True),
}


def _rows(query: ProductQuery) -> QuerySet[Product]:
    return selectors.visible_products(filters=query.filters, at=NOW)


def _sorts(query: ProductQuery) -> dict[str, Sort]:
    return SORTS if query.category is None else SHELF_SORTS


PRODUCTS = Listing(rows=_rows, output=ProductCard, sorts=_sorts, query=ProductQuery)
FOR_SHOPPERS = Representation(
    row=selectors.visible_product,
    output=ProductOutput,
    versions=("version", "category__version", "stock__version", "rating__version"),
    missing=selectors.ProductNotFound,
)
FOR_STAFF = replace(FOR_SHOPPERS, row=selectors.every_product, output=StaffProductOutput)


# roadmap: api.rest
class Products(DocumentList):
    """List the products that shoppers can see."""

    scopes = CATALOG_SCOPES
    listed = PRODUCTS

    @writes(NewProduct, shows=FOR_STAFF, status=HTTPStatus.CREATED)
    def post(self, asked: Asked) -> HttpResponse:
        """Make a product. It begins as a draft."""
        sku, price = asked.values.pop("sku"), asked.values.pop("price")
        details = cast("services.ProductDetails", asked.values)
        product = services.create_product(actor=asked.actor, sku=sku, price=price, details=details)
        return asked.shown(slug=product.slug, location=reverse("product", args=[product.slug]))


class ProductView(DocumentView):
    """Anything at one product's address: staff see more of it."""

    scopes = CATALOG_SCOPES
    shown = FOR_SHOPPERS
    shown_to_staff = FOR_STAFF


# roadmap: api.rest
class ProductDetail(ProductView, DocumentDetail):
    """See a product. Staff see drafts and archived ones, too."""

    @writes(ProductEdit, shows=FOR_STAFF, is_conditional=True)
    def put(self, asked: Asked, slug: str) -> HttpResponse:
        """Replace what is said of a product."""
        return _edit(asked, slug)

    @writes(ProductEdit, shows=FOR_STAFF, is_conditional=True, is_partial=True)
    def patch(self, asked: Asked, slug: str) -> HttpResponse:
        """Change some of what is said of a product."""
        return _edit(asked, slug)

    @writes(status=HTTPStatus.NO_CONTENT, is_conditional=True)
    def delete(self, asked: Asked, slug: str) -> HttpResponse:
        """Archive a product. It is not erased: orders and reviews speak of it."""
        services.archive_product(actor=asked.actor, slug=slug, expected_version=asked.version)
        return asked.shown()


def _edit(asked: Asked, slug: str) -> HttpResponse:
    details = cast("services.ProductDetails", asked.values)
    product = services.edit_product(actor=asked.actor, slug=slug, expected_version=asked.version, details=details)
    return asked.shown(slug=product.slug)


class ProductPublication(ProductView):
    @writes(Publication, shows=FOR_STAFF, is_conditional=True)
    def put(self, asked: Asked, slug: str) -> HttpResponse:
        """Publish a product."""
        at = asked.values.get("at")
        services.publish_product(actor=asked.actor, slug=slug, expected_version=asked.version, at=at)
        return asked.shown(slug=slug)


urlpatterns = [
    path("products/", Products.as_view(), name="products"),
    path("products/<slug:slug>/", ProductDetail.as_view(), name="product"),
    path("products/<slug:slug>/publication/", ProductPublication.as_view(), name="product-publication"),
]
