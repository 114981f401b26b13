"""What is found: by whom, narrowed how, in which order, with what beside it."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db.models import CharField

from catalog import selectors, services
from catalog.models import Product
from catalog.selectors import ProductFilters
from core import clock
from core.money import Money
from core.statements import Parameter, Statement
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HOUR = timedelta(hours=1)
SHELF_KEYS = ("shelf_at", "shelf_price", "shelf_product")


def found(**filters):
    """The slugs of the visible products that pass, newest first."""
    rows = selectors.visible_products(filters=ProductFilters(**filters), at=clock.now())
    return [row.slug for row in rows]


@pytest.fixture
def shelf(tents, shelter, stopped_clock):
    """Three on sale, an hour apart. The tarp stands on a higher shelf; the stove is sold out, unrated and elsewhere."""
    ages = {
        "tent": factories.product(
            "Ridge Tent 100%", slug="tent", category=tents, tags=["storm", "light"], published=stopped_clock - HOUR
        ),
        "tarp": factories.product(
            "Tarp_one", slug="tarp", category=shelter, price=4900, tags=["light"], published=stopped_clock - 2 * HOUR
        ),
        "stove": factories.product(
            "Ridge stove",
            slug="stove",
            category=factories.category("Cooking"),
            price=4901,
            stock=0,
            published=stopped_clock - 3 * HOUR,
        ),
    }
    factories.review(ages["tent"], rating=4)
    factories.review(ages["tarp"], rating=5)
    return ages


@pytest.mark.roadmap("data.orm")
def test_newest_first_and_the_id_decides_between_twins(shelf, stopped_clock):
    twin = factories.product("Twin", slug="twin", category=shelf["tent"].category, published=stopped_clock - HOUR)

    assert found() == [twin.slug, "tent", "tarp", "stove"]


def test_a_shopper_sees_no_draft_nothing_of_the_future_and_nothing_archived(shelf, tents, stopped_clock):
    factories.product("Draft", category=tents, published=False)
    factories.product("Tomorrow's tent", slug="tomorrow", category=tents, published=stopped_clock + HOUR)
    services.archive_product(actor=factories.OPERATOR, slug="tarp", expected_version=2)

    assert found() == ["tent", "stove"]
    with clock.stopped(stopped_clock + HOUR):
        assert found() == ["tomorrow", "tent", "stove"]
        assert found(category="tents") == ["tomorrow", "tent"]


@pytest.mark.roadmap("language.comprehensions")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"category": "shelter"}, ["tent", "tarp"]),
        ({"category": "tents"}, ["tent"]),
        ({"category": "cooking"}, ["stove"]),
        ({"category": "Tents"}, []),
        ({"category": "nowhere"}, []),
        ({"tag": "light"}, ["tent", "tarp"]),
        ({"tag": "storm"}, ["tent"]),
        ({"tag": "Storm"}, []),
        ({"min_price": 4901}, ["tent", "stove"]),
        ({"max_price": 4900}, ["tarp"]),
        ({"min_price": 4900, "max_price": 4901}, ["tarp", "stove"]),
        ({"in_stock": True}, ["tent", "tarp"]),
        ({"in_stock": False}, ["stove"]),
        ({"min_rating": 400}, ["tent", "tarp"]),
        ({"min_rating": 401}, ["tarp"]),
        ({"q": "ridge"}, ["tent", "stove"]),
        ({"q": "GE T"}, ["tent"]),
        ({"q": "%"}, ["tent"]),
        ({"q": "_"}, ["tarp"]),
        ({"q": "\\"}, []),
        ({"q": "100%", "tag": "light", "category": "shelter", "in_stock": True}, ["tent"]),
        ({"q": "ridge", "category": "cooking", "tag": "light"}, []),
    ],
    ids=str,
)
def test_a_filter_lets_these_pass(shelf, filters, expected):
    assert found(**filters) == expected


@pytest.mark.parametrize(("text", "expected"), [("ridge", 2), ("GE T", 1), ("%", 1), ("_", 1), ("\\", 0)])
def test_a_text_that_comes_late_means_the_same(shelf, text, expected):
    rows = Product.objects.matching(Parameter("q", CharField()))

    assert len(Statement.of(rows.values_list("id")).rows({"q": text})) == expected


def test_a_product_on_a_shelf_brings_the_sort_keys_of_its_placement(shelf):
    rows = selectors.visible_products(filters=ProductFilters(category="shelter"), at=clock.now())

    shelf_keys = list(rows.values_list(*SHELF_KEYS))

    assert shelf_keys == [(p.published_at, p.price_minor, p.pk) for p in (shelf["tent"], shelf["tarp"])]


@pytest.mark.roadmap("data.orm")
def test_a_relation_that_was_not_asked_for_is_an_error(shelf):
    row = selectors.visible_products(filters=ProductFilters(), at=clock.now())[0]

    with pytest.raises(FieldFetchBlocked):
        _ = row.category


def test_a_shopper_finds_a_visible_product_only(shop):
    now = clock.now()

    assert selectors.visible_product(slug="ridge-tent", at=now).get() == shop.tent
    assert not selectors.visible_product(slug="ridge-tent", at=shop.tent.published_at - HOUR).exists()
    assert not selectors.visible_product(slug="pocket-stove", at=now).exists()


def test_staff_find_drafts_and_archived_products_too(shop):
    services.archive_product(actor=factories.OPERATOR, slug="ridge-tent", expected_version=2)

    assert selectors.every_product(slug="ridge-tent").get() == shop.tent
    assert selectors.every_product(slug="pocket-stove").get() == shop.draft


@pytest.mark.parametrize("slug", ["pocket-stove", "nowhere"])
def test_what_a_shopper_cannot_see_does_not_exist(shop, slug):
    selectors.refuse_unless_visible(slug="ridge-tent")

    with pytest.raises(selectors.ProductNotFound, match="no such product"):
        selectors.refuse_unless_visible(slug=slug)


def test_categories_come_by_name_with_their_parent_in_one_statement(shop, statements):
    with statements:
        told = [(row.name, row.parent and row.parent.slug) for row in selectors.categories()]

    assert told == [("Cooking", None), ("Lamps", None), ("Shelter", None), ("Tents", "shelter")]
    assert len(statements) == 1


def test_one_category_is_found_by_its_slug(shop):
    assert selectors.category(slug="tents").get() == shop.tents
    assert not selectors.category(slug="Tents").exists()


def test_reviews_come_latest_first_with_their_author_in_one_statement(shop, statements):
    with clock.stopped(clock.now() + HOUR):
        factories.review(shop.tent, author=factories.user(display_name="Grace"))

    with statements:
        rows = selectors.reviews(product="ridge-tent", at=clock.now())
        told = [(row.author and row.author.display_name, row.product.slug) for row in rows]

    assert told == [("Grace", "ridge-tent"), ("Ada", "ridge-tent")]
    assert len(statements) == 1


def test_what_is_said_of_a_hidden_product_is_hidden(shop):
    services.archive_product(actor=factories.OPERATOR, slug="ridge-tent", expected_version=2)
    now = clock.now()

    assert not selectors.reviews(product="ridge-tent", at=now).exists()
    assert not selectors.review(public_id=shop.review.public_id, at=now).exists()
    assert not selectors.price_history(product="ridge-tent", at=now).exists()


def test_one_review_is_found_by_its_public_id(shop, statements):
    with statements:
        row = selectors.review(public_id=shop.review.public_id, at=clock.now()).get()
        assert row.author is not None
        told = (row.author.display_name, row.product.slug, row.rating)

    assert told == ("Ada", "ridge-tent", 4)
    assert len(statements) == 1


def test_prices_come_latest_first(shop):
    with clock.stopped(clock.now() + HOUR):
        services.change_price(actor=factories.OPERATOR, slug="ridge-tent", expected_version=2, new_price=Money(9900))

    rows = selectors.price_history(product="ridge-tent", at=clock.now())

    assert [row.price_minor for row in rows] == [9900, 12500]
