"""Ways that are measured by turns: each against the plain one of its own round, under settings of its own."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.conf import settings

from benchmarks.callers import turns
from benchmarks.callers.turns import Way

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _nothing_is_swept(monkeypatch):
    """A whole run of tests in memory takes as long to sweep as these tests themselves."""
    monkeypatch.setattr("benchmarks.callers.turns.gc", SimpleNamespace(collect=lambda: None))


@pytest.fixture
def watch(monkeypatch):
    """A processor that has spent as many seconds as were asked of it."""
    spent = [0.0]
    monkeypatch.setattr("benchmarks.callers.turns.time", SimpleNamespace(process_time=lambda: spent[0]))
    return spent


def spending(watch, seconds):
    def ask():
        watch[0] += seconds

    return Way(ask)


def test_each_way_is_a_multiple_of_the_plain_one_in_every_round(watch):
    ways = {"twice": spending(watch, 2.0), "half": spending(watch, 0.5)}

    found = turns.measured(ways, spending(watch, 1.0), rounds=4)

    assert found == {"twice": [2.0] * 4, "half": [0.5] * 4}


def test_each_round_begins_with_another_way():
    order: list[str] = []
    ways = {name: Way(partial(order.append, name)) for name in ("a", "b", "c")}

    for number in range(3):
        turns._in_turn(number, ways)

    assert order[:: turns.REQUESTS] == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]


def test_a_way_has_its_settings_while_it_is_measured_and_no_longer():
    seen = set()
    way = Way(lambda: seen.add(settings.RATELIMIT_USE_CACHE), settings={"RATELIMIT_USE_CACHE": "another"})

    turns._seconds(way)

    assert seen == {"another"}
    assert settings.RATELIMIT_USE_CACHE == "counters"


def test_the_table_says_what_a_way_may_cost(watch):
    ways = {"twice": spending(watch, 2.0)._replace(goal=1.5), "half": spending(watch, 0.5)}

    table = turns.table(ways, spending(watch, 1.0), rounds=1)

    assert "| twice | 2.00 (2.00–2.00) | ≤ 1.50 |" in table
    assert "| half | 0.50 (0.50–0.50) |  |" in table
