"""Writes to stock: a row of its own, so that a delivery makes no editor's version stale."""

from django.db import transaction

from catalog import events, permissions
from catalog.models import Product, Stock
from catalog.selectors import ProductNotFound
from catalog.services.products import MAX_STOCK
from catalog.services.versions import rewrite
from core.access import Actor, require
from core.errors import Conflict
from core.events import publish


class UnableToRestock(Conflict):
    code = "unable_to_restock"


@transaction.atomic
def restock(*, actor: Actor, slug: str, quantity: int) -> Stock:
    """Add to what is there. Needs no version: two deliveries simply add up."""
    require(actor, permissions.edit_catalog)
    if quantity < 1:
        raise UnableToRestock("Add at least one.", field="quantity")
    product = Product.objects.filter(slug=slug).first()
    if product is None:
        raise ProductNotFound
    # By its own key: joined to the product, the lock would take that row too.
    stock = Stock.objects.select_for_update().get(pk=product.pk)
    if stock.available + quantity > MAX_STOCK:
        raise UnableToRestock(f"The shelf holds {MAX_STOCK}.", field="quantity", available=stock.available)

    rewrite(stock, available=stock.available + quantity)
    publish(events.ProductRestocked(product.sku, quantity, stock.available), actor=actor)
    return stock
