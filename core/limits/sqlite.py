"""Counts in a file of SQLite, for a service that runs on one machine: one statement, atomic between processes."""

import sqlite3
import time
from functools import cached_property
from pathlib import Path
from typing import Any, override

from core.limits.counters import Counters, CountersUnavailable

_TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, counted INTEGER NOT NULL, ends REAL NOT NULL)"
# roadmap: api.rate-limiting
_COUNT = """
    INSERT INTO counts (key, counted, ends) VALUES (:key, 1, :ends)
    ON CONFLICT (key) DO UPDATE SET
        counted = CASE WHEN ends <= :now THEN 1 ELSE counted + 1 END,
        ends = CASE WHEN ends <= :now THEN excluded.ends ELSE ends END
    RETURNING counted
"""
_SECONDS_TO_WAIT = 2


class SQLiteCounters(Counters):
    """Django keeps one of these for each thread, so the connection needs no lock."""

    def __init__(self, location: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        self._path = Path(location)

    @override
    def count(self, key: str, seconds: int) -> int:
        now = time.time()
        try:
            row = self._connection.execute(_COUNT, {"key": key, "now": now, "ends": now + seconds}).fetchone()
            counted = int(row[0])
            if counted == 1:
                # Whoever opens a window sweeps out those that have ended, so the file stays small.
                self._connection.execute("DELETE FROM counts WHERE ends <= ?", [now])
        except sqlite3.Error as error:
            raise CountersUnavailable from error
        return counted

    @override
    def clear(self) -> None:
        self._connection.execute("DELETE FROM counts")

    @override
    def close(self, **_: Any) -> None:
        """Django calls this after each request; the connection is kept for the next one."""

    def __del__(self) -> None:
        # A thread that ends takes its connection along; one that never counted has none.
        if connection := self.__dict__.get("_connection"):
            connection.close()

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT, autocommit=True)
        # Counts of minutes may be lost with the power; a limit must not wait for the disk.
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_TABLE};")
        return connection
