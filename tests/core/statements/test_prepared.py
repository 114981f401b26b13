"""Prepared reads on PostgreSQL: what a cursor would give, what it would raise, and when a cursor is used instead."""

from datetime import UTC, datetime
from unittest import mock

import psycopg
import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.statements import prepared
from tests import factories

pytestmark = [pytest.mark.integration, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_connection():
    """Nothing is prepared before, nothing stays behind."""
    connection.close()
    connection.ensure_connection()
    yield
    connection.close()


def known():
    """The names of what is prepared on this connection, as PostgreSQL has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'cairn%%' ORDER BY name", [])
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("SELECT %s::text, %s::bigint, %s::timestamptz, %s::boolean, %s::text", ["tent", 2**40, NOON, True, None]),
        ("SELECT 7 %% 4, %s::text, '100%%'", ["é ✓ %s"]),
        ("SELECT 1 WHERE 1 = %s", [2]),
        ("SELECT number, %s::numeric FROM generate_series(1, 3) number", ["12.50"]),
    ],
)
def test_it_finds_what_a_cursor_finds(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        expected = cursor.fetchall()

    assert prepared.rows(connection, sql, values) == expected
    assert prepared.rows(connection, sql, values) == expected


def test_it_is_prepared_once():
    for number in range(3):
        assert prepared.rows(connection, "SELECT %s::int", [number]) == [(number,)]

    assert len(known()) == 1


def test_no_more_are_kept_than_the_driver_would_keep(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)

    for number in range(10):
        assert prepared.rows(connection, f"SELECT {number}, %s::int", [7]) == [(number, 7)]

    assert len(known()) == 3


def test_it_is_prepared_again_when_the_driver_has_forgotten_all():
    sql = "SELECT %s::int"
    prepared.rows(connection, sql, [1])
    connection.connection.execute("DEALLOCATE ALL")

    assert prepared.rows(connection, sql, [2]) == [(2,)]


def test_it_is_prepared_again_when_a_migration_changed_its_columns():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE pegs AS SELECT 1 AS length")
    prepared.rows(connection, "SELECT * FROM pegs WHERE length = %s", [1])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pegs ADD COLUMN colour text DEFAULT 'red'")

    assert prepared.rows(connection, "SELECT * FROM pegs WHERE length = %s", [1]) == [(1, "red")]
    assert len(known()) == 1


@pytest.mark.parametrize(
    ("sql", "values", "error"),
    [
        ("SELECT %s::int FROM nowhere", [1], ProgrammingError),
        ("SELECT 1 / %s::int", [0], DataError),
        ("SELECT %s::text", ["a\0b"], DataError),
        ("SELECT pg_sleep(%s)", [5], OperationalError),
    ],
)
def test_what_goes_wrong_is_raised_as_django_raises_it_and_the_next_read_goes_well(sql, values, error):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")

    with pytest.raises(error):
        prepared.rows(connection, sql, values)

    assert prepared.rows(connection, "SELECT %s::int", [1]) == [(1,)]


def test_a_connection_that_broke_is_said_to_be_and_the_next_request_has_a_new_one():
    factories.product("Ridge tent", slug="ridge-tent")
    client = Client(raise_request_exception=False)
    assert client.get("/api/v1/products/ridge-tent/").status_code == 200
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    broken = client.get("/api/v1/products/ridge-tent/")
    connection.close_if_unusable_or_obsolete()
    connection.ensure_connection()

    assert (broken.status_code, broken.json()["code"]) == (503, "service_unavailable")
    assert client.get("/api/v1/products/ridge-tent/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "products/ridge-tent/",
        "products/ridge-tent/?fields=name,tags",
        "products/nowhere/",
        "products/?category=tents&sort=price",
        "products/?tag=storm&min_price=1&max_price=99999&sort=-price",
        "products/?min_rating=100&sort=rating",
        "products/?q=tent&in_stock=true&sort=name",
        *[f"products/?sort={sort}&limit=1&cursor=" for sort in ("newest", "price", "-price", "rating", "name")],
        "products/ridge-tent/reviews/?limit=1&cursor=",
        "products/ridge-tent/prices/",
        "categories/",
        "categories/tents/",
    ],
)
def test_a_caller_reads_the_same_as_by_a_cursor(path, monkeypatch, settings):
    # What is left of a limit is another number each time.
    settings.RATELIMIT_ENABLE = False
    tents = factories.category("Tents")
    for name in ("Ridge tent", "Dome tent"):
        tent = factories.product(name, slug=name.lower().replace(" ", "-"), category=tents, tags=["storm"])
        factories.review(tent)
        factories.review(tent, rating=3)
    read = Client(headers={"X-Request-ID": "from-the-proxy.1"}).get
    url = _second_page(read, f"/api/v1/{path}")
    call = mock.Mock(wraps=prepared.rows)
    monkeypatch.setattr(prepared, "rows", call)

    by_a_call = read(url)
    with transaction.atomic():
        by_a_cursor = read(url)

    assert by_a_call.content == by_a_cursor.content
    assert by_a_call.headers == by_a_cursor.headers
    assert call.call_count == 1


def _second_page(read, url):
    return read(url.removesuffix("&cursor=")).json()["next"] if url.endswith("&cursor=") else url


def test_a_new_connection_prepares_anew():
    sql = "SELECT %s::int"
    prepared.rows(connection, sql, [1])
    connection.close()
    connection.ensure_connection()

    assert known() == []
    assert prepared.rows(connection, sql, [2]) == [(2,)]


def test_a_cursor_is_used_within_a_transaction_and_where_statements_are_listened_to():
    possible = [prepared.is_possible(connection)]
    with transaction.atomic():
        possible.append(prepared.is_possible(connection))
    with CaptureQueriesContext(connection):
        possible.append(prepared.is_possible(connection))
    with connection.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
        possible.append(prepared.is_possible(connection))
    connection.close()
    possible.append(prepared.is_possible(connection))

    assert possible == [True, False, False, False, False]
