"""Pages by position: together they are the whole list, whatever the order, the size and the way through it."""

import math
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, IntegerField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from core.models import OutboxEntry
from core.pages import Beyond, Cursor, InvalidCursor, Page, Sort, Walk, beyond
from core.statements import Statement

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DAWN = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)
SORTS = [
    Sort.by("number", "schema_version", IntegerField()),
    Sort.by("-number", "schema_version", IntegerField(), descending=True),
    Sort.by("name", "name", CharField()),
    Sort.by("newest", "occurred_at", DateTimeField(), descending=True),
]
by_sort = pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
# Few values for many rows: most rows tie with others.
kinds = some.integers(0, 2)
on_one_database = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(kinds: Sequence[int]) -> None:
    """A row of each kind: kinds differ in every column that is sorted by, rows of one kind in none of them."""
    OutboxEntry.objects.bulk_create(
        OutboxEntry(
            event_id=uuid.uuid4(),
            name=f"Ridge tent {kind}é",
            schema_version=kind,
            aggregate="tent:T-1",
            actor="ada",
            occurred_at=DAWN + timedelta(microseconds=kind),
            payload={},
        )
        for kind in kinds
    )


def read(sort: Sort, cursor: Cursor | None, limit: int) -> Page:
    """A page as the API reads it: by a compiled statement, from a cursor that came back as text."""
    position = sort.parameters() if cursor else None
    rows = beyond(OutboxEntry.objects.all(), sort, position, backwards=cursor is not None and cursor.backwards)
    statement = Statement.of(rows.values_list(*sort.paths)[: limit + 1])
    sent = Cursor.read(str(cursor), sort) if cursor else None
    return Page.of(statement.rows(sent.values if sent else {}), sort, sent, limit)


def whole(sort: Sort) -> list[tuple[object, ...]]:
    return list(OutboxEntry.objects.order_by(*sort.order()).values_list(*sort.paths))


def pages(sort: Sort, limit: int) -> list[Page]:
    """From the first to the last."""
    found = [read(sort, None, limit)]
    while (cursor := found[-1].next) is not None:
        found.append(read(sort, cursor, limit))
    return found


@by_sort
@given(kinds=some.lists(kinds, max_size=12), limit=some.integers(1, 5))
@on_one_database
def test_forwards_and_backwards_the_pages_are_the_whole_list(sort, kinds, limit):
    with transaction.atomic():
        add(kinds)
        there = pages(sort, limit)
        back = there[-1:]
        while (cursor := back[0].previous) is not None:
            back.insert(0, read(sort, cursor, limit))
        expected = whole(sort)
        transaction.set_rollback(True)

    assert [row for page in there for row in page.rows] == expected
    assert [row for page in back for row in page.rows] == expected
    assert all(len(page.rows) == limit for page in there[:-1])


@by_sort
@given(turns=some.lists(some.booleans(), max_size=12), limit=some.integers(1, 4))
@on_one_database
def test_after_any_turns_a_page_is_a_stretch_of_the_list_beside_the_last_one(sort, turns, limit):
    with transaction.atomic():
        add([0, 1, 1, 2, 1, 0, 1, 1])
        expected = whole(sort)
        page, begin = read(sort, None, limit), 0
        for forwards in turns:
            cursor = page.next if forwards else page.previous
            if cursor is None:
                continue
            before, page = page, read(sort, cursor, limit)
            begin = begin + len(before.rows) if forwards else begin - len(page.rows)
            assert page.rows == expected[begin : begin + len(page.rows)]
            assert (page.previous is None) == (begin == 0)
            assert (page.next is None) == (begin + len(page.rows) == len(expected))
        transaction.set_rollback(True)


@pytest.mark.parametrize("form", [Beyond.as_sql, Beyond.as_mysql], ids=["short", "long"])
@by_sort
def test_both_forms_of_a_position_mean_the_same_rows(sort, form, monkeypatch):
    monkeypatch.setattr(Beyond, f"as_{connection.vendor}", form, raising=False)
    add([0, 1, 1, 2, 1, 0, 1, 1])
    expected = whole(sort)

    for place, key in enumerate(expected):
        position = [Value(value) for value in key]
        behind = beyond(OutboxEntry.objects.all(), sort, position).values_list(*sort.paths)
        before = beyond(OutboxEntry.objects.all(), sort, position, backwards=True).values_list(*sort.paths)
        assert list(behind) == expected[place + 1 :]
        assert list(before)[::-1] == expected[:place]


@by_sort
def test_rows_that_come_between_two_pages_hide_none_and_repeat_none(sort):
    add([2, 0, 1, 1, 0, 2, 1] * 3)
    known = whole(sort)

    seen = []
    cursor = None
    for _ in range(30):
        page = read(sort, cursor, 3)
        seen += page.rows
        add([0, 1, 2] if len(seen) < 30 else [])
        if (cursor := page.next) is None:
            break

    assert len(seen) == len(set(seen))
    assert [row for row in seen if row in known] == known


@by_sort
def test_rows_that_go_take_no_other_along(sort):
    add([0, 1, 2] * 4)
    first = read(sort, None, 4)
    rest = whole(sort)[4:]

    OutboxEntry.objects.filter(pk__in=[row[-1] for row in first.rows]).delete()

    assert first.next is not None
    assert read(sort, first.next, 100).rows == rest


def test_an_empty_list_is_one_empty_page():
    assert read(SORTS[0], None, 3) == Page([], None, None)


def test_a_list_that_fits_is_one_page():
    add([0, 1, 2])

    page = read(SORTS[0], None, 3)

    assert len(page.rows) == 3
    assert page.next is page.previous is None


@pytest.mark.roadmap("language.pythonic")
@pytest.mark.parametrize(
    "spoil",
    [lambda text: text[:-1], lambda text: f"x{text}", lambda text: text.swapcase()],
    ids=["shorter", "longer", "swapped"],
)
def test_a_cursor_that_was_changed_is_refused(spoil):
    cursor = Cursor(SORTS[0], (1, 1))

    with pytest.raises(InvalidCursor, match="not one of ours"):
        Cursor.read(spoil(str(cursor)), SORTS[0])


@pytest.mark.parametrize("text", ["", ":", "a:b", "\N{SNOWMAN}", "W10:" + "x" * 43])
def test_a_cursor_that_was_made_up_is_refused(text):
    with pytest.raises(InvalidCursor, match="not one of ours"):
        Cursor.read(text, SORTS[0])


def test_something_else_that_we_signed_is_no_cursor():
    text = signing.Signer(salt="elsewhere").sign_object(["number", 0, "1", "1"])

    with pytest.raises(InvalidCursor, match="not one of ours"):
        Cursor.read(text, SORTS[0])


def test_a_cursor_of_another_sort_is_refused_by_name():
    cursor = Cursor(SORTS[0], (1, 1))

    with pytest.raises(InvalidCursor, match="belongs to sort=number"):
        Cursor.read(str(cursor), SORTS[1])


@pytest.mark.parametrize("key", [(1,), (1, 1, 1), ("Tent", 1), (1, "Tent")])
def test_a_cursor_of_an_older_version_is_out_of_date(key):
    cursor = Cursor(SORTS[0], key)

    with pytest.raises(InvalidCursor, match="out of date"):
        Cursor.read(str(cursor), SORTS[0])


@pytest.mark.roadmap("language.pythonic")
def test_an_instant_keeps_its_microseconds_in_a_cursor():
    cursor = Cursor(SORTS[3], (DAWN + timedelta(microseconds=1), 7), backwards=True)

    assert Cursor.read(str(cursor), SORTS[3]) == cursor


def test_a_cursor_fits_a_url_as_it_is():
    text = str(Cursor(SORTS[2], ("Ridge tent é & co", 7)))

    assert text.isascii()
    assert not set(text) & set(" &=#?+%/")


@pytest.mark.roadmap("language.iterators")
@pytest.mark.parametrize("rows", [0, 1, 4, 5, 6, 10, 23])
def test_a_walk_meets_every_row_once_in_batches(rows, statements):
    add([0] * rows)

    with statements:
        met = [entry.pk for entry in Walk(OutboxEntry.objects.all(), size=5)]

    assert met == list(OutboxEntry.objects.order_by("pk").values_list("pk", flat=True))
    assert len(statements) == math.ceil(rows / 5) + 1  # The last one finds that nothing was added meanwhile.


def test_a_walk_keeps_to_the_rows_it_was_given():
    add([0, 1, 0, 1, 0])

    met = [entry.schema_version for entry in Walk(OutboxEntry.objects.filter(schema_version=1), size=1)]

    assert met == [1, 1]


@pytest.mark.roadmap("language.iterators")
def test_a_walk_meets_what_is_added_ahead_and_not_what_is_gone():
    add([0, 0, 0, 0])
    keys = list(OutboxEntry.objects.order_by("pk").values_list("pk", flat=True))
    walk = Walk(OutboxEntry.objects.all(), size=2)

    met = [next(walk).pk, next(walk).pk]
    OutboxEntry.objects.filter(pk=keys[2]).delete()
    add([0])
    met += [entry.pk for entry in walk]

    assert met[:3] == [keys[0], keys[1], keys[3]]
    assert len(met) == 4
    assert met[3] > keys[3]


def test_a_walk_that_has_ended_stays_ended():
    walk = Walk(OutboxEntry.objects.all())

    assert list(walk) == list(walk) == []
