"""A tree that stays one, with every product on the shelves above it."""

import random

import pytest

from catalog import services
from catalog.models import Category, CategoryPath, Placement, Product
from catalog.selectors import CategoryNotFound
from core import clock
from core.models import OutboxEntry
from tests import factories
from tests.catalog.conftest import assert_the_tree_is_whole

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def move(actor, slug, parent):
    category = Category.objects.get(slug=slug)
    return services.edit_category(
        actor=actor, slug=slug, expected_version=category.version, name=category.name, parent=parent
    )


def last_payload():
    return OutboxEntry.objects.latest("id").payload


def test_a_category_stands_at_the_root_or_below_another(staff):
    shelter = services.create_category(actor=staff, name="Shelter")
    tents = services.create_category(actor=staff, name="Two-person tents", parent="shelter")

    assert (shelter.slug, shelter.parent, shelter.version) == ("shelter", None, 1)
    assert (tents.slug, tents.parent) == ("two-person-tents", shelter)
    assert last_payload() == {"key": "two-person-tents", "name": "Two-person tents"}
    assert_the_tree_is_whole()


@pytest.mark.parametrize(("name", "slug"), [("???", ""), ("Tents", ""), ("Lofts", "tents")])
def test_a_category_needs_a_slug_of_its_own(staff, tents, name, slug):
    with pytest.raises(services.UnableToCreateCategory) as refusal:
        services.create_category(actor=staff, name=name, slug=slug)

    assert refusal.value.field == "slug"
    assert Category.objects.count() == 2


def test_a_long_name_makes_a_slug_without_a_loose_end(staff):
    name = "\N{LATIN SMALL LIGATURE FFI}" * 26 + "a b"

    assert services.create_category(actor=staff, name=name).slug == "ffi" * 26 + "a"


def test_a_category_stands_below_one_that_is_there(staff, tents):
    with pytest.raises(CategoryNotFound):
        services.create_category(actor=staff, name="Lofts", parent="nowhere")
    with pytest.raises(CategoryNotFound):
        move(staff, "tents", "nowhere")


def test_a_category_can_be_renamed_where_it_stands(staff, tent):
    placed = set(Placement.objects.values_list("pk", flat=True))

    services.edit_category(actor=staff, slug="tents", expected_version=1, name="All tents", parent="shelter")

    tents = Category.objects.get(slug="tents")
    assert (tents.name, tents.version) == ("All tents", 2)
    assert last_payload() == {"key": "tents", "name": "All tents", "parent": "shelter"}
    assert set(Placement.objects.values_list("pk", flat=True)) == placed
    assert_the_tree_is_whole()


@pytest.mark.roadmap("language.comprehensions")
def test_a_category_moves_with_all_below_it(staff, shelter, tents, tent):
    factories.category("Sale")
    lofts = factories.category("Lofts", parent=tents)
    factories.product("Loft tent", category=lofts)

    move(staff, "shelter", "sale")
    assert_the_tree_is_whole()

    move(staff, "tents", None)
    assert_the_tree_is_whole()
    assert Placement.objects.filter(category__slug="shelter").count() == 0


@pytest.mark.parametrize("below", ["shelter", "tents", "lofts"])
def test_no_category_stands_below_itself(staff, tents, below):
    factories.category("Lofts", parent=tents)

    with pytest.raises(services.UnableToEditCategory, match="below itself") as refusal:
        move(staff, "shelter", below)

    assert refusal.value.field == "parent"
    assert_the_tree_is_whole()


@pytest.mark.roadmap("language.comprehensions")
def test_after_any_moves_the_tree_is_whole(staff):
    lot = random.Random(20261123)  # noqa: S311  # no secret: the same moves each time
    slugs = [factories.category(f"Shelf {number}").slug for number in range(7)]
    for number, slug in enumerate(slugs):
        factories.product(category=Category.objects.get(slug=slug), published=number != 3)

    archived = Product.objects.visible(at=clock.now())[0]
    services.archive_product(actor=staff, slug=archived.slug, expected_version=archived.version)

    refused = 0
    for _ in range(40):
        slug, parent = lot.choice(slugs), lot.choice([*slugs, None])
        try:
            move(staff, slug, parent)
        except services.UnableToEditCategory:
            refused += 1
        assert_the_tree_is_whole()

    assert 5 < refused < 35
    assert CategoryPath.objects.filter(depth__gte=2).exists()


def test_an_empty_category_can_go(staff, shelter, tents):
    services.delete_category(actor=staff, slug="tents", expected_version=1)

    assert list(Category.objects.all()) == [shelter]
    assert last_payload() == {"key": "tents"}
    assert_the_tree_is_whole()


@pytest.mark.parametrize("published", [True, False], ids=["on sale", "draft"])
def test_a_category_with_a_product_stays(staff, tents, published):
    factories.product(category=tents, published=published)

    with pytest.raises(services.UnableToDeleteCategory, match="Empty it first"):
        services.delete_category(actor=staff, slug="tents", expected_version=1)


def test_a_category_with_an_archived_product_stays(staff, tent):
    services.archive_product(actor=staff, slug="ridge-tent", expected_version=2)

    with pytest.raises(services.UnableToDeleteCategory):
        services.delete_category(actor=staff, slug="tents", expected_version=1)


def test_a_category_with_another_below_it_stays(staff, tents):
    with pytest.raises(services.UnableToDeleteCategory):
        services.delete_category(actor=staff, slug="shelter", expected_version=1)
