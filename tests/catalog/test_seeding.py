"""The made-up catalogue itself: pure functions of a seed and a number."""

import re
import statistics
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils.text import slugify

from catalog import seeding
from catalog.seeding import history, naming
from core import clock

pytestmark = pytest.mark.unit

AUTHORS = range(1, 5001)
SEED = 42


@pytest.fixture(scope="module")
def products():
    return [seeding.product(SEED, number, AUTHORS) for number in range(1, 5001)]


@pytest.fixture(scope="module")
def above():
    """The slug of the category above each."""
    return {slugify(name): above and slugify(above) for name, above in seeding.shelves()}


@pytest.fixture(scope="module")
def shares(products, above):
    """Percentage of the products below each root category."""
    roots = Counter(above[above[product.category]] for product in products)
    return {root: 100 * count / len(products) for root, count in roots.items()}


def test_the_same_seed_gives_the_same_products(products):
    again = [seeding.product(SEED, number, AUTHORS) for number in range(1, 101)]

    assert again == products[:100]


def test_another_seed_gives_other_products(products):
    others = [seeding.product(SEED + 1, number, AUTHORS) for number in range(1, 101)]

    assert not {other.name for other in others} & {product.name for product in products}
    assert [other.category for other in others] != [product.category for product in products[:100]]


def test_a_small_catalogue_is_the_beginning_of_a_large_one(products):
    few_authors = AUTHORS[: seeding.reviewers(100)]

    small = [seeding.product(SEED, number, few_authors) for number in range(1, 101)]

    assert small == products[:100]


def test_no_name_slug_or_sku_comes_twice(products):
    for said in ("name", "slug", "sku"):
        assert len({getattr(product, said) for product in products}) == len(products)


def test_a_name_does_not_come_back_within_a_million():
    first = naming.name(SEED, 1)

    # The steps are all alike: where the first name does not come back, none does.
    assert all(naming.name(SEED, number) != first for number in range(2, seeding.MOST_PRODUCTS + 1))


def test_skus_sort_as_their_numbers_do():
    skus = [seeding.sku(SEED, number) for number in (1, 9, 10, 99_999, seeding.MOST_PRODUCTS)]

    assert skus == sorted(skus)


def test_names_and_slugs_fit_their_columns(products):
    assert max(len(product.name) for product in products) <= 120
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", product.slug) for product in products)


def test_no_two_shelves_have_one_slug(above):
    assert len(above) == len(list(seeding.shelves()))


def test_a_shelf_comes_after_the_one_above_it():
    known: set[str | None] = {None}
    for name, above in seeding.shelves():
        assert above in known
        known.add(name)


def test_every_leaf_is_three_deep(above):
    leaves = set(above) - set(above.values())

    assert all(above[above[leaf]] is not None for leaf in leaves)
    assert all(above[above[above[leaf]]] is None for leaf in leaves)
    assert 50 <= len(leaves) <= 70


def test_products_stand_on_leaves(products, above):
    leaves = set(above) - set(above.values())

    assert {product.category for product in products} <= leaves


def test_half_of_all_is_clothing_and_a_twenty_fifth_is_for_climbing(shares):
    assert shares["clothing"] == pytest.approx(50, abs=2.5)
    assert shares["climbing"] == pytest.approx(4, abs=1)
    assert shares["navigation-and-safety"] == pytest.approx(4, abs=1)
    assert len(shares) == 8


def test_the_second_leaf_of_a_root_has_half_of_what_the_first_has(products):
    shelves = Counter(product.category for product in products)

    assert shelves["rain-jackets"] / shelves["down-jackets"] == pytest.approx(2, abs=0.3)


def test_prices_end_as_prices_do(products):
    minors = [price.amount.minor for product in products for price in product.prices]

    assert {minor % 100 for minor in minors} == {95}
    assert min(minors) > 0


def test_prices_lie_around_the_median_of_their_kind(products):
    jackets = [product.prices[-1].amount.minor for product in products if product.category == "rain-jackets"]

    assert statistics.median(jackets) == pytest.approx(14900, rel=0.08)
    # Log-normal: a factor of e to the 0.35 on either side of the median holds two thirds.
    assert sum(14900 / 1.42 < jacket < 14900 * 1.42 for jacket in jackets) / len(jackets) == pytest.approx(
        0.68, abs=0.06
    )
    assert statistics.mean(jackets) > statistics.median(jackets)


def test_a_price_history_has_one_to_four_steps_in_time_and_each_is_a_change(products):
    assert {len(product.prices) for product in products} == {1, 2, 3, 4}
    for product in products:
        for earlier, later in pairwise(product.prices):
            assert earlier.at <= later.at
            assert earlier.amount != later.amount


def test_stock_is_skewed_and_some_is_sold_out(products):
    stock = [product.available for product in products]

    assert stock.count(0) / len(stock) == pytest.approx(0.08, abs=0.015)
    assert statistics.median(stock) == pytest.approx(14, abs=2)
    assert statistics.mean(stock) > 1.3 * statistics.median(stock)


def test_a_few_are_drafts_and_a_few_are_archived(products):
    drafts = [product for product in products if product.published_at is None]
    archived = [product for product in products if product.archived_at is not None]

    assert len(drafts) / len(products) == pytest.approx(0.03, abs=0.01)
    assert len(archived) / len(products) == pytest.approx(0.02, abs=0.01)
    assert not any(draft.reviews for draft in drafts)
    assert all(product.published_at <= product.archived_at for product in archived)


def test_publications_spread_over_three_years(products):
    published = [product.published_at for product in products if product.published_at]
    years = Counter((at - history.OPENED) // timedelta(days=365) for at in published)

    assert set(years) == {0, 1, 2}
    assert min(years.values()) / len(published) == pytest.approx(1 / 3, abs=0.03)


def test_everything_has_happened_after_the_opening_and_before_now(products):
    moments = [moment for product in products for moment in _moments(product)]

    assert min(moments) >= history.OPENED
    assert max(moments) <= history.ENDED < clock.now()


def _moments(product) -> list[datetime]:
    told = [price.at for price in product.prices] + [review.created_at for review in product.reviews]
    return [at for at in (*told, product.published_at, product.archived_at) if at is not None]


def test_few_products_have_many_reviews_and_most_have_few(products):
    counts = sorted((len(product.reviews) for product in products if product.published_at), reverse=True)
    favourites = counts[: len(counts) // 100]

    assert counts.count(0) / len(counts) == pytest.approx(0.45, abs=0.03)
    assert sum(favourites) / sum(counts) > 0.2
    assert 50 < counts[0] <= 150


def test_no_author_reviews_a_product_twice(products):
    for product in products:
        assert len({review.author_id for review in product.reviews}) == len(product.reviews)


def test_reviews_begin_with_the_publication_and_come_in_order(products):
    for product in products:
        written = [review.created_at for review in product.reviews]
        assert written == sorted(written)
        assert all(at >= product.published_at for at in written)


def test_review_ids_are_all_different_and_look_like_the_others(products):
    ids = [review.public_id for product in products for review in product.reviews]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w-]{16}", public_id, re.ASCII) for public_id in ids)


def test_more_stars_are_more_frequent(products):
    stars = Counter(review.rating for product in products for review in product.reviews)

    assert sorted(stars, key=stars.__getitem__) == [1, 2, 3, 4, 5]


def test_no_word_of_praise_comes_with_one_star(products):
    said = {stars: set[str]() for stars in range(1, 6)}
    for product in products:
        for review in product.reviews:
            said[review.rating] |= set(re.split(r"(?<=[.?!]) ", review.text))

    assert said[1] & said[4] == said[1] & said[5] == said[2] & said[5] == {""}
    assert "Worth every cent." in said[5]
    assert "Sent back the same week." in said[1]


def test_some_reviews_are_stars_alone(products):
    texts = [review.text for product in products for review in product.reviews]

    assert texts.count("") / len(texts) == pytest.approx(0.2, abs=0.03)


def test_a_description_has_two_to_four_sentences(products):
    lengths = {len(re.findall(r"[.?!](?= |$)", product.description)) for product in products}

    assert lengths == {2, 3, 4}


def test_no_gap_of_a_text_stays_open(products):
    texts = [product.description for product in products]
    texts += [review.text for product in products for review in product.reviews]

    assert not any(re.search(r"[{}]|  |^ | $", text) for text in texts)


def test_a_description_names_the_model(products):
    for product in products:
        model = product.name.split()[1]
        assert model in product.description


def test_each_product_has_two_to_four_tags_of_its_kind(products):
    hats = {tag for product in products if product.category == "hats" for tag in product.tags}

    assert {len(set(product.tags)) for product in products} == {2, 3, 4}
    assert hats == {"warm", "winter", "packable", "everyday"}


@pytest.mark.parametrize(
    ("products", "people"), [(1, 200), (1000, 200), (20_000, 400), (20_001, 401), (1_000_000, 5000)]
)
def test_there_is_a_reviewer_for_fifty_products_within_bounds(products, people):
    assert seeding.reviewers(products) == people


def test_reviewers_are_called_like_people():
    names = [seeding.display_name(number) for number in range(5000)]

    assert names[:2] == ["Ada A.", "Grace H."]
    assert len(set(names)) > 1000
