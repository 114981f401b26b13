"""Each statement is told with its rows, its time and its plan; what is written is never planned."""

import pytest
from django.db import Error, connection

from catalog.models import Product
from roadmap.explain.queries import MOST_PLANS, Queries, plan
from roadmap.explain.timeline import Timeline
from tests.roadmap.explain.conftest import EXPLAIN

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def slugs():
    return Product.objects.order_by("id").values_list("slug", flat=True)


# Ways to read, with how many rows each takes when there are two.
READS = {
    "all": (lambda: list(slugs()), 2),
    "in chunks": (lambda: list(slugs().iterator()), 2),
    "first": (lambda: slugs().first(), 1),
    "none": (lambda: slugs().filter(slug="nowhere").first(), 0),
    "exists": (lambda: slugs().exists(), 1),
}


class Taken:
    """What was taken down of some statements."""

    def __init__(self, act):
        timeline = Timeline()
        queries = Queries(timeline)
        with queries.recorded():
            act()
        queries.explain()
        self.steps = timeline.steps
        self.details = [step.detail for step in self.steps]


@pytest.fixture
def planned(monkeypatch):
    """The statements that were planned, in this order."""
    statements = []

    def plan(_connection, sql, _params):
        statements.append(sql)
        return ["SCAN"]

    monkeypatch.setattr("roadmap.explain.queries.plan", plan)
    return statements


@pytest.mark.parametrize(("read", "rows"), READS.values(), ids=READS)
def test_a_read_is_told_with_the_rows_that_were_taken(tent, stove, read, rows):
    (detail,) = Taken(read).details

    assert (detail["sql"].split()[0], detail["rows"]) == ("SELECT", rows)
    assert detail["plan"]


def test_one_row_at_a_time_is_counted_too(tent, stove):
    def read():
        with connection.cursor() as cursor:
            cursor.execute("SELECT slug FROM catalog_product ORDER BY id")
            assert cursor.fetchone() == ("ridge-tent",)
            assert list(cursor.fetchmany(5)) == [("pocket-stove",)]
            cursor.execute("SELECT slug FROM catalog_product WHERE id = %s", [tent.pk])
            assert [slug for (slug,) in cursor] == ["ridge-tent"]

    assert [detail["rows"] for detail in Taken(read).details] == [2, 1]


def test_a_value_is_told_by_its_place_alone(tent):
    (detail,) = Taken(slugs().filter(slug="ridge-tent").first).details

    assert "%s" in detail["sql"]
    assert "ridge-tent" not in detail["sql"]


def test_a_write_is_told_with_the_rows_that_it_changed_and_not_planned(tent, stove, planned):
    (detail,) = Taken(lambda: Product.objects.update(description="Stands.")).details

    assert (detail["sql"].split()[0], detail["rows"], detail["plan"]) == ("UPDATE", 2, [])
    assert planned == []


def test_a_statement_that_fails_is_told_and_not_planned(tent, planned):
    def fail():
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    (detail,) = Taken(fail).details

    assert detail["raised"] in {"OperationalError", "ProgrammingError"}
    assert (detail["rows"], detail["plan"], planned) == (None, [], [])


def test_the_same_statement_is_planned_once_and_told_each_time(tent, planned):
    taken = Taken(lambda: [slugs().filter(slug=slug).first() for slug in ("ridge-tent", "nowhere")])

    assert len(planned) == 1
    assert [detail["plan"] for detail in taken.details] == [["SCAN"], ["SCAN"]]


def test_only_so_many_statements_are_planned(tent, planned):
    taken = Taken(lambda: [list(slugs()[:limit]) for limit in range(1, MOST_PLANS + 2)])

    assert (len(planned), taken.details[-1]["plan"]) == (MOST_PLANS, [])


def test_planning_is_not_told(tent):
    assert len(Taken(slugs().first).steps) == 1


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_is_not_to_be_had_is_empty():
    assert plan(connection, "SELECT nothing FROM nowhere", ()) == []


def test_a_plan_is_bound_to_values_and_never_written_into(tent):
    assert plan(connection, "SELECT slug FROM catalog_product WHERE slug = %s", ["'; DROP TABLE tents"])


def test_a_plan_is_indented_by_what_belongs_below(tent):
    rated = "SELECT slug FROM catalog_product WHERE id IN (SELECT product_id FROM catalog_rating WHERE count > %s)"

    lines = plan(connection, rated, [1])

    assert len(lines) > 1
    if connection.vendor != "mysql":  # There it is a table.
        assert any(line.startswith(" ") for line in lines)


def test_a_cursor_that_is_kept_for_later_is_left_as_it_was(tent):
    with connection.cursor() as cursor:
        own = cursor.cursor
        (detail,) = Taken(lambda: cursor.execute("SELECT slug FROM catalog_product")).details

        assert cursor.cursor is own
        assert (list(cursor), detail["rows"]) == ([("ridge-tent",)], 0)


def test_the_hook_is_gone_when_the_request_is(api):
    api.get("/livez", headers=EXPLAIN)

    assert connection.execute_wrappers == []
