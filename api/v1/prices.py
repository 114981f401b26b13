"""The price of a product: set by staff, with its whole history to read."""

from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers

from api import fields
from api.callers.scopes import CATALOG_SCOPES
from api.reading.listings import Listing
from api.reading.queries import ListQuery
from api.reading.representations import NOW
from api.reading.views import DocumentList
from api.v1.products import FOR_STAFF, ProductView
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from catalog import selectors, services
from catalog.models import PriceRecord
from core.pages import Sort
from core.statements import Parameter

SORTS = {"default": Sort.by("newest", "at", DateTimeField(), descending=True)}


class NewPrice(Input):
    price = fields.Price()


class PriceOutput(serializers.Serializer[Any]):
    """A price that a product has had, and since when."""

    price = fields.Amount(source="*")
    at = fields.Instant()


def _rows(_query: ListQuery, slug: Parameter) -> QuerySet[PriceRecord]:
    return selectors.price_history(product=slug, at=NOW)


PRICES = Listing(
    rows=_rows,
    output=PriceOutput,
    sorts=SORTS,
    refuse_if_missing=selectors.refuse_unless_visible,
)


class ProductPrice(ProductView):
    @writes(NewPrice, shows=FOR_STAFF, is_conditional=True)
    def put(self, asked: Asked, slug: str) -> HttpResponse:
        """Set the price of a product."""
        price = asked.values["price"]
        services.change_price(actor=asked.actor, slug=slug, expected_version=asked.version, new_price=price)
        return asked.shown(slug=slug)


class ProductPrices(DocumentList):
    """List the prices that a product has had."""

    scopes = CATALOG_SCOPES
    listed = PRICES


urlpatterns = [
    path("products/<slug:slug>/price/", ProductPrice.as_view(), name="product-price"),
    path("products/<slug:slug>/prices/", ProductPrices.as_view(), name="product-prices"),
]
