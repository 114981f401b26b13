"""`manage.py seed` as an operator meets it: run once, again, with more, interrupted, refused."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q, Sum

from accounts.models import User
from catalog import seeding
from catalog.management.commands import seed
from catalog.models import Category, CategoryPath, Placement, PriceRecord, Product, Rating, Review
from catalog.services import placements
from core.models import OutboxEntry
from tests import factories

pytestmark = [
    pytest.mark.integration,
    # Its batches are transactions of their own, and MariaDB ends one when it counts.
    pytest.mark.django_db(transaction=True),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(products: int, **options) -> str:
    """What it prints."""
    out = options.pop("stdout", None) or io.StringIO()
    call_command("seed", products=products, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def seeded():
    run(60)


def test_every_rating_is_the_sum_of_its_reviews(seeded):
    counted = Product.objects.annotate(number=Count("reviews"), stars=Sum("reviews__rating", default=0))

    assert Review.objects.exists()
    assert Rating.objects.count() == Product.objects.count() == 60
    assert not counted.exclude(rating__count=F("number"), rating__total=F("stars")).exists()
    for rating in Rating.objects.filter(count__gt=0):
        assert abs(rating.average_hundredths - 100 * rating.total / rating.count) <= 0.5


def test_the_last_price_of_every_product_is_its_present_one(seeded):
    assert PriceRecord.objects.count() > 60
    for product in Product.objects.all():
        assert PriceRecord.objects.filter(product=product).latest("at", "id").price_minor == product.price_minor


def test_what_is_on_sale_stands_on_three_shelves_and_nothing_else_does(seeded):
    expected = {
        (product.pk, path.ancestor_id)
        for product in Product.objects.filter(published_at__isnull=False, archived_at__isnull=True)
        for path in CategoryPath.objects.filter(descendant=product.category_id)
    }

    assert set(Placement.objects.values_list("product", "category")) == expected
    assert set(Counter(product for product, _ in expected).values()) == {3}


def test_every_leaf_of_the_tree_is_three_deep(seeded):
    leaves = Category.objects.filter(children__isnull=True)

    assert set(CategoryPath.objects.values_list("depth", flat=True)) == {0, 1, 2}
    assert leaves.count() == leaves.filter(parent__parent__parent__isnull=True, parent__parent__isnull=False).count()


def test_the_second_run_adds_nothing():
    run(20)
    before = _everything()

    told = run(20)

    assert told == "0 products added; seed 42 has 20 here.\n"
    assert _everything() == before


def _everything() -> list[object]:
    tables = (Category, CategoryPath, Product, Placement, Review, Rating, PriceRecord, User, OutboxEntry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_with_more_products_only_the_missing_ones_are_added():
    run(20)
    before = list(Product.objects.order_by("pk").values())

    told = run(50)

    assert told.startswith("30 products added")
    assert list(Product.objects.order_by("pk").values())[:20] == before
    assert Product.objects.count() == 50


def test_it_goes_on_where_it_was_interrupted(monkeypatch):
    monkeypatch.setattr(seed, "_BATCH", 10)
    _interrupt_third_batch(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        run(25)
    assert Product.objects.count() == 20

    told = run(25)

    assert told.startswith("5 products added")
    assert list(Product.objects.order_by("pk").values_list("sku", flat=True)) == [
        seeding.sku(42, number) for number in range(1, 26)
    ]


def _interrupt_third_batch(monkeypatch):
    place, batches = placements.place, []

    def interrupted(*keys):
        batches.append(keys)
        if len(batches) == 3:
            raise KeyboardInterrupt
        place(*keys)

    monkeypatch.setattr(placements, "place", interrupted)


def test_products_and_shelves_that_others_made_are_left_alone(shelter):
    own = factories.product("Ridge tent", category=shelter, price=9900)

    run(20)

    assert Product.objects.count() == 21
    assert Product.objects.values().get(pk=own.pk)["version"] == own.version
    assert Category.objects.get(slug="tents").parent == shelter


def test_reviewers_are_customers_whom_nobody_can_sign_in_as():
    run(1)

    reviewers = User.objects.filter(email__startswith="reviewer")
    assert reviewers.count() == 200
    assert {user.role for user in reviewers} == {"customer"}
    assert not any(user.has_usable_password() for user in reviewers)
    assert reviewers.get(email="reviewer0001@cairn.example").display_name == "Grace H."


def test_history_names_the_command():
    run(1)

    assert set(PriceRecord.objects.values_list("actor", flat=True)) == {"command:seed"}


def test_the_database_counts_anew_what_was_added(statements):
    with statements:
        run(1)

    assert statements.captured_queries[-1]["sql"].startswith("ANALYZE ")


def test_two_seeds_do_not_mix():
    run(5)

    with pytest.raises(CommandError, match="CRN-0042-0000001 is of another seed"):
        run(5, seed=7)

    assert not Product.objects.filter(~Q(sku__startswith="CRN-0042-")).exists()


@pytest.mark.parametrize("products", [0, -1, 1_000_001])
def test_a_number_of_products_out_of_range_is_refused(products):
    with pytest.raises(CommandError, match=rf"--products is 1 to 1000000, not {products}\."):
        run(products)


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_seed_out_of_range_is_refused(number):
    with pytest.raises(CommandError, match=rf"--seed is 0 to 9999, not {number}\."):
        run(1, seed=number)


def test_a_slug_that_somebody_has_taken_is_told_as_a_refusal():
    factories.product(slug=seeding.product(42, 1, range(1, 201)).slug)

    with pytest.raises(CommandError, match="SKU or slug"):
        run(1)


@pytest.mark.parametrize("options", [{"quiet": True}, {"verbosity": 0}])
def test_it_can_be_silent(options):
    assert run(2, **options) == ""


def test_on_a_terminal_progress_is_one_line_drawn_over_itself(monkeypatch):
    monkeypatch.setattr(seed, "_BATCH", 10)
    monkeypatch.setattr("catalog.management.progress._SECONDS_BETWEEN_REDRAWS", 0)

    bar, summary, rest = run(30, stdout=Terminal()).split("\n")

    assert [drawn.strip().split(",")[0] for drawn in bar.split("\r")] == [
        "",
        f"[{'#' * 10}{'.' * 20}] 10 of 30 products",
        f"[{'#' * 20}{'.' * 10}] 20 of 30 products",
        f"[{'#' * 30}] 30 of 30 products",
    ]
    assert (summary, rest) == ("30 products added; seed 42 has 30 here.", "")


def test_elsewhere_progress_is_a_plain_line_now_and_then(monkeypatch):
    monkeypatch.setattr(seed, "_BATCH", 10)
    monkeypatch.setattr("catalog.management.progress._SECONDS_BETWEEN_LINES", 0)

    lines = run(30).splitlines()

    assert [line.split(",")[0] for line in lines] == [
        "10 of 30 products",
        "20 of 30 products",
        "30 of 30 products",
        "30 products added; seed 42 has 30 here.",
    ]
