"""Many products at once, and what the database then holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog import loading
from catalog.loading import LoadedPrice, LoadedProduct, LoadedReview, UnableToLoad, load_products
from catalog.models import Placement, Product
from catalog.selectors import CategoryNotFound
from core.errors import NotPermitted
from core.models import OutboxEntry
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration

AT = datetime(2025, 5, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def lamp(tents) -> LoadedProduct:
    """A lamp that is on sale among the tents, with no past."""
    return LoadedProduct(
        sku="LAMP-1",
        slug="lamp",
        name="Lamp",
        description="It shines.",
        category=tents.slug,
        tags=("camp",),
        prices=(LoadedPrice(Money(1995), AT),),
        available=3,
        published_at=AT,
    )


def many(lamp: LoadedProduct, count: int) -> list[LoadedProduct]:
    return [replace(lamp, sku=f"LAMP-{number}", slug=f"lamp-{number}") for number in range(count)]


def stars(*given: int) -> tuple[LoadedReview, ...]:
    """Reviews by as many new customers."""
    return tuple(LoadedReview(factories.user().pk, rating, "Bright.", AT) for rating in given)


def test_a_loaded_product_has_all_that_was_said_of_it(staff, lamp):
    loaded = replace(lamp, archived_at=AT + timedelta(days=1), reviews=stars(4))

    load_products(actor=staff, batch=[loaded])

    product = Product.objects.get(slug="lamp")
    review = product.reviews.get()
    assert (product.sku, product.name, product.description) == ("LAMP-1", "Lamp", "It shines.")
    assert (product.created_at, product.published_at, product.archived_at) == (AT, AT, AT + timedelta(days=1))
    assert (product.category.slug, product.stock.available) == ("tents", 3)
    assert (review.author_id, review.rating, review.text, review.created_at) == (
        loaded.reviews[0].author_id,
        4,
        "Bright.",
        AT,
    )


def test_it_says_how_many_were_added(staff, lamp):
    assert load_products(actor=staff, batch=many(lamp, 3)) == 3


def test_the_last_price_is_the_present_one_and_all_name_the_actor(staff, lamp):
    prices = (LoadedPrice(Money(1495), AT), LoadedPrice(Money(1995), AT + timedelta(days=9)))

    load_products(actor=staff, batch=[replace(lamp, prices=prices)])

    product = Product.objects.get(slug="lamp")
    history = product.price_records.order_by("at").values_list("price_minor", "actor")
    assert product.price == Money(1995)
    assert list(history) == [(1495, staff.name), (1995, staff.name)]


def test_tags_are_stored_in_one_spelling_once(staff, lamp):
    load_products(actor=staff, batch=[replace(lamp, tags=(" Camp", "camp", " ", "LED"))])

    assert set(Product.objects.get(slug="lamp").tags.values_list("name", flat=True)) == {"camp", "led"}


@pytest.mark.parametrize("given", [(), (5,), (1, 2), (5, 4, 4), (3, 3, 3, 3, 3, 3, 3, 4), (4, 5, 5, 5, 5, 5, 5, 5)])
def test_a_rating_is_what_the_same_reviews_come_to_one_by_one(staff, lamp, given):
    twin = factories.product("Twin")
    for rating in given:
        factories.review(twin, rating=rating)

    load_products(actor=staff, batch=[replace(lamp, reviews=stars(*given))])

    twin.rating.refresh_from_db()
    loaded = Product.objects.get(slug="lamp").rating
    assert (loaded.count, loaded.total) == (len(given), sum(given))
    assert (loaded.count, loaded.total, loaded.average_hundredths) == (
        twin.rating.count,
        twin.rating.total,
        twin.rating.average_hundredths,
    )


def test_a_published_product_stands_on_its_shelf_and_all_above(staff, lamp, tents, shelter):
    load_products(actor=staff, batch=[lamp])

    placed = Placement.objects.values_list("category", "product__slug", "published_at", "price_minor")
    assert set(placed) == {(tents.pk, "lamp", AT, 1995), (shelter.pk, "lamp", AT, 1995)}


def test_drafts_and_archived_products_stand_on_no_shelf(staff, lamp):
    draft = replace(lamp, published_at=None)
    archived = replace(lamp, sku="LAMP-2", slug="lamp-2", archived_at=AT)

    load_products(actor=staff, batch=[draft, archived])

    assert not Placement.objects.exists()


def test_shelves_of_products_that_were_there_stay_as_they_are(staff, lamp, tent):
    before = list(Placement.objects.filter(product=tent).values())

    load_products(actor=staff, batch=[lamp])

    assert list(Placement.objects.filter(product=tent).values()) == before


@pytest.mark.roadmap("language.pythonic")
def test_a_key_that_somebody_took_in_between_is_not_placed():
    assert list(loading._runs([3, 4, 5, 7, 10, 11])) == [(3, 5), (7, 7), (10, 11)]


def test_a_batch_is_one_event(staff, lamp):
    OutboxEntry.objects.all().delete()

    load_products(actor=staff, batch=many(lamp, 3))

    event = OutboxEntry.objects.get()
    assert (event.name, event.payload["products"], event.actor) == ("CatalogLoaded", 3, staff.name)


def test_an_empty_batch_is_no_event(staff, db):
    before = OutboxEntry.objects.count()

    assert load_products(actor=staff, batch=[]) == 0
    assert OutboxEntry.objects.count() == before


def test_a_customer_may_not_load(customer, lamp):
    with pytest.raises(NotPermitted):
        load_products(actor=customer, batch=[lamp])

    assert not Product.objects.exists()


@pytest.mark.parametrize("free", ["sku", "slug"])
def test_one_product_that_is_there_refuses_the_whole_batch(staff, lamp, free):
    load_products(actor=staff, batch=[lamp])
    other = replace(lamp, sku="LAMP-2", slug="lamp-2")
    known = replace(lamp, **{free: "another"})

    with pytest.raises(UnableToLoad):
        load_products(actor=staff, batch=[other, known])

    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    "unsound",
    [
        {"prices": ()},
        {"prices": (LoadedPrice(Money(0), AT),)},
        {"prices": (LoadedPrice(Money(-5), AT), LoadedPrice(Money(5), AT))},
        {"tags": tuple(f"tag-{number}" for number in range(13))},
        {"prices": (LoadedPrice(Money(5, "USD"), AT),)},
        {"available": -1},
        {"available": 1_000_001},
        {"reviews": (LoadedReview(1, 0, "", AT),)},
        {"reviews": (LoadedReview(1, 6, "", AT),)},
        {"reviews": (LoadedReview(1, 5, "", AT), LoadedReview(1, 4, "", AT))},
    ],
)
def test_what_the_other_services_refuse_is_refused_here_too(staff, lamp, unsound):
    with pytest.raises(UnableToLoad) as refusal:
        load_products(actor=staff, batch=[lamp, replace(lamp, sku="LAMP-2", slug="lamp-2", **unsound)])

    assert refusal.value.facts == {"sku": "LAMP-2"}
    assert not Product.objects.exists()


def test_a_shelf_that_does_not_exist_is_refused(staff, lamp):
    with pytest.raises(CategoryNotFound):
        load_products(actor=staff, batch=[lamp, replace(lamp, sku="LAMP-2", slug="lamp-2", category="lamps")])

    assert not Product.objects.exists()


def test_a_larger_batch_takes_no_more_statements(staff, lamp, statements):
    with statements:
        load_products(actor=staff, batch=many(lamp, 2))
    few = len(statements)
    with statements:
        load_products(
            actor=staff,
            batch=[replace(loaded, sku=f"{loaded.sku}-B", slug=f"{loaded.slug}-b") for loaded in many(lamp, 60)],
        )

    assert len(statements) == few


@pytest.mark.django_db(transaction=True)  # MariaDB ends a transaction when it counts.
def test_the_database_counts_every_table_of_the_catalogue(statements):
    with statements:
        loading.refresh_statistics()

    told = [query["sql"] for query in statements.captured_queries]
    assert len(told) == 9
    assert all(sql.startswith("ANALYZE ") and "catalog_" in sql for sql in told)
