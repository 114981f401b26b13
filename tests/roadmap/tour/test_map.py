"""The map tells at a glance what is done, planned and proven today."""

import json
import re
from datetime import timedelta

import pytest

from roadmap.register import Section, Topic
from roadmap.tour.stones import Path as Trail
from roadmap.tour.stones import State, Stone
from tests.roadmap.tour.conftest import TODAY

pytestmark = pytest.mark.integration


def stones(page):
    """What each stone of the map says to whoever hears it."""
    found = re.findall(r'<span class="name">(.+?)<span class="sr"> \((.+?)\)', page.text)
    return dict(found)


def test_every_stone_says_how_it_stands(tested, visitor):
    tested(tent="passed", rope="failed")

    assert stones(visitor.get("/")) == {
        "Tent": "done, tests passed today",
        "A knot": "done",
        "A rope": "done",
        "A stove": "planned",
    }


def test_a_flag_stands_where_tests_passed_today(tested, visitor):
    tested(tent="passed", rope="passed", at=TODAY)
    tested(knot="passed", at=TODAY - timedelta(days=1))

    page = visitor.get("/").text

    # One more in the legend.
    assert page.count('<use href="#flag"/>') == 2 + 1
    assert "<b>2</b> proven today" in page
    assert "<b>3</b> of 4 stones set" in page


def test_a_skipped_test_proves_nothing(tested, visitor):
    tested(tent="skipped")

    assert "proven today" not in visitor.get("/").text


def test_a_fresh_clone_says_how_to_plant_the_flags(trail, visitor):
    assert "No test has run here yet: run <code>make test</code> to plant the flags." in visitor.get("/").text


def test_flags_of_yesterday_are_gone_and_can_be_planted_again(tested, visitor):
    tested(tent="passed", at=TODAY - timedelta(days=1))

    assert "No stone has a flag today: run <code>make test</code>" in visitor.get("/").text


def test_the_first_stone_is_one_that_is_set(trail, visitor):
    (trail / "camp/tent.py").write_text("")

    page = visitor.get("/").text
    (order,) = re.findall(r'<script id="order" .+?>(.+?)</script>', page)

    assert '<a class="main" id="start" href="/topics/camp.rope/">' in page
    assert json.loads(order) == ["camp.rope", "camp.knot"]


def test_a_map_without_set_stones_has_no_start(trail, visitor):
    for name in ("tent", "rope", "knot"):
        (trail / f"tests/test_{name}.py").unlink()

    page = visitor.get("/")

    assert page.status_code == 200
    assert 'id="start"' not in page.text


@pytest.mark.parametrize(
    ("stones", "wide", "narrow"), [(1, 1, 1), (3, 3, 3), (8, 8, 4), (9, 5, 3), (11, 6, 4), (16, 8, 4)]
)
def test_no_stone_stands_alone_in_its_row(stones, wide, narrow):
    stone = Stone(Topic("camp.tent", "A tent"), State.DONE)

    path = Trail(Section("camp", "A camp", ()), [stone] * stones)

    assert (path.wide, path.narrow) == (wide, narrow)
