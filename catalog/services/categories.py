"""Writes to the category tree."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog import events, permissions
from catalog.models import Category, CategoryPath
from catalog.selectors import CategoryNotFound
from catalog.services import placements
from catalog.services.versions import rewrite
from core.access import Actor, require
from core.errors import Conflict, VersionConflict
from core.events import publish


class UnableToCreateCategory(Conflict):
    code = "unable_to_create_category"


class UnableToEditCategory(Conflict):
    code = "unable_to_edit_category"


class UnableToDeleteCategory(Conflict):
    code = "unable_to_delete_category"


@transaction.atomic
def create_category(*, actor: Actor, name: str, parent: str | None = None, slug: str = "") -> Category:
    """Add a category, at the root or below another."""
    require(actor, permissions.edit_catalog)
    slug = slug or slugify(name)[:80].rstrip("-")
    if not slug:
        raise UnableToCreateCategory("No slug can be made of this name. Send one.", field="slug")
    above = None if parent is None else _locked(parent)
    try:
        with transaction.atomic():
            category = Category.objects.create(slug=slug, name=name, parent=above)
    except IntegrityError:
        raise UnableToCreateCategory("Another category has this slug.", field="slug") from None

    _connect(category, above)
    publish(events.CategoryCreated(slug, name), actor=actor)
    return category


@transaction.atomic
def edit_category(*, actor: Actor, slug: str, expected_version: int, name: str, parent: str | None) -> Category:
    """Rename a category, or move it with all below it. Raises UnableToEditCategory where that would close a circle."""
    require(actor, permissions.edit_catalog)
    tree = _locked_tree()
    category = _found(tree, slug)
    if category.version != expected_version:
        raise VersionConflict(current=category.version)
    above = None if parent is None else _found(tree, parent)
    if above is not None and _is_below(above, category):
        raise UnableToEditCategory("A category can't stand below itself.", field="parent")

    moved = category.parent_id != (above and above.pk)
    rewrite(category, name=name, parent=above)
    if moved:
        _reconnect(category, above)
    publish(events.CategoryEdited(slug, name, parent), actor=actor)
    return category


@transaction.atomic
def delete_category(*, actor: Actor, slug: str, expected_version: int) -> None:
    """Remove an empty category. One with products or categories in it is refused."""
    require(actor, permissions.edit_catalog)
    category = _locked(slug)
    if category.version != expected_version:
        raise VersionConflict(current=category.version)
    if category.children.exists() or category.products.exists():
        raise UnableToDeleteCategory("Empty it first: it holds products or categories.")

    category.delete()
    publish(events.CategoryDeleted(slug), actor=actor)


def _locked(slug: str) -> Category:
    category = Category.objects.select_for_update().filter(slug=slug).first()
    if category is None:
        raise CategoryNotFound
    return category


def _locked_tree() -> dict[str, Category]:
    """Every category, locked: two moves at once could otherwise close a circle that neither sees."""
    return {category.slug: category for category in Category.objects.select_for_update().order_by("pk")}


def _found(tree: dict[str, Category], slug: str) -> Category:
    if slug not in tree:
        raise CategoryNotFound
    return tree[slug]


def _is_below(category: Category, other: Category) -> bool:
    """Also true of a category and itself."""
    return CategoryPath.objects.filter(ancestor=other, descendant=category).exists()


def _connect(category: Category, above: Category | None) -> None:
    itself = CategoryPath(ancestor=category, descendant=category, depth=0)
    ancestors = CategoryPath.objects.filter(descendant=above) if above else CategoryPath.objects.none()
    paths = [CategoryPath(ancestor_id=p.ancestor_id, descendant=category, depth=p.depth + 1) for p in ancestors]
    CategoryPath.objects.bulk_create([itself, *paths])


# roadmap: language.comprehensions
def _reconnect(category: Category, above: Category | None) -> None:
    """Cut the subtree off its old ancestors, tie it to its new ones, and move its products' shelves."""
    below = list(CategoryPath.objects.filter(ancestor=category).order_by("depth"))
    inside = [path.descendant_id for path in below]
    CategoryPath.objects.filter(descendant__in=inside).exclude(ancestor__in=inside).delete()
    ancestors = list(CategoryPath.objects.filter(descendant=above)) if above else []
    CategoryPath.objects.bulk_create(
        CategoryPath(ancestor_id=up.ancestor_id, descendant_id=down.descendant_id, depth=up.depth + 1 + down.depth)
        for up in ancestors
        for down in below
    )
    placements.replace_subtree(category)
