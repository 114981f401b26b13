"""Pages of products: what filters and sorts give, and what a page costs."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog import services
from core import clock
from tests import factories

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(tents):
    """Nine tents with ties in every sort key: three prices, three instants, names in pairs."""
    return [
        factories.product(
            f"Tent {'abc'[number % 3]}",
            category=tents,
            price=1000 + number % 3,
            published=START + timedelta(days=number % 3),
            slug=f"tent-{number}",
        )
        for number in range(9)
    ]


def slugs(page):
    return [product["slug"] for product in page.json()["results"]]


def walk(api, query, link="next"):
    page = api.get(PRODUCTS, query)
    pages = [page]
    while page.json()[link]:
        page = api.get(page.json()[link])
        pages.append(page)
    return pages


@pytest.mark.parametrize("category", [{}, {"category": "shelter"}])
@pytest.mark.parametrize("sort", ["newest", "price", "-price", "rating", "name"])
def test_pages_hold_every_product_once_and_in_order(api, shelf, sort, category):
    factories.review(shelf[4], rating=5)
    whole = slugs(api.get(PRODUCTS, {"sort": sort, **category}))

    pages = walk(api, {"sort": sort, "limit": 2, **category})

    assert [slug for page in pages for slug in slugs(page)] == whole
    assert sorted(whole) == sorted(product.slug for product in shelf)


@pytest.mark.parametrize("sort", ["newest", "price", "-price", "rating", "name"])
def test_the_way_back_is_the_way_there(api, shelf, sort):
    there = [slugs(page) for page in walk(api, {"sort": sort, "limit": 2})]
    last = walk(api, {"sort": sort, "limit": 2})[-1]

    back = [slugs(last)]
    while last.json()["previous"]:
        last = api.get(last.json()["previous"])
        back.insert(0, slugs(last))

    assert back == there


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_behind(api, shelf):
    pages = walk(api, {"limit": 4})

    assert pages[0].json()["previous"] is None
    assert pages[-1].json()["next"] is None
    assert len(pages) == 3


def test_a_product_published_meanwhile_does_not_shift_the_next_page(api, shelf, tents):
    first = api.get(PRODUCTS, {"limit": 4})
    rest = slugs(api.get(first.json()["next"]))
    factories.product("New", category=tents)

    assert slugs(api.get(first.json()["next"])) == rest


@pytest.mark.roadmap("tools.pydantic")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"category": "shelter"}, {"ridge-tent"}),
        ({"category": "tents"}, {"ridge-tent"}),
        ({"category": "cooking"}, {"pocket-stove"}),
        ({"category": "nowhere"}, set()),
        ({"tag": "gas"}, {"pocket-stove"}),
        ({"tag": "storm"}, {"ridge-tent"}),
        ({"min_price": 12500}, {"ridge-tent"}),
        ({"max_price": 4900}, {"pocket-stove"}),
        ({"min_price": 4901, "max_price": 12499}, set()),
        ({"in_stock": "true"}, {"ridge-tent", "pocket-stove"}),
        ({"in_stock": "false"}, {"sold-out"}),
        ({"min_rating": 450}, {"pocket-stove"}),
        ({"q": "RIDGE"}, {"ridge-tent"}),
        ({"q": "100%"}, set()),
        ({"q": "tent", "category": "shelter", "tag": "storm", "in_stock": "true", "max_price": 20000}, {"ridge-tent"}),
    ],
)
def test_filters_narrow_the_list(api, tent, stove, query, expected):
    factories.product("Sold out", slug="sold-out", price=100, stock=0, category=stove.category)
    if "max_price" in query:
        query = {"min_price": 101, **query}
    if "category" in query:
        query = {"in_stock": "true", **query}
    factories.review(stove, rating=5)

    assert set(slugs(api.get(PRODUCTS, query))) == expected


def test_only_what_shoppers_may_see_is_listed(api, tent, tents, staff):
    factories.product("Draft", category=tents, published=False)
    factories.product("Tomorrow", category=tents, published=clock.now() + timedelta(days=1))
    archived = factories.product("Archived", category=tents)
    services.archive_product(actor=staff, slug=archived.slug, expected_version=archived.version)

    assert slugs(api.get(PRODUCTS)) == ["ridge-tent"]
    assert slugs(api.get(PRODUCTS, {"category": "tents"})) == ["ridge-tent"]
    assert slugs(api.as_(staff).get(PRODUCTS)) == ["ridge-tent"]


@pytest.mark.roadmap("tools.testing-integration")
def test_a_page_is_one_statement_whatever_its_size(api, shelf, statements):
    api.get(PRODUCTS, {"limit": 1})

    with statements:
        page = api.get(PRODUCTS, {"limit": 9})

    assert len(slugs(page)) == 9
    assert len(statements) == 1


def test_a_signed_in_caller_costs_no_statement_more(api, customer, tent, statements):
    signed_in = api.as_(customer)

    with statements:
        signed_in.get(PRODUCTS)

    assert len(statements) == 1


@pytest.mark.parametrize("path", ["categories/", "products/ridge-tent/reviews/", "products/ridge-tent/prices/"])
def test_every_other_list_is_one_statement_too(api, tent, statements, path):
    factories.review(tent)

    with statements:
        page = api.get(f"/api/v1/{path}")

    assert page.json()["results"]
    assert len(statements) == 1


@pytest.mark.roadmap("language.collections")
def test_sparse_fields_are_the_only_ones(api, tent):
    page = api.get(PRODUCTS, {"fields": "tags,slug"})

    assert page.json()["results"] == [{"slug": "ridge-tent", "tags": ["storm", "two-person"]}]


def test_an_empty_list_of_a_product_that_is_not_there_is_404(api, db):
    for path in ("reviews", "prices"):
        answer = api.get(f"/api/v1/products/nowhere/{path}/")

        assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")


def test_an_empty_list_of_a_product_that_is_there_is_a_page(api, tent):
    answer = api.get("/api/v1/products/ridge-tent/reviews/")

    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.roadmap("tools.pydantic")
@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ({"limit": 0}, "invalid_page_size", "limit"),
        ({"limit": 101}, "invalid_page_size", "limit"),
        ({"limit": -1}, "invalid_page_size", "limit"),
        ({"limit": 10**9}, "invalid_page_size", "limit"),
        ({"limit": "ten"}, "invalid_page_size", "limit"),
        ({"cursor": "made-up"}, "invalid_cursor", "cursor"),
        ({"cursor": "x" * 2000}, "invalid_cursor", "cursor"),
        ({"colour": "red"}, "unknown_parameter", "colour"),
        ({"format": "json"}, "unknown_parameter", "format"),
        ({"sort": "popularity"}, "invalid_parameter", "sort"),
        ({"min_price": -1}, "invalid_parameter", "min_price"),
        ({"min_price": 10**30}, "invalid_parameter", "min_price"),
        ({"q": "\0\0"}, "invalid_parameter", "q"),
        ({"category": "a\0b"}, "invalid_parameter", "category"),
        ({"in_stock": "maybe"}, "invalid_parameter", "in_stock"),
        ({"fields": "slug,secret"}, "invalid_parameter", "fields"),
        ({"tag": ["a", "b"]}, "invalid_parameter", "tag"),
    ],
)
def test_a_parameter_that_is_not_understood_is_refused_by_name(api, db, query, code, parameter):
    answer = api.get(PRODUCTS, query)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_an_unknown_parameter_is_told_the_known_ones(api, db):
    detail = api.get(PRODUCTS, {"colour": "red"}).json()["detail"]

    assert "category" in detail
    assert "min_price" in detail


def test_a_cursor_of_another_sort_is_refused(api, shelf):
    cursor = api.get(PRODUCTS, {"limit": 2}).json()["next"].split("cursor=")[1].split("&")[0]

    answer = api.get(f"{PRODUCTS}?sort=price&cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


def test_a_cursor_changed_by_one_character_is_refused(api, shelf):
    link = api.get(PRODUCTS, {"limit": 2}).json()["next"]

    answer = api.get(link[:-1] + ("a" if link[-1] != "a" else "b"))

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")
