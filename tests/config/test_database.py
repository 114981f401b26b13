"""Every wait of the database is bounded, and what it can't hold it refuses."""

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler, DataError, OperationalError

from config.env import env
from config.settings.database import database

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def ask():
    """Asks the run's database on a connection as the service has it: that of the tests is more patient."""
    assert env.test_database_url is not None
    described = database(env.test_database_url.get_secret_value()) | {"NAME": connection.settings_dict["NAME"]}
    own = ConnectionHandler({"default": described})["default"]

    def asked(statement):
        with own.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()[0][0]

    yield asked
    own.close()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_postgresql_gives_up_in_time(ask, setting, value):
    assert ask(f"SHOW {setting}") == value


@pytest.mark.postgresql
def test_a_statement_that_takes_too_long_is_given_up(ask):
    with pytest.raises(OperationalError, match="statement timeout"):
        ask("SET statement_timeout = 50; SELECT pg_sleep(1)")


@pytest.mark.mariadb
@pytest.mark.parametrize(
    ("setting", "value"),
    [("max_statement_time", 5), ("innodb_lock_wait_timeout", 2), ("tx_isolation", "READ-COMMITTED")],
)
def test_mariadb_gives_up_in_time_and_reads_what_is_committed(ask, setting, value):
    assert ask(f"SELECT @@{setting}") == value


@pytest.mark.mariadb
def test_mariadb_cuts_nothing_off(ask):
    with pytest.raises(DataError, match="too long"):
        ask("INSERT INTO catalog_category (slug, name, version) VALUES ('tents', REPEAT('x', 81), 1)")


def test_a_thread_keeps_its_connection():
    assert database("sqlite://")["CONN_MAX_AGE"] > 0
