"""Every wait of the database is bounded, and what it can't hold it refuses."""

import pytest
from django.db import DataError, OperationalError, connection, transaction

from catalog.models import Category
from config.settings.database import database

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_postgresql_gives_up_in_time(setting, value):
    assert asked(f"SHOW {setting}") == [value]


@pytest.mark.mariadb
@pytest.mark.parametrize(("setting", "value"), [("max_statement_time", 5), ("innodb_lock_wait_timeout", 2)])
def test_mariadb_gives_up_in_time(setting, value):
    assert asked(f"SELECT @@{setting}") == [value]


@pytest.mark.mariadb
def test_mariadb_reads_what_is_committed_and_cuts_nothing_off():
    assert asked("SELECT @@tx_isolation") == ["READ-COMMITTED"]
    with pytest.raises(DataError), transaction.atomic():
        Category.objects.create(slug="tents", name="x" * 81)


@pytest.mark.postgresql
def test_a_statement_that_takes_too_long_is_given_up():
    with pytest.raises(OperationalError, match="statement timeout"), transaction.atomic():
        asked("SET LOCAL statement_timeout = 50; SELECT pg_sleep(1)")


def test_a_thread_keeps_its_connection():
    assert database("sqlite://")["CONN_MAX_AGE"] > 0
    assert connection.settings_dict["CONN_MAX_AGE"] > 0
