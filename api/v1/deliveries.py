"""Deliveries: what arrives at the shop and goes on the shelf."""

from django.http import HttpResponse
from django.urls import path

from api import fields
from api.v1.products import FOR_STAFF, ProductView
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from catalog import services


class Delivery(Input):
    quantity = fields.Integer(least=1, most=100_000, invalid="invalid_quantity")


class ProductDeliveries(ProductView):
    @writes(Delivery, shows=FOR_STAFF)
    def post(self, asked: Asked, slug: str) -> HttpResponse:
        """Put a delivery of a product on the shelf."""
        services.restock(actor=asked.actor, slug=slug, quantity=asked.values["quantity"])
        return asked.shown(slug=slug)


urlpatterns = [path("products/<slug:slug>/deliveries/", ProductDeliveries.as_view(), name="product-deliveries")]
