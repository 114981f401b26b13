"""The catalogue from behind the counter: pages over catalog.services, for staff."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join

from catalog import permissions, services
from catalog.forms import CategoryForm, NewCategoryForm, NewProductForm, ProductForm, path_of, upwards
from catalog.models import Category, Product, Review
from core import clock
from core.access import Actor
from core.admin import ServiceAdmin, actor_of

_PRICES_SHOWN = 20


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002  # Django's signature
        return [(state, state.capitalize()) for state in ("draft", "announced", "on sale", "archived")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002  # as above
        now, unarchived = clock.now(), queryset.filter(archived_at=None)
        match self.value():
            case "draft":
                return unarchived.filter(published_at=None)
            case "announced":
                return unarchived.filter(published_at__gt=now)
            case "on sale":
                return queryset.visible(at=now)
            case "archived":
                return queryset.exclude(archived_at=None)
        return queryset


class ShelfFilter(admin.SimpleListFilter):
    """By a category at the root, with all below it."""

    title = parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002  # Django's signature
        return list(Category.objects.filter(parent=None).order_by("name").values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002  # as above
        slug = self.value()
        return queryset.filter(category__paths_up__ancestor__slug=slug) if slug else queryset


@admin.register(Category)
class CategoryAdmin(ServiceAdmin):
    """The tree of shelves. Only an empty one can be deleted."""

    permission = permissions.edit_catalog
    form, add_form = CategoryForm, NewCategoryForm
    fields, add_fields = ("slug", "name", "parent", "version"), ("name", "slug", "parent")
    readonly_fields = ("slug",)
    related = ("parent",)
    list_display = ("name", "path", "slug")
    ordering = ("name", "id")
    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related(Prefetch("paths_up", upwards()))

    @admin.display(description="Stands at")
    def path(self, category: Category) -> str:
        return path_of(category)

    def delete(self, actor: Actor, row: Category, expected_version: int) -> None:
        services.delete_category(actor=actor, slug=row.slug, expected_version=expected_version)


@admin.register(Product)
class ProductAdmin(ServiceAdmin):
    """What is sold: made as a draft, then edited, priced, stocked, published, and in the end archived."""

    permission = permissions.edit_catalog
    form, add_form = ProductForm, NewProductForm
    add_fields = ("sku", "name", "slug", "category", "price", "tags", "description")
    readonly_fields = ("sku", "price_history", "available", "state")
    related = ("category", "stock", "rating")
    list_display = ("name", "sku", "category", "price", "available", "reviews", "stands")
    list_filter = (StateFilter, ShelfFilter)
    ordering = ("-id",)
    search_fields = ("name", "sku")
    farewell = "Customers will no longer find it. It is archived and not erased: orders and reviews speak of it."

    def get_fieldsets(self, request: HttpRequest, obj: Product | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        publication = ("state", "version") if obj.published_at or obj.archived_at else ("state", "publish", "version")
        return [
            (None, {"fields": ("sku", "name", "slug", "category", "tags", "description")}),
            ("Price", {"fields": ("price", "price_history")}),
            ("Stock", {"fields": ("available", "delivery")}),
            ("Publication", {"fields": publication}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "slug") if obj is not None and obj.published_at else fixed

    @admin.display(ordering="price_minor")
    def price(self, product: Product) -> str:
        return str(product.price)

    @admin.display(description="In stock", ordering="stock__available")
    def available(self, product: Product) -> int:
        return product.stock.available

    @admin.display(ordering="rating__average_hundredths")
    def reviews(self, product: Product) -> str:
        rating = product.rating
        return f"{rating.average_hundredths / 100:.1f} of {rating.count}" if rating.count else "–"

    @admin.display(description="State", ordering="published_at")
    def stands(self, product: Product) -> str:
        """The state in the words of the filter. A day is told where it is still to come."""
        if product.archived_at is not None:
            return "archived"
        if product.published_at is None:
            return "draft"
        is_on_sale = product.was_published(at=clock.now())
        return "on sale" if is_on_sale else f"from {product.published_at:%Y-%m-%d}"

    @admin.display(description="State")
    def state(self, product: Product) -> str:
        if product.archived_at is not None:
            return f"archived on {product.archived_at:%Y-%m-%d}"
        if product.published_at is None:
            return "draft"
        word = "on sale since" if product.was_published(at=clock.now()) else "on sale from"
        return f"{word} {product.published_at:%Y-%m-%d}"

    @admin.display(description="Price history")
    def price_history(self, product: Product) -> str:
        records = product.price_records.order_by("-at", "-id")[:_PRICES_SHOWN]
        return format_html_join("", "<div>{}, by {}</div>", ((record, record.actor) for record in records))

    def delete(self, actor: Actor, row: Product, expected_version: int) -> None:
        services.archive_product(actor=actor, slug=row.slug, expected_version=expected_version)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return [self.log_change(request, product, "Archived.") for product in queryset]

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        self.message_user(request, f"{obj_display} is archived.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[obj_id]))


@admin.register(Review)
class ReviewAdmin(ServiceAdmin):
    """What customers say. Staff read it and may take it away; nobody puts words into a customer's mouth."""

    permission = permissions.edit_catalog
    fields = ("product", "rating", "text", "written_by", "created_at")
    related = ("product", "author")
    list_display = ("product", "rating", "written_by", "created_at")
    ordering = ("-id",)
    search_fields = ("text", "product__name")
    farewell = "The review will be gone for good, and the product's rating is counted anew."

    @admin.display(description="By", ordering="author__email")
    def written_by(self, review: Review) -> str:
        # Plain text: Django would link to an account that staff may not open.
        return "somebody who has left" if review.author is None else str(review.author)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:  # noqa: ARG002  # as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return self.allows(request) if obj is None else permissions.delete_review(actor_of(request), obj)

    def delete(self, actor: Actor, row: Review, expected_version: int) -> None:
        services.delete_review(actor=actor, public_id=row.public_id, expected_version=expected_version)
