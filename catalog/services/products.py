"""Writes to products."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from catalog import events, permissions
from catalog.models import Category, Placement, PriceRecord, Product, ProductTag, Rating, Stock
from catalog.selectors import CategoryNotFound, ProductNotFound
from catalog.services import placements
from catalog.services.versions import rewrite
from core import clock
from core.access import Actor, require
from core.errors import Conflict, VersionConflict
from core.events import publish
from core.money import CURRENCY, Money

MAX_STOCK = 1_000_000
MAX_TAGS = 12


class UnableToCreateProduct(Conflict):
    code = "unable_to_create_product"


class UnableToEditProduct(Conflict):
    code = "unable_to_edit_product"


class UnableToChangePrice(Conflict):
    code = "unable_to_change_price"


class UnableToPublish(Conflict):
    code = "unable_to_publish"


class UnableToArchive(Conflict):
    code = "unable_to_archive"


class ProductDetails(TypedDict, total=False):
    """What an editor may say about a product. `category` is a slug; tags replace the ones there were.

    Each of the others is a column of the product, by that name, and saved without being named again.
    """

    name: str
    slug: str
    description: str
    category: str
    tags: Sequence[str]


# roadmap: data.crud
@transaction.atomic
def create_product(*, actor: Actor, sku: str, price: Money, details: ProductDetails) -> Product:
    """Add a draft; `details` needs a name and a category. Raises UnableToCreateProduct when SKU or slug are taken."""
    require(actor, permissions.edit_catalog)
    _refuse_unsound(price, UnableToCreateProduct)
    slug = details.get("slug") or slugify(details["name"])[:120].rstrip("-")
    if not slug:
        raise UnableToCreateProduct("No slug can be made of this name. Send one.", field="slug")

    columns = _columns(details) | {"sku": sku, "slug": slug, "created_at": clock.now()}
    product = Product(**columns, price_minor=price.minor, currency=price.currency)
    _save_new(product)
    _set_tags(product, details.get("tags", ()), UnableToCreateProduct)
    _remember_price(product, actor)
    publish(events.ProductCreated(product.sku, product.name, price.minor), actor=actor)
    return product


# roadmap: data.crud
@transaction.atomic
def edit_product(*, actor: Actor, slug: str, expected_version: int, details: ProductDetails) -> Product:
    """Change what is said about a product. Its slug is frozen once it has been published: links point there."""
    require(actor, permissions.edit_catalog)
    product = _locked(slug, expected_version, also=details.get("category"))
    if product.archived_at is not None:
        raise UnableToEditProduct("An archived product stays as it was.")
    if details.get("slug", slug) != slug and product.published_at is not None:
        raise UnableToEditProduct("The slug of a published product is fixed.", field="slug")

    _save_edited(product, _columns(details))
    if "tags" in details:
        _set_tags(product, details["tags"], UnableToEditProduct)
    placements.replace(product)
    publish(events.ProductEdited(product.sku, sorted(details)), actor=actor)
    return product


@transaction.atomic
def change_price(*, actor: Actor, slug: str, expected_version: int, new_price: Money) -> Product:
    """Reprice a product and remember the new price. Raises VersionConflict if somebody edited it first."""
    require(actor, permissions.edit_catalog)
    _refuse_unsound(new_price, UnableToChangePrice)

    product = _locked(slug, expected_version)
    if product.archived_at is not None:
        raise UnableToChangePrice("An archived product stays as it was.")
    event = events.PriceChanged(product.sku, product.price_minor, new_price.minor)
    rewrite(product, price_minor=new_price.minor, currency=new_price.currency)
    _remember_price(product, actor)
    placements.replace(product)
    publish(event, actor=actor)
    return product


@transaction.atomic
def publish_product(*, actor: Actor, slug: str, expected_version: int, at: datetime | None = None) -> Product:
    """Show a product to customers, now or from a later time on."""
    require(actor, permissions.edit_catalog)
    product = _locked(slug, expected_version)
    if product.archived_at is not None:
        raise UnableToPublish("An archived product stays archived.")
    if product.was_published(at=clock.now()):
        raise UnableToPublish("It is published already.")

    at = at or clock.now()
    rewrite(product, published_at=at)
    placements.replace(product)
    publish(events.ProductPublished(product.sku, at.isoformat()), actor=actor)
    return product


# roadmap: data.crud
@transaction.atomic
def archive_product(*, actor: Actor, slug: str, expected_version: int) -> Product:
    """Take a product out of the shop. It is never deleted: orders and reviews speak of it."""
    require(actor, permissions.edit_catalog)
    product = _locked(slug, expected_version)
    if product.archived_at is not None:
        raise UnableToArchive("It is archived already.")

    rewrite(product, archived_at=clock.now())
    Placement.objects.filter(product=product).delete()
    publish(events.ProductArchived(product.sku), actor=actor)
    return product


def _locked(slug: str, expected_version: int, *, also: str | None = None) -> Product:
    """The product, locked, if it is still the version that the caller has seen.

    Its category is locked first, as everywhere: a category that moves at the same time would leave it on old shelves.
    So is the one that it is `also` about, together with the other: in another order two moves could block each other.
    """
    shelves = Q(pk__in=Product.objects.filter(slug=slug).values("category")) | Q(slug=also)
    list(Category.objects.select_for_update().filter(shelves).order_by("pk"))
    product = Product.objects.select_for_update().filter(slug=slug).first()
    if product is None:
        raise ProductNotFound
    if product.version != expected_version:
        raise VersionConflict(current=product.version)
    return product


def _refuse_unsound(price: Money, refusal: type[Conflict]) -> None:
    if not price.is_positive:
        raise refusal("A price must be above zero.", field="price")
    if price.currency != CURRENCY:
        raise refusal(f"Prices are in {CURRENCY}.", field="price")


def _locked_category(slug: str) -> Category:
    category = Category.objects.select_for_update().filter(slug=slug).first()
    if category is None:
        raise CategoryNotFound
    return category


def _columns(details: ProductDetails) -> dict[str, Any]:
    """What is said, by column of the product: all but the tags, which have rows of their own."""
    columns: dict[str, Any] = {name: value for name, value in details.items() if name != "tags"}
    if "category" in details:
        columns["category"] = _locked_category(details["category"])
    return columns


def _save_new(product: Product) -> None:
    for name in ("sku", "slug"):
        if Product.objects.filter(**{name: getattr(product, name)}).exists():
            raise UnableToCreateProduct(f"Another product has this {name}.", field=name)
    try:
        # A savepoint: two creations at once both pass the question above, and one of them fails here.
        with transaction.atomic():
            product.save(force_insert=True)
    except IntegrityError:
        raise UnableToCreateProduct("Another product has just taken this SKU or slug.", field="sku") from None
    Stock.objects.create(product=product)
    Rating.objects.create(product=product)


def _save_edited(product: Product, columns: dict[str, Any]) -> None:
    if columns.get("slug", product.slug) == product.slug:
        rewrite(product, **columns)
        return
    try:
        # A savepoint, and no question first: whoever came first has the slug.
        with transaction.atomic():
            rewrite(product, **columns)
    except IntegrityError:
        raise UnableToEditProduct("Another product has this slug.", field="slug") from None


def _set_tags(product: Product, names: Sequence[str], refusal: type[Conflict]) -> None:
    wanted = {name.strip().casefold() for name in names} - {""}
    if len(wanted) > MAX_TAGS:
        raise refusal(f"A product has at most {MAX_TAGS} tags.", field="tags")
    ProductTag.objects.filter(product=product).exclude(name__in=wanted).delete()
    present = set(ProductTag.objects.filter(product=product).values_list("name", flat=True))
    ProductTag.objects.bulk_create(ProductTag(product=product, name=name) for name in sorted(wanted - present))


def _remember_price(product: Product, actor: Actor) -> None:
    PriceRecord.objects.create(
        product=product,
        price_minor=product.price_minor,
        currency=product.currency,
        actor=actor.name,
        at=clock.now(),
    )
