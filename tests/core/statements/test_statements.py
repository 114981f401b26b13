"""A query compiled once, and bound at each request."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import CharField, DateTimeField, IntegerField, Q

from core.models import OutboxEntry
from core.statements import Parameter, Statement

# Each in a real transaction: within one that a test holds, nothing is prepared.
pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

DAWN = datetime(2026, 7, 1, 4, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def entries():
    """Three a second apart; the first two have one name."""
    entries = [
        OutboxEntry(
            event_id=uuid.UUID(int=number),
            name=name,
            schema_version=number,
            aggregate="tent:T-1",
            actor="ada",
            occurred_at=DAWN + timedelta(seconds=number),
            payload={"pegs": number},
        )
        for number, name in enumerate(["TentPitched", "TentPitched", "TentStruck"])
    ]
    return OutboxEntry.objects.bulk_create(entries)


@pytest.mark.roadmap("data.orm")
def test_one_statement_is_bound_to_many_values(entries):
    named = OutboxEntry.objects.filter(name=Parameter("name", CharField())).order_by("schema_version")
    statement = Statement.of(named.values_list("schema_version"))

    found = [statement.rows({"name": name}) for name in ("TentPitched", "TentStruck", "TentSold")]

    assert found == [[(0,), (1,)], [(2,)], []]


def test_values_known_early_and_late_stand_side_by_side(entries):
    rows = OutboxEntry.objects.filter(
        Q(schema_version__gt=0),
        name=Parameter("name", CharField()),
        schema_version__lt=Parameter("below", IntegerField()),
    )
    statement = Statement.of(rows.values_list("schema_version"))

    assert statement.rows({"below": 2, "name": "TentPitched"}) == [(1,)]


def test_a_late_instant_is_prepared_for_the_database(entries):
    since = OutboxEntry.objects.filter(occurred_at__gte=Parameter("since", DateTimeField())).order_by("occurred_at")
    statement = Statement.of(since.values_list("schema_version"))

    assert statement.rows({"since": DAWN + timedelta(seconds=1)}) == [(1,), (2,)]
    assert statement.rows({"since": DAWN + timedelta(seconds=1, microseconds=1)}) == [(2,)]


def test_values_come_back_as_the_orm_gives_them(entries):
    paths = ("event_id", "occurred_at", "sent_at", "name", "schema_version", "payload")
    rows = OutboxEntry.objects.order_by("schema_version").values_list(*paths)

    assert Statement.of(rows).rows({}) == list(rows)
    assert Statement.of(rows).rows({})[0][:3] == (uuid.UUID(int=0), DAWN, None)


def test_a_value_that_is_missing_is_named():
    rows = OutboxEntry.objects.filter(name=Parameter("name", CharField())).values_list("id")

    with pytest.raises(KeyError, match="name"):
        Statement.of(rows).rows({})


def test_a_place_is_printed_by_its_name():
    assert repr(Parameter("name", CharField())) == ":name"


def test_running_it_compiles_nothing(entries, monkeypatch):
    statement = Statement.of(OutboxEntry.objects.filter(name=Parameter("name", CharField())).values_list("id"))
    monkeypatch.delattr("django.db.models.sql.compiler.SQLCompiler.as_sql")

    assert len(statement.rows({"name": "TentPitched"})) == 2
