"""The catalogue as lines: every product told, and never all of them in memory."""

import gc
import io
import json
import os

import pytest
from django.core.management import call_command

from catalog import exporting, loading
from catalog.loading import LoadedPrice, LoadedProduct
from catalog.models import Product
from core import clock
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration


@pytest.fixture
def lamps(tents) -> list[str]:
    """The SKUs of a hundred products."""
    skus = [f"LAMP-{number:03d}" for number in range(100)]
    price = LoadedPrice(Money(1995), clock.now())
    batch = [LoadedProduct(sku, sku.lower(), "Lamp", "It shines.", tents.slug, ("camp",), (price,)) for sku in skus]
    loading.load_products(actor=factories.OPERATOR, batch=batch)
    return skus


def test_a_line_tells_all_that_is_said_of_a_product(stopped_clock, tent):
    factories.review(tent, rating=4)

    (line,) = exporting.lines()

    assert json.loads(line) == {
        "sku": tent.sku,
        "slug": "ridge-tent",
        "name": "Ridge tent",
        "description": "",
        "category": "tents",
        "tags": ["storm", "two-person"],
        "price": {"amount": 12500, "currency": "EUR"},
        "available": 5,
        "rating": {"average_hundredths": 400, "count": 1},
        "created_at": "2100-07-01T12:00:00Z",
        "published_at": "2100-07-01T12:00:00Z",
        "archived_at": None,
    }


def test_a_draft_is_told_too(tents):
    factories.product("Dôme tent", published=False)

    (line,) = exporting.lines()

    assert '"name": "Dôme tent"' in line
    assert json.loads(line)["published_at"] is None


@pytest.mark.roadmap("language.iterators")
def test_every_product_is_told_once_whatever_the_batch(lamps):
    told = [json.loads(line)["sku"] for line in exporting.lines(batch=7)]

    assert told == lamps


@pytest.mark.roadmap("language.generators")
def test_a_line_is_made_when_it_is_asked_for(lamps, statements):
    with statements:
        lines = exporting.lines(batch=10)
        before = len(statements)
        next(lines)

    assert before == 0
    assert len(statements) == 2  # The first ten products, and their tags.


@pytest.mark.roadmap("language.generators", "language.iterators")
def test_one_batch_is_in_memory_and_no_more(lamps):
    others = in_memory()  # What other tests have left; held here, so that it stays while we count.
    held = [len(in_memory()) for number, _ in enumerate(exporting.lines(batch=10)) if number % 25 == 24]

    assert len(held) == 4
    assert max(held) - len(others) <= 11  # The batch, and the product that was told last.


def in_memory() -> list[Product]:
    # A product and its stock point at each other: such circles go when the collector comes by.
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) is Product]


def test_the_command_writes_the_lines(tent, stove):
    out = io.StringIO()

    call_command("export", stdout=out)

    assert [json.loads(line)["slug"] for line in out.getvalue().splitlines()] == ["ridge-tent", "pocket-stove"]


@pytest.mark.parametrize("amount", ["a little", "much"])
def test_a_reader_who_goes_away_ends_the_command_in_peace(lamps, amount):
    reading, writing = os.pipe()
    os.close(reading)
    # What fits the buffer is found out at its end, the rest before.
    out = os.fdopen(writing, "w", buffering=1 if amount == "much" else -1)

    call_command("export", stdout=out)

    assert out.closed
