"""Products from draft to archive."""

from datetime import timedelta
from typing import cast

import pytest
from django.db.models import QuerySet

from catalog import services
from catalog.models import Placement, PriceRecord, Product, ProductTag, Rating, Stock
from catalog.selectors import CategoryNotFound
from core.errors import VersionConflict
from core.models import OutboxEntry
from core.money import Money
from tests import factories
from tests.catalog.conftest import assert_the_tree_is_whole

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HOUR = timedelta(hours=1)
# One character in a name, three in a slug.
FFI = "\N{LATIN SMALL LIGATURE FFI}"


def create(actor, *, sku="T-2", price=9900, **details):
    """A dome tent, but for what a test says."""
    price = price if isinstance(price, Money) else Money(price)
    said = cast("services.ProductDetails", {"name": "Dome tent", "category": "tents", **details})
    return services.create_product(actor=actor, sku=sku, price=price, details=said)


def edit(actor, product, **details):
    version = Product.objects.get(pk=product.pk).version
    said = cast("services.ProductDetails", details)
    return services.edit_product(actor=actor, slug=product.slug, expected_version=version, details=said)


def tags(product):
    return sorted(ProductTag.objects.filter(product=product).values_list("name", flat=True))


def last_payload():
    return OutboxEntry.objects.latest("id").payload


def test_a_new_product_is_a_draft_with_all_that_belongs_to_it(staff, tents, stopped_clock):
    made = create(staff, description="Two poles.", tags=["light"])

    product = Product.objects.get(slug="dome-tent")
    assert product == made
    assert (product.sku, product.name, product.description) == ("T-2", "Dome tent", "Two poles.")
    assert (product.price, product.category, product.version) == (Money(9900), tents, 1)
    assert (product.created_at, product.published_at, product.archived_at) == (stopped_clock, None, None)
    assert Stock.objects.get(product=product).available == 0
    assert Rating.objects.get(product=product).count == 0
    assert PriceRecord.objects.get(product=product).price_minor == 9900
    assert tags(product) == ["light"]
    assert not Placement.objects.filter(product=product).exists()
    assert last_payload() == {"key": "T-2", "name": "Dome tent", "price_minor": 9900}


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Dome Tent, 2 m²", "dome-tent-2-m2"), ("Zelt für Ödön", "zelt-fur-odon"), (FFI * 39 + "aa b", "ffi" * 39 + "aa")],
    ids=["ordinary", "accents", "long"],
)
def test_a_slug_is_made_of_the_name(staff, tents, name, slug):
    assert create(staff, name=name).slug == slug


def test_a_slug_may_be_given(staff, tents):
    assert create(staff, slug="dome").slug == "dome"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"price": 0}, "price"),
        ({"price": -1}, "price"),
        ({"price": Money(9900, "USD")}, "price"),
        ({"sku": "T-1"}, "sku"),
        ({"slug": "ridge-tent"}, "slug"),
        ({"name": "Ridge tent"}, "slug"),
        ({"name": "???"}, "slug"),
        ({"tags": [f"tag-{number}" for number in range(13)]}, "tags"),
    ],
    ids=str,
)
def test_an_unsound_product_is_refused_naming_the_field(staff, tents, given, field):
    factories.product("Ridge tent", sku="T-1", slug="ridge-tent", category=tents)

    with pytest.raises(services.UnableToCreateProduct) as refusal:
        create(staff, **given)

    assert refusal.value.field == field
    assert Product.objects.count() == 1


def test_a_product_needs_a_shelf_that_is_there(staff):
    with pytest.raises(CategoryNotFound):
        create(staff, category="nowhere")


def test_of_two_creations_at_once_one_is_refused(staff, tents, tent, monkeypatch):
    # Both have asked whether the slug is free before either has written.
    monkeypatch.setattr(QuerySet, "exists", lambda _: False)

    with pytest.raises(services.UnableToCreateProduct, match="just taken"):
        create(staff, slug="ridge-tent")

    assert Product.objects.count() == 1


def test_tags_are_canonical_and_each_is_there_once(staff, tents):
    product = create(staff, tags=[" Storm", "storm ", "STORM", "light", "Straße", "", "  "])

    assert tags(product) == ["light", "storm", "strasse"]


def test_an_edit_changes_what_is_said_and_nothing_else(staff, tent):
    edited = edit(staff, tent, description="Three poles.")

    product = Product.objects.get(pk=tent.pk)
    assert product.description == edited.description == "Three poles."
    assert (product.name, product.slug, product.category) == (tent.name, tent.slug, tent.category)
    assert tags(product) == ["storm", "two-person"]
    assert last_payload() == {"key": tent.sku, "changed": ["description"]}


def test_an_edit_replaces_tags(staff, tent):
    edit(staff, tent, tags=["storm", "Light"])

    assert tags(tent) == ["light", "storm"]


def test_thirteen_tags_are_too_many(staff, tent):
    with pytest.raises(services.UnableToEditProduct, match="at most 12 tags"):
        edit(staff, tent, tags=[f"tag-{number}" for number in range(13)])

    assert tags(tent) == ["storm", "two-person"]


def test_the_slug_of_a_draft_may_change(staff, tents):
    draft = create(staff)

    assert edit(staff, draft, slug="dome").slug == "dome"


@pytest.mark.parametrize("delay", [-HOUR, HOUR], ids=["published", "scheduled"])
def test_a_slug_is_frozen_at_the_first_publication(staff, tents, stopped_clock, delay):
    product = factories.product(category=tents, slug="ridge-tent", published=stopped_clock + delay)

    with pytest.raises(services.UnableToEditProduct, match="fixed") as refusal:
        edit(staff, product, slug="dome")

    assert refusal.value.field == "slug"


def test_the_frozen_slug_may_be_said_again(staff, tent):
    assert edit(staff, tent, slug="ridge-tent", name="Ridge tent II").name == "Ridge tent II"


def test_a_draft_takes_no_slug_of_another(staff, tent):
    draft = create(staff)

    with pytest.raises(services.UnableToEditProduct, match="Another product has this slug") as refusal:
        edit(staff, draft, slug="ridge-tent")

    assert refusal.value.field == "slug"
    assert Product.objects.get(pk=draft.pk).slug == "dome-tent"


@pytest.mark.roadmap("data.sql")
def test_a_product_moves_with_its_placements(staff, tent, stove):
    edit(staff, tent, category="cooking")

    tent.refresh_from_db()
    assert tent.category == stove.category
    assert_the_tree_is_whole()


def test_a_product_moves_nowhere(staff, tent):
    with pytest.raises(CategoryNotFound):
        edit(staff, tent, category="nowhere")


def test_a_new_price_is_remembered_and_placed(staff, tent):
    changed = services.change_price(actor=staff, slug="ridge-tent", expected_version=2, new_price=Money(9900))

    assert changed.price == Product.objects.get(pk=tent.pk).price == Money(9900)
    records = PriceRecord.objects.filter(product=tent).order_by("id")
    assert [(record.price_minor, record.actor) for record in records] == [
        (12500, "command:tests"),
        (9900, staff.name),
    ]
    assert last_payload() == {"key": tent.sku, "old_minor": 12500, "new_minor": 9900}
    assert_the_tree_is_whole()


@pytest.mark.parametrize("price", [Money(0), Money(-1), Money(9900, "USD")], ids=str)
def test_an_unsound_price_is_refused(staff, tent, price):
    with pytest.raises(services.UnableToChangePrice) as refusal:
        services.change_price(actor=staff, slug="ridge-tent", expected_version=2, new_price=price)

    assert refusal.value.field == "price"


def test_a_product_is_published_now_or_later(staff, tents, stopped_clock):
    now, later = create(staff), create(staff, sku="T-3", slug="dome-3")

    services.publish_product(actor=staff, slug=now.slug, expected_version=1)
    services.publish_product(actor=staff, slug=later.slug, expected_version=1, at=stopped_clock + HOUR)

    assert Product.objects.get(pk=now.pk).published_at == stopped_clock
    assert Product.objects.get(pk=later.pk).published_at == stopped_clock + HOUR
    assert last_payload() == {"key": "T-3", "published_at": "2100-07-01T13:00:00+00:00"}
    assert_the_tree_is_whole()


def test_a_publication_that_is_still_to_come_may_be_moved(staff, tents, stopped_clock):
    product = factories.product(category=tents, slug="ridge-tent", published=stopped_clock + HOUR)

    services.publish_product(actor=staff, slug=product.slug, expected_version=2, at=stopped_clock + 2 * HOUR)

    assert Product.objects.get(pk=product.pk).published_at == stopped_clock + 2 * HOUR
    assert_the_tree_is_whole()


def test_a_product_is_published_once(staff, tent):
    with pytest.raises(services.UnableToPublish, match="already"):
        services.publish_product(actor=staff, slug="ridge-tent", expected_version=2)


def test_archiving_takes_a_product_off_its_shelves(staff, tent, stopped_clock):
    services.archive_product(actor=staff, slug="ridge-tent", expected_version=2)

    assert Product.objects.get(pk=tent.pk).archived_at == stopped_clock
    assert not Placement.objects.filter(product=tent).exists()
    assert_the_tree_is_whole()


def test_an_archived_product_stays_as_it_was(staff, tent):
    services.archive_product(actor=staff, slug="ridge-tent", expected_version=2)
    address = {"actor": staff, "slug": "ridge-tent", "expected_version": 3}

    with pytest.raises(services.UnableToArchive, match="already"):
        services.archive_product(**address)
    with pytest.raises(services.UnableToPublish, match="stays archived"):
        services.publish_product(**address)
    with pytest.raises(services.UnableToChangePrice, match="stays as it was"):
        services.change_price(**address, new_price=Money(1))
    with pytest.raises(services.UnableToEditProduct, match="stays as it was"):
        services.edit_product(**address, details={"name": "Another"})


@pytest.mark.roadmap("data.crud")
def test_of_two_edits_of_one_version_the_second_is_refused(staff, admin, tent):
    seen = tent.version
    services.edit_product(actor=staff, slug="ridge-tent", expected_version=seen, details={"name": "First"})

    with pytest.raises(VersionConflict) as refusal:
        services.edit_product(actor=admin, slug="ridge-tent", expected_version=seen, details={"name": "Second"})

    assert refusal.value.current == seen + 1
    assert Product.objects.get(pk=tent.pk).name == "First"
