"""Products at the counter: every write is a service's, with its history and its event."""

from datetime import timedelta

import pytest

from catalog import services
from catalog.models import PriceRecord, Product
from core import clock
from core.admin import STALE
from core.models import OutboxEntry
from core.money import Money
from tests import factories
from tests.admin.conftest import errors, events_of, told

pytestmark = pytest.mark.integration

LIST = "catalog/product/"
ADD = "catalog/product/add/"
# What staff do without at the counter, and why. Nothing today.
NOT_FILLED_IN: dict[str, str] = {}


@pytest.fixture
def page(tent):
    return f"catalog/product/{tent.pk}/change/"


@pytest.fixture
def draft(tents):
    return factories.product("Groundsheet", slug="groundsheet", category=tents, published=False, stock=0)


def listed(page):
    return {product.name for product in page.context["cl"].result_list}


def new_product(category, **typed):
    return {"sku": "MAT-1", "name": "Sleeping mat", "category": category.pk, "price": "49.90"} | typed


def test_a_new_product_is_a_draft_with_a_price_on_record(desk, staff, tents):
    answer = desk.fill(ADD, **new_product(tents, tags="Warm, light", description="Rolls up\r\nsmall."))

    mat = Product.objects.get(sku="MAT-1")
    assert answer.status_code == 302
    assert (mat.slug, mat.price, mat.published_at) == ("sleeping-mat", Money(4990), None)
    assert mat.description == "Rolls up\nsmall."
    assert sorted(tag.name for tag in mat.tags.all()) == ["light", "warm"]
    assert PriceRecord.objects.get(product=mat).actor == staff.name
    assert events_of(staff) == ["ProductCreated"]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"price": "-1"}, "price", "A price must be above zero."),
        ({"sku": "TENT-1"}, "sku", "Another product has this sku."),
        ({"slug": "ridge-tent"}, "slug", "Another product has this slug."),
        ({"tags": ",".join(f"tag{n}" for n in range(13))}, "tags", "A product has at most 12 tags."),
        ({"price": "1.999"}, "price", "Ensure that there are no more than 2 decimal places."),
        ({"sku": "tent"}, "sku", "Capital letters and digits, joined by one hyphen."),
        ({"slug": "Not A Slug"}, "slug", "Small letters and digits, words joined by one hyphen."),
        ({"tags": "fine, not fine"}, "tags", "Small letters and digits, words joined by one hyphen."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_made(desk, staff, tents, typed, field, message):
    factories.product(sku="TENT-1", slug="ridge-tent", category=tents)

    answer = desk.fill(ADD, **new_product(tents, **typed))

    assert errors(answer) == {field: [message]}
    assert Product.objects.count() == 1
    assert events_of(staff) == []


def test_an_edit_says_what_was_changed(desk, staff, tent, page, shelter):
    desk.fill(page, name="Ridge tent II", category=shelter.pk, tags="storm")

    tent.refresh_from_db()
    assert (tent.name, tent.category, tent.slug) == ("Ridge tent II", shelter, "ridge-tent")
    assert [tag.name for tag in tent.tags.all()] == ["storm"]
    edited = OutboxEntry.objects.get(actor=staff.name, name="ProductEdited")
    assert edited.payload["changed"] == ["category", "name", "tags"]


def test_a_form_sent_back_untouched_writes_nothing(desk, staff, tent, page):
    answer = desk.fill(page)

    assert answer.status_code == 302
    assert Product.objects.get(pk=tent.pk).version == tent.version
    assert events_of(staff) == []


def test_one_form_edits_prices_publishes_and_stocks_in_one_go(desk, staff, draft):
    desk.fill(
        f"catalog/product/{draft.pk}/change/",
        name="Footprint",
        slug="footprint",
        price="19.00",
        publish="on",
        delivery="3",
    )

    product = Product.objects.select_related("stock").get(pk=draft.pk)
    assert (product.name, product.slug, product.price) == ("Footprint", "footprint", Money(1900))
    assert product.is_visible(at=clock.now())
    assert product.stock.available == 3
    assert events_of(staff) == ["ProductEdited", "PriceChanged", "ProductPublished", "ProductRestocked"]
    assert product.price_records.latest("pk").actor == staff.name


@pytest.mark.roadmap("tools.django")
def test_where_one_change_is_refused_none_is_made(desk, staff, tent, page):
    answer = desk.fill(page, name="Ridge tent II", price="99.00", delivery="0")

    assert errors(answer) == {"delivery": ["Add at least one."]}
    tent.refresh_from_db()
    assert (tent.name, tent.price) == ("Ridge tent", Money(12500))
    assert events_of(staff) == []


def test_a_price_of_zero_is_refused_beside_the_price(desk, page):
    assert errors(desk.fill(page, price="0")) == {"price": ["A price must be above zero."]}


def test_a_slug_taken_by_another_is_refused_beside_the_slug(desk, tent, draft):
    answer = desk.fill(f"catalog/product/{draft.pk}/change/", slug=tent.slug)

    assert errors(answer) == {"slug": ["Another product has this slug."]}


def test_an_emptied_slug_leaves_it_as_it_was(desk, draft):
    desk.fill(f"catalog/product/{draft.pk}/change/", slug="", name="Footprint")

    draft.refresh_from_db()
    assert (draft.name, draft.slug) == ("Footprint", "groundsheet")


def test_what_is_fixed_after_publication_is_not_offered(desk, draft, page):
    on_sale, drafted = desk.open(page), desk.open(f"catalog/product/{draft.pk}/change/")

    assert {"slug", "publish"} & set(on_sale.context["adminform"].form.fields) == {"publish"}
    assert 'name="publish"' not in on_sale.text
    assert 'name="publish"' in drafted.text
    assert 'name="slug"' in drafted.text
    assert 'name="sku"' not in drafted.text


def test_a_second_publication_is_refused(desk, page):
    answer = desk.fill(page, publish="on")

    assert errors(answer) == {"__all__": ["It is published already."]}


def test_a_stale_form_is_refused_and_says_what_to_do(desk, staff, tent, page):
    stale = {"name": "Mine", "version": tent.version}
    services.change_price(
        actor=factories.OPERATOR, slug=tent.slug, expected_version=tent.version, new_price=Money(9900)
    )

    answer = desk.fill(page, **stale)

    assert errors(answer) == {"__all__": [STALE]}
    assert Product.objects.get(pk=tent.pk).name == "Ridge tent"
    assert events_of(staff) == []


def test_a_form_without_its_version_is_stale(desk, page):
    assert errors(desk.fill(page, name="Mine", version="")) == {"__all__": [STALE]}


def test_the_price_history_is_shown_with_who_made_it(desk, staff, page):
    desk.fill(page, price="99.00")

    text = desk.open(page).text
    assert f"by {staff.name}" in text
    assert "125.00 EUR" in text
    assert "99.00 EUR" in text


def test_to_delete_is_to_archive(desk, staff, tent):
    answer = desk.confirm(f"catalog/product/{tent.pk}/delete/")

    tent.refresh_from_db()
    assert tent.archived_at is not None
    assert answer.headers["Location"] == f"/admin/catalog/product/{tent.pk}/change/"
    assert told(answer) == f"{tent} is archived."
    assert events_of(staff) == ["ProductArchived"]


def test_the_confirmation_says_what_will_happen(desk, tent):
    assert "It is archived and not erased" in desk.open(f"catalog/product/{tent.pk}/delete/").text


@pytest.mark.parametrize("version", ["1", "", "many", "9" * 5000])
def test_a_stale_confirmation_is_refused(desk, staff, tent, version):
    page = f"catalog/product/{tent.pk}/delete/"

    answer = desk.send(page, {"post": "yes", "version": version})

    tent.refresh_from_db()
    assert answer.status_code == 302
    assert told(answer) == STALE
    assert tent.archived_at is None


def test_what_is_archived_can_not_be_archived_again(desk, tent):
    page = f"catalog/product/{tent.pk}/delete/"
    desk.confirm(page)

    assert told(desk.confirm(page)).endswith("It is archived already.")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {"Groundsheet"}),
        ("announced", {"Next year's tent"}),
        ("on sale", {"Ridge tent"}),
        ("archived", {"Last year's tent"}),
        ("", {"Groundsheet", "Next year's tent", "Ridge tent", "Last year's tent"}),
    ],
)
def test_the_list_narrows_to_a_state(desk, tent, draft, tents, state, expected):
    factories.product("Next year's tent", category=tents, published=clock.now() + timedelta(days=300))
    old = factories.product("Last year's tent", category=tents)
    services.archive_product(actor=factories.OPERATOR, slug=old.slug, expected_version=old.version)

    page = desk.open(LIST, **({"state": state} if state else {}))

    assert listed(page) == expected


def test_the_list_narrows_to_a_category_and_all_below(desk, tent, stove):
    assert listed(desk.open(LIST, category="shelter")) == {"Ridge tent"}


def test_the_list_tells_state_and_rating(desk, tent, draft):
    factories.review(tent, rating=4)

    page = desk.open(LIST).text

    assert "4.0 of 1" in page
    assert '<td class="field-stands">on sale</td>' in page
    assert '<td class="field-stands">draft</td>' in page
    assert "on sale since" in desk.open(f"catalog/product/{tent.pk}/change/").text


def filled_in(category):
    """All that can be said of a product, as the services take it and as somebody types it."""
    details = factories.all_details(category)
    said = {name: value for name, value in details.items() if name not in NOT_FILLED_IN}
    typed = {"category": category.pk, "tags": ", ".join(details["tags"])}
    return said, said | typed


def held(product):
    return {name: value for name, value in factories.details_of(product).items() if name not in NOT_FILLED_IN}


def test_all_that_is_said_of_a_product_can_be_filled_in(desk, tents):
    said, typed = filled_in(tents)

    desk.fill(ADD, sku="MAT-1", price="49.90", **typed)

    assert held(Product.objects.get(sku="MAT-1")) == said


def test_all_that_is_said_of_a_product_can_be_filled_in_anew(desk, draft, shelter):
    said, typed = filled_in(shelter)

    desk.fill(f"catalog/product/{draft.pk}/change/", **typed)

    assert held(Product.objects.get(pk=draft.pk)) == said
