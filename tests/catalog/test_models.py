"""Each rule that the database holds is broken once by hand, and the database refuses it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, transaction

from catalog.models import (
    Category,
    CategoryPath,
    Placement,
    PriceRecord,
    Product,
    ProductTag,
    Rating,
    Review,
    Stock,
)
from core.money import Money
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def product(shop, **given):
    """A product written past the services, sound but for what is given."""
    sound = {"sku": "T-2", "slug": "dome-tent", "name": "Dome tent", "price_minor": 9900, "category": shop.tents}
    return Product.objects.create(**(sound | given))


def rated(shop, **columns):
    return Rating.objects.filter(pk=shop.tent.pk).update(**columns)


# A rule, and the ways to break it.
BREACHES: dict[str, list[Callable[..., Any]]] = {
    "category_has_a_slug": [lambda _: Category.objects.create(slug="", name="Tents")],
    "category_has_a_name": [lambda _: Category.objects.create(slug="lofts", name="")],
    "category_path_once": [
        lambda shop: CategoryPath.objects.create(ancestor=shop.shelter, descendant=shop.tents, depth=2)
    ],
    "category_path_has_no_cycle": [
        lambda shop: CategoryPath.objects.filter(ancestor=shop.tents, descendant=shop.tents).update(depth=1),
        lambda shop: CategoryPath.objects.create(ancestor=shop.tents, descendant=shop.shelter, depth=0),
    ],
    "product_price_is_positive": [lambda shop: product(shop, price_minor=0)],
    "product_currency_is_the_shops": [lambda shop: product(shop, currency="USD")],
    "product_has_a_sku": [lambda shop: product(shop, sku="")],
    "product_has_a_slug": [lambda shop: product(shop, slug="")],
    "product_has_a_name": [lambda shop: product(shop, name="")],
    "product_tag_once": [lambda shop: ProductTag.objects.create(product=shop.tent, name="storm")],
    "product_tag_has_a_name": [lambda shop: ProductTag.objects.create(product=shop.tent, name="")],
    "placement_once": [
        lambda shop: Placement.objects.create(
            product=shop.tent, category=shop.tents, published_at=shop.tent.published_at, price_minor=1
        )
    ],
    "stock_is_never_negative": [lambda shop: Stock.objects.filter(pk=shop.tent.pk).update(available=-1)],
    "rating_adds_up": [
        lambda shop: rated(shop, count=0),
        lambda shop: rated(shop, total=0),
        lambda shop: rated(shop, total=6),
        lambda shop: rated(shop, average_hundredths=99),
        lambda shop: rated(shop, average_hundredths=501),
        lambda shop: rated(shop, count=0, total=0, average_hundredths=100),
    ],
    "price_record_is_positive": [lambda shop: PriceRecord.objects.filter(product=shop.tent).update(price_minor=0)],
    "review_one_a_customer": [lambda shop: Review.objects.create(product=shop.tent, author=shop.ada, rating=1)],
    "review_rating_is_1_to_5": [
        lambda shop: Review.objects.filter(pk=shop.review.pk).update(rating=0),
        lambda shop: Review.objects.filter(pk=shop.review.pk).update(rating=6),
    ],
}
# The same, for columns that are unique by themselves.
TAKEN = {
    "category slug": lambda _: Category.objects.create(slug="tents", name="More tents"),
    "product SKU": lambda shop: product(shop, sku=shop.tent.sku),
    "product slug": lambda shop: product(shop, slug="ridge-tent"),
    "review id": lambda shop: Review.objects.create(product=shop.tent, rating=1, public_id=shop.review.public_id),
    "stock": lambda shop: Stock.objects.create(product=shop.tent),
    "rating": lambda shop: Rating.objects.create(product=shop.tent),
}


@pytest.mark.parametrize(
    "breach",
    [pytest.param(way, id=f"{name}-{number}") for name, ways in BREACHES.items() for number, way in enumerate(ways)],
)
def test_the_database_holds_the_rule(shop, breach):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        breach(shop)


@pytest.mark.parametrize("repeat", TAKEN.values(), ids=TAKEN.keys())
def test_the_database_holds_one_of_a_kind(shop, repeat):
    with pytest.raises(IntegrityError), transaction.atomic():
        repeat(shop)


def test_every_rule_of_the_catalogue_is_broken_here():
    rules = {rule.name for model in apps.get_app_config("catalog").get_models() for rule in model._meta.constraints}

    assert rules == set(BREACHES)


def test_reviews_of_nobody_do_not_collide(shop):
    for _ in range(2):
        Review.objects.create(product=shop.tent, author=None, rating=3)

    assert Review.objects.filter(product=shop.tent, author=None).count() == 2


def test_a_product_has_a_price_of_money(tent):
    assert tent.price == Money(12500, "EUR")


@pytest.mark.roadmap("data.orm")
def test_a_product_is_visible_from_its_publication_until_it_is_archived(shop):
    published = shop.tent.published_at

    assert shop.tent.is_visible(at=published)
    assert not shop.tent.is_visible(at=published - timedelta(microseconds=1))
    assert not shop.draft.is_visible(at=published)

    shop.tent.archived_at = published
    assert not shop.tent.is_visible(at=published)
    assert shop.tent.was_published(at=published)


def test_rows_are_printed_as_people_say_them(shop):
    path = CategoryPath.objects.get(ancestor=shop.shelter, descendant=shop.tents)
    placement = Placement.objects.get(category=shop.tents)
    record = PriceRecord.objects.get(product=shop.tent)

    printed = [shop.tents, shop.tent, shop.review, shop.tent.tags.get(name="storm"), path, placement, record]
    printed += [Stock.objects.get(product=shop.tent), Rating.objects.get(product=shop.tent)]

    assert list(map(str, printed)) == [
        "Tents",
        f"Ridge tent ({shop.tent.sku})",
        f"4 for {shop.tent.pk}",
        "storm",
        f"{shop.shelter.pk} > {shop.tents.pk}",
        f"{shop.tent.pk} on {shop.tents.pk}",
        f"125.00 EUR since {record.at:%Y-%m-%d}",
        "5",
        "4.00 of 1",
    ]


def test_an_unrated_product_is_printed_too(shop):
    assert str(Rating.objects.get(product=factories.product(category=shop.tents))) == "0.00 of 0"
