"""Reads on PostgreSQL without a cursor: prepared once a connection, then run by one call of its client library.

A cursor is a coroutine that waits for the socket and looks each statement up anew. For a row by its key that costs
more than the row, and more still with threads: each wait hands the interpreter over. Types are the driver's own here
too. What a cursor does besides – begin a transaction, tell those who listen – is not needed where `is_possible`.
"""

import re
import threading
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection, OperationalError, errors, pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq.abc import PGresult

type Row = tuple[Any, ...]

# As many as the driver keeps. A query string chooses the statement, so a caller could have ever new ones prepared.
MOST = 100
# The statement is gone, as all are when the driver has rolled back; or a migration has changed what it returns.
_OUTDATED = {b"26000", b"0A000"}


def is_possible(connection: BaseDatabaseWrapper) -> bool:
    """Whether it is PostgreSQL, connected, outside any transaction, and nobody counts or wraps its statements."""
    return (
        connection.vendor == "postgresql"
        and connection.connection is not None
        and connection.autocommit
        and not (connection.execute_wrappers or connection.queries_logged)
    )


def rows(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[Row]:
    """What the statement finds, with a value for each `%s`. Raises Django's database errors, as a cursor would."""
    session = _sessions.of.get(connection.alias)
    if session is None or session.driver is not connection.connection:
        session = _sessions.of[connection.alias] = _Session(connection.connection)
    with connection.wrap_database_errors:
        return session.rows(sql, values)


class _Session:
    """One connection and what has been prepared on it."""

    def __init__(self, driver: Connection[Any]) -> None:
        self.driver = driver
        self.types = Transformer(driver)
        self.names: dict[str, bytes] = {}
        self.numbers = count()

    def rows(self, sql: str, values: Sequence[Any]) -> list[Row]:
        result = self._run(sql, values)
        if result.status != pq.ExecStatus.TUPLES_OK:
            result = self._run_again(result, sql, values)
        self.types.set_pgresult(result)
        return self.types.load_rows(0, result.ntuples, tuple)

    def _run(self, sql: str, values: Sequence[Any]) -> PGresult:
        name = self.names.get(sql) or self._prepare(sql)
        texts: Any = self.types.dump_sequence(values, [PyFormat.TEXT] * len(values))
        return self.driver.pgconn.exec_prepared(name, texts)

    def _run_again(self, failed: PGresult, sql: str, values: Sequence[Any]) -> PGresult:
        """There is no transaction, so nothing but this statement has failed."""
        if failed.error_field(pq.DiagnosticField.SQLSTATE) not in _OUTDATED:
            self._refuse(failed)
        self._forget(sql)
        result = self._run(sql, values)
        if result.status != pq.ExecStatus.TUPLES_OK:
            self._refuse(result)
        return result

    def _prepare(self, sql: str) -> bytes:
        if len(self.names) >= MOST:
            self._forget(next(iter(self.names)))
        name = b"cairn_%d" % next(self.numbers)
        result = self.driver.pgconn.prepare(name, _numbered(sql).encode())
        if result.status != pq.ExecStatus.COMMAND_OK:
            self._refuse(result)
        self.names[sql] = name
        return name

    def _forget(self, sql: str) -> None:
        # Where it is gone already this fails, and nothing comes of it.
        self.driver.pgconn.exec_(b"DEALLOCATE " + self.names.pop(sql))

    def _refuse(self, result: PGresult) -> None:
        if self.driver.pgconn.status == pq.ConnStatus.BAD:
            raise OperationalError(result.get_error_message())
        raise errors.error_from_result(result)


class _Sessions(threading.local):
    """This thread's, by the name of the database: a thread has connections of its own."""

    def __init__(self) -> None:
        self.of: dict[str, _Session] = {}


_sessions = _Sessions()


def _numbered(sql: str) -> str:
    """Places as PostgreSQL counts them: `$1` for the first `%s`, and `%` for `%%`."""
    numbers = count(1)
    return re.sub("%[%s]", lambda place: "%" if place[0] == "%%" else f"${next(numbers)}", sql)
