"""Products: a list to shop from, one to look at, and what staff do with it."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar, Literal

from django.db.models import (
    BigAutoField,
    CharField,
    DateTimeField,
    Field,
    IntegerField,
    PositiveBigIntegerField,
    QuerySet,
)
from django.http import HttpResponse
from django.urls import path, reverse
from pydantic import Field as Option
from rest_framework import serializers
from rest_framework.request import Request

from api import fields
from api.authentication import actor_of
from api.etags import if_match
from api.inputs import Input, read
from api.queries import ListQuery, Text
from api.representations import NOW, Representation
from api.views import DocumentDetail, DocumentList, DocumentView
from catalog import selectors, services
from catalog.models import PriceRecord, Product
from core import clock
from core.pages import Key, Sort
from core.statements import Parameter

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


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

    name = serializers.CharField(max_length=120)
    slug = serializers.RegexField(SLUG, max_length=120, required=False)
    description = serializers.CharField(max_length=10_000, allow_blank=True, default="")
    category = serializers.CharField(max_length=80)
    tags = serializers.ListField(
        child=serializers.RegexField(SLUG, max_length=40), max_length=12, default=list
    )


class NewProduct(ProductEdit):
    sku = serializers.RegexField(r"^[A-Z0-9]+(?:-[A-Z0-9]+)*$", max_length=32)
    price = fields.Price()


class NewPrice(Input):
    price = fields.Price()


class Delivery(Input):
    quantity = fields.Integer(min_value=1, max_value=100_000, invalid="invalid_quantity")


class Publication(Input):
    at = serializers.DateTimeField(required=False)


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


def _sort(name: str, key: str, field: Field, unique: str = "id", *, descending: bool = False) -> Sort:
    return Sort(name, (Key(key, field), Key(unique, BigAutoField())), descending)


# Every sort has its index; those on the shelf have one that begins with the category.
SORTS = {
    "newest": _sort("newest", "published_at", DateTimeField(), descending=True),
    "price": _sort("price", "price_minor", PositiveBigIntegerField()),
    "-price": _sort("-price", "price_minor", PositiveBigIntegerField(), descending=True),
    "rating": _sort(
        "rating", "rating__average_hundredths", IntegerField(), "rating__product_id", descending=True
    ),
    "name": _sort("name", "name", CharField()),
}
SHELF_SORTS = {
    "newest": _sort("newest", "shelf_at", DateTimeField(), "shelf_product", descending=True),
    "price": _sort("price", "shelf_price", PositiveBigIntegerField(), "shelf_product"),
    "-price": _sort("-price", "shelf_price", PositiveBigIntegerField(), "shelf_product", descending=True),
}


FOR_SHOPPERS = Representation(
    row=selectors.visible_product,
    output=ProductOutput,
    versions=("version", "category__version", "stock__version", "rating__version"),
    missing=selectors.ProductNotFound,
)
FOR_STAFF = replace(FOR_SHOPPERS, row=selectors.every_product, output=StaffProductOutput)


class Products(DocumentList):
    output = ProductCard
    query = ProductQuery

    @classmethod
    def sort_of(cls, query: ProductQuery) -> Sort:
        return (SHELF_SORTS if query.category is not None else SORTS).get(query.sort) or SORTS[query.sort]

    @staticmethod
    def rows(query: ProductQuery, **_address: Parameter) -> "QuerySet[Product]":
        return selectors.visible_products(filters=query.filters, at=NOW)

    def post(self, request: Request) -> HttpResponse:
        values = read(NewProduct, request)
        sku, price = values.pop("sku"), values.pop("price")
        product = services.create_product(actor=actor_of(request), sku=sku, price=price, details=values)
        location = reverse("product", args=[product.slug])
        return FOR_STAFF.response(request, status=HTTPStatus.CREATED, location=location, slug=product.slug)


class ProductView(DocumentView):
    def representation(self) -> Representation:
        return FOR_STAFF if actor_of(self.request).is_staff else FOR_SHOPPERS


class ProductDetail(ProductView, DocumentDetail):
    def put(self, request: Request, slug: str) -> HttpResponse:
        return self._edit(request, slug, partial=False)

    def patch(self, request: Request, slug: str) -> HttpResponse:
        return self._edit(request, slug, partial=True)

    def delete(self, request: Request, slug: str) -> HttpResponse:
        services.archive_product(actor=actor_of(request), slug=slug, expected_version=if_match(request))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _edit(self, request: Request, slug: str, *, partial: bool) -> HttpResponse:
        values = read(ProductEdit, request, partial=partial)
        product = services.edit_product(
            actor=actor_of(request), slug=slug, expected_version=if_match(request), details=values
        )
        return FOR_STAFF.response(request, slug=product.slug)


class ProductPrice(ProductView):
    def put(self, request: Request, slug: str) -> HttpResponse:
        price = read(NewPrice, request)["price"]
        services.change_price(
            actor=actor_of(request), slug=slug, expected_version=if_match(request), new_price=price
        )
        return FOR_STAFF.response(request, slug=slug)


class ProductPublication(ProductView):
    def put(self, request: Request, slug: str) -> HttpResponse:
        at = read(Publication, request).get("at")
        services.publish_product(
            actor=actor_of(request), slug=slug, expected_version=if_match(request), at=at
        )
        return FOR_STAFF.response(request, slug=slug)


class ProductDeliveries(ProductView):
    def post(self, request: Request, slug: str) -> HttpResponse:
        quantity = read(Delivery, request)["quantity"]
        services.restock(actor=actor_of(request), slug=slug, quantity=quantity)
        return FOR_STAFF.response(request, slug=slug)


class PriceOutput(serializers.Serializer[Any]):
    """A price that a product has had."""

    price = fields.Amount(source="*")
    at = fields.Instant()


class ProductPrices(DocumentList):
    output = PriceOutput
    sorts: ClassVar = {"default": _sort("newest", "at", DateTimeField(), descending=True)}

    @staticmethod
    def rows(_query: ListQuery, **address: Parameter) -> "QuerySet[PriceRecord]":
        return selectors.price_history(product=address["slug"], at=NOW)

    def refuse_if_missing(self, **address: str) -> None:
        selectors.refuse_unless_visible(slug=address["slug"], at=clock.now())


urlpatterns = [
    path("products/", Products.as_view(), name="products"),
    path("products/<slug:slug>/", ProductDetail.as_view(), name="product"),
    path("products/<slug:slug>/price/", ProductPrice.as_view(), name="product-price"),
    path("products/<slug:slug>/prices/", ProductPrices.as_view(), name="product-prices"),
    path("products/<slug:slug>/publication/", ProductPublication.as_view(), name="product-publication"),
    path("products/<slug:slug>/deliveries/", ProductDeliveries.as_view(), name="product-deliveries"),
]
