"""The audit finds what was written past the services, and nothing else."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import F

from catalog import audit, services
from catalog.audit.rules import SHOWN
from catalog.models import Category, CategoryPath, Placement, PriceRecord, Product, Rating, Review, Stock
from core.money import Money
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def update(rows, **columns):
    assert rows.update(**columns) == 1


def placement(shop, shelf):
    return Placement.objects.filter(product=shop.tent, category=shelf)


# A rule, and ways to change one of two things that it holds together.
BREACHES = {
    "complete": [
        lambda shop: Stock.objects.filter(product=shop.tent).delete(),
        lambda shop: Rating.objects.filter(product=shop.draft).delete(),
    ],
    "paths": [
        lambda shop: CategoryPath.objects.filter(ancestor=shop.shelter, descendant=shop.tents).delete(),
        lambda shop: CategoryPath.objects.create(ancestor=shop.shelter, descendant=shop.empty, depth=1),
        lambda shop: update(CategoryPath.objects.filter(ancestor=shop.shelter, descendant=shop.tents), depth=2),
        lambda shop: update(Category.objects.filter(pk=shop.empty.pk), parent=shop.shelter),
        lambda shop: update(Category.objects.filter(pk=shop.shelter.pk), parent=shop.tents),
    ],
    "prices": [
        lambda shop: update(Product.objects.filter(pk=shop.draft.pk), price_minor=F("price_minor") + 1),
        lambda shop: update(PriceRecord.objects.filter(product=shop.draft), currency="USD"),
        lambda shop: PriceRecord.objects.filter(product=shop.draft).delete(),
        lambda shop: PriceRecord.objects.create(
            product=shop.tent, price_minor=1, actor="nobody", at=shop.tent.published_at + timedelta(days=1)
        ),
    ],
    "ratings": [
        lambda shop: update(Rating.objects.filter(product=shop.tent), count=2, total=8),
        lambda shop: update(Rating.objects.filter(product=shop.tent), count=2),
        lambda shop: update(Rating.objects.filter(product=shop.tent), total=5),
        lambda shop: update(Rating.objects.filter(product=shop.tent), average_hundredths=399),
        lambda shop: update(Rating.objects.filter(product=shop.tent), average_hundredths=401),
        lambda shop: update(Review.objects.filter(pk=shop.review.pk), rating=5),
        lambda shop: Review.objects.filter(pk=shop.review.pk).delete(),
        lambda shop: Review.objects.create(product=shop.draft, rating=3),
    ],
    "shelves": [
        lambda shop: placement(shop, shop.shelter).delete(),
        lambda shop: update(placement(shop, shop.tents), price_minor=1),
        lambda shop: update(placement(shop, shop.tents), published_at=shop.tent.published_at + timedelta(seconds=1)),
        lambda shop: Placement.objects.create(
            product=shop.draft, category=shop.empty, published_at=shop.tent.published_at, price_minor=1
        ),
        lambda shop: update(Product.objects.filter(pk=shop.tent.pk), archived_at=shop.tent.published_at),
    ],
}
# Shelves follow from paths: where these are wrong, those may be too.
FOLLOWING = {"paths": {"shelves"}}


def broken():
    """The names of the rules that do not hold."""
    return {rule.name for rule in audit.RULES.values() if rule.checked().wrong}


def run(*rules, **options):
    """What the command prints, and its last word when it fails."""
    out = io.StringIO()
    try:
        call_command("audit", *rules, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


def test_what_services_have_written_breaks_no_rule(shop, staff):
    for rating in (5, 5, 4, 2):
        factories.review(shop.tent, rating=rating)
    services.change_price(actor=staff, slug="ridge-tent", expected_version=2, new_price=Money(9900))
    factories.category("Ridge tents", parent=shop.tents)
    services.edit_category(actor=staff, slug="tents", expected_version=1, name="Tents", parent="lamps")
    services.archive_product(actor=staff, slug="ridge-tent", expected_version=3)

    assert broken() == set()


@pytest.mark.roadmap("data.sql")
@pytest.mark.parametrize(
    ("rule", "breach"),
    [
        pytest.param(rule, breach, id=f"{rule}-{number}")
        for rule, breaches in BREACHES.items()
        for number, breach in enumerate(breaches)
    ],
)
def test_a_breach_is_found_by_its_rule_and_by_no_other(shop, rule, breach):
    breach(shop)

    assert broken() - FOLLOWING.get(rule, set()) == {rule}


def test_every_rule_is_broken_here():
    assert list(audit.RULES) == list(BREACHES)


def test_the_row_is_named_with_both_sides(shop):
    update(Product.objects.filter(pk=shop.draft.pk), price_minor=1)

    finding = audit.RULES["prices"].checked()

    assert finding.wrong == 1
    assert finding.first == ({"slug": "pocket-stove", "sku": shop.draft.sku, "price": 1, "recorded": 12500},)


def test_a_circle_of_parents_ends_and_is_found(shop):
    update(Category.objects.filter(pk=shop.shelter.pk), parent=shop.tents)

    finding = audit.RULES["paths"].checked()

    assert {"above": "tents", "below": "shelter"} in finding.first


def test_however_much_is_wrong_a_few_are_named(shop):
    for number in range(SHOWN + 1):
        factories.product(slug=f"lamp-{number}", category=shop.empty)
    Stock.objects.all().delete()

    finding = audit.RULES["complete"].checked()
    told, _ = run("complete")

    assert (finding.wrong, len(finding.first)) == (SHOWN + 3, SHOWN)
    assert "8 wrong: lamp-0 SKU-" in told
    assert told.endswith(", and more\n")


def test_a_rule_is_one_statement_and_only_reads(shop, statements):
    with statements:
        run()

    assert len(statements) == len(audit.RULES)
    assert all(query["sql"].startswith("SELECT ") for query in statements.captured_queries)


def test_a_sound_catalogue_is_one_line_a_rule(shop):
    told, failure = run()

    *lines, verdict = told.splitlines()
    assert [line.split()[0] for line in lines] == list(audit.RULES)
    assert all(line.endswith(". ok") for line in lines)
    assert (verdict, failure) == ("5 rules, all kept.", None)


@pytest.mark.roadmap("tools.django")
def test_a_broken_rule_is_told_with_its_rows_and_fails(shop):
    update(placement(shop, shop.tents), price_minor=1)

    told, failure = run()

    assert "with its price and date .... 1 wrong: ridge-tent tents\n" in told
    assert failure == "1 of 5 rules broken: shelves."


def test_rules_may_be_chosen(shop):
    update(placement(shop, shop.tents), price_minor=1)

    told, failure = run("prices", "ratings")

    assert [line.split()[0] for line in told.splitlines()] == ["prices", "ratings", "2"]
    assert failure is None


def test_an_unknown_rule_is_refused_with_the_known_ones():
    _, failure = run("orders")

    assert failure == "There is no rule orders. Known: complete, paths, prices, ratings, shelves."


def test_a_program_gets_it_all_as_json(shop):
    update(Rating.objects.filter(product=shop.tent), total=5)

    told, failure = run("prices", "ratings", as_json=True)

    kept, wrong = json.loads(told)
    assert (kept["rule"], kept["wrong"], kept["first"]) == ("prices", 0, [])
    assert (wrong["wrong"], wrong["promise"]) == (1, "A rating is what the reviews of its product come to.")
    assert wrong["first"][0]["slug"] == "ridge-tent"
    assert failure == "1 of 2 rules broken: ratings."


def test_the_plan_is_told_in_the_databases_words_and_nothing_is_checked(shop, statements):
    with statements:
        told, failure = run("prices", explain=True)

    assert told.startswith("prices: A product costs what its price history says last.\n  ")
    assert len(told.splitlines()) > 2
    assert (len(statements), failure) == (1, None)
    assert statements.captured_queries[0]["sql"].startswith("EXPLAIN ")


@pytest.mark.parametrize("options", [{}, {"explain": True}, {"as_json": True}], ids=str)
def test_what_the_database_refuses_is_told_with_what_helps(shop, monkeypatch, options):
    def given_up(*_):
        raise OperationalError("canceling statement due to statement timeout\n")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", given_up)

    told, failure = run(**options)

    assert failure is not None
    assert failure.startswith("complete could not be checked: canceling statement due to statement timeout. ")
    assert "STATEMENT_TIMEOUT=600" in failure
    assert told.endswith("\n") or not told
