"""What staff fill in, in the admin. A form checks spelling and calls services; whether it may be, they decide."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.validators import RegexValidator
from django.db.models import Prefetch, QuerySet
from django.forms.models import ModelChoiceIterator

from catalog import selectors, services, spelling
from catalog.models import Category, CategoryPath, Product
from core.admin import ServiceForm
from core.money import CURRENCY, Money

is_slug = RegexValidator(spelling.SLUG, "Small letters and digits, words joined by one hyphen.")
is_sku = RegexValidator(spelling.SKU, "Capital letters and digits, joined by one hyphen.")


class Address(forms.CharField):
    """The word for a row in its URL; left empty, it is made of the name."""

    widget = AdminTextInputWidget

    def __init__(self, *, max_length: int) -> None:
        text = "Leave it empty to have it made of the name. The shop's links use it."
        super().__init__(max_length=max_length, required=False, validators=[is_slug], help_text=text)


class PlainText(forms.CharField):
    """Longer text. Browsers send CRLF for a line's end; stored is LF, so that an untouched text stays untouched."""

    widget = AdminTextareaWidget

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return "" if text is None else text.replace("\r\n", "\n")


class TagList(forms.CharField):
    """Words parted by commas. Its value is a list."""

    widget = AdminTextInputWidget

    def clean(self, value: Any) -> Any:
        tags = [tag.strip().casefold() for tag in super().clean(value).split(",")]
        for tag in filter(None, tags):
            is_slug(tag)
        return list(filter(None, tags))


class ByPath(ModelChoiceIterator):  # type: ignore[type-arg]  # Django's class takes none when it runs
    def __iter__(self) -> Iterator[Any]:
        # The empty choice stays first, whatever sign it shows.
        return iter(sorted(super().__iter__(), key=lambda choice: (choice[0] != "", str(choice[1]))))


class Shelf(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A category, told by its path: there may be "Accessories" on more than one."""

    iterator = ByPath

    def __init__(self, **options: Any) -> None:
        super().__init__(categories_with_paths(), empty_label="–", **options)

    def label_from_instance(self, obj: Any) -> str:
        return path_of(obj)


def categories_with_paths() -> "QuerySet[Category]":
    """All categories, each with what `path_of` needs: two statements, however many there are."""
    return selectors.categories().prefetch_related(Prefetch("paths_up", upwards()))


def upwards() -> "QuerySet[CategoryPath]":
    """The way from the root down to a category."""
    return CategoryPath.objects.select_related("ancestor").order_by("-depth", "id")


def path_of(category: Category) -> str:
    """Its name after those of all above it."""
    return " / ".join(path.ancestor.name for path in category.paths_up.all())


class CategoryForm(ServiceForm):
    parent = Shelf(required=False, help_text="Moves it with all below it. Empty: at the root.")

    original: Category

    def write(self) -> Category:
        if not {"name", "parent"} & set(self.changed_data):
            return self.original
        return services.edit_category(
            actor=self.actor,
            slug=self.original.slug,
            expected_version=self.expected_version,
            name=self.cleaned_data["name"],
            parent=_slug_of(self.cleaned_data["parent"]),
        )


class NewCategoryForm(ServiceForm):
    slug = Address(max_length=80)
    parent = Shelf(required=False, help_text="Empty: at the root.")

    def write(self) -> Category:
        return services.create_category(
            actor=self.actor,
            name=self.cleaned_data["name"],
            parent=_slug_of(self.cleaned_data["parent"]),
            slug=self.cleaned_data["slug"],
        )


class ProductFields(ServiceForm):
    """What a draft and a product on sale have in common."""

    # change_price calls it an amount, restock a quantity.
    names: ClassVar = {"amount": "price", "quantity": "delivery"}

    slug = Address(max_length=120)
    category = Shelf()
    tags = TagList(required=False, help_text="Parted by commas.")
    description = PlainText(max_length=10_000, required=False)
    price = forms.DecimalField(max_digits=9, decimal_places=2, label=f"Price in {CURRENCY}")

    def details(self, names: Iterable[str]) -> services.ProductDetails:
        """Those of the fields that a service takes as details. An empty slug says nothing."""
        said = {**self.cleaned_data, "category": self.cleaned_data["category"].slug}
        chosen = {name: said[name] for name in names if name in services.ProductDetails.__annotations__}
        return cast("services.ProductDetails", {n: v for n, v in chosen.items() if n != "slug" or v})

    @property
    def price_said(self) -> Money:
        return Money.from_decimal(self.cleaned_data["price"])


class NewProductForm(ProductFields):
    sku = forms.CharField(max_length=32, label="SKU", validators=[is_sku], widget=AdminTextInputWidget)

    def write(self) -> Product:
        return services.create_product(
            actor=self.actor,
            sku=self.cleaned_data["sku"],
            price=self.price_said,
            details=self.details(self.cleaned_data),
        )


class Seen(NamedTuple):
    """The product as the user saw it."""

    slug: str
    version: int


class ProductForm(ProductFields):
    delivery = forms.IntegerField(required=False, label="Add to stock")
    publish = forms.BooleanField(required=False, label="Publish now")

    original: Product

    class Meta:
        labels: ClassVar = {"sku": "SKU"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tags = self.instance.tags.order_by("name").values_list("name", flat=True)
        self.initial.update(price=self.instance.price.decimal, tags=", ".join(tags))

    def write(self) -> Product:
        """Each change by its own service, all or none. What is as it was calls no service."""
        product: Product | Seen = Seen(self.original.slug, self.expected_version)
        if details := self.details(self.changed_data):
            product = self._after(services.edit_product, product, details=details)
        if "price" in self.changed_data:
            product = self._after(services.change_price, product, new_price=self.price_said)
        if self.cleaned_data.get("publish"):
            product = self._after(services.publish_product, product)
        if self.cleaned_data["delivery"] is not None:
            services.restock(actor=self.actor, slug=product.slug, quantity=self.cleaned_data["delivery"])
        return selectors.every_product(slug=product.slug).get()

    def _after(self, change: Callable[..., Product], product: Product | Seen, **values: Any) -> Product:
        return change(actor=self.actor, slug=product.slug, expected_version=product.version, **values)


def _slug_of(category: Category | None) -> str | None:
    return None if category is None else category.slug
