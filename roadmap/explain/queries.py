"""What a request asks of its databases: each statement with its time and rows, and afterwards how it was planned."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from weakref import WeakSet

from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from roadmap.explain.timeline import Step, Timeline

# Each costs a round trip. A request with more different statements than these has other worries.
MOST_PLANS = 20

type Rows = list[tuple[Any, ...]]


class Queries:
    """Writes each statement into the timeline. Django calls it around every one, as an execute_wrapper."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._reads: dict[str, tuple[BaseDatabaseWrapper, Any]] = {}
        self._cursors: WeakSet[Any] = WeakSet()

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """On every connection that this thread has or opens. Cursors that are kept for later are left as they were."""
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self))
            stack.callback(self._stop_counting)
            yield

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: dict[str, Any]) -> Any:
        text = str(sql)
        step = self._timeline.begin("sql", text.split(maxsplit=1)[0], sql=text, plan=[], rows=None)
        try:
            result = execute(sql, params, many, context)
        except Exception as error:
            self._timeline.end(step, raised=type(error).__name__)
            raise
        self._timeline.end(step)
        self._count_rows(step, context["cursor"])
        if step.name == "SELECT" and len(self._reads) < MOST_PLANS:
            self._reads.setdefault(text, (context["connection"], params))
        return result

    def _count_rows(self, step: Step, cursor: Any) -> None:
        """A write says how many rows it changed. A read is counted as its rows are taken: SQLite knows no sooner."""
        source = _uncounted(cursor.cursor)
        if source.description:
            step.detail["rows"] = 0
            cursor.cursor = _Counted(source, step.detail)
            self._cursors.add(cursor)
        elif source.rowcount >= 0:
            step.detail["rows"] = source.rowcount

    def _stop_counting(self) -> None:
        for cursor in self._cursors:
            cursor.cursor = _uncounted(cursor.cursor)

    def explain(self) -> None:
        """Ask how each SELECT that went well is planned. Nothing is run again, and a write is never even planned."""
        plans = {sql: plan(connection, sql, params) for sql, (connection, params) in self._reads.items()}
        for step in self._timeline.steps:
            if step.kind == "sql":
                step.detail["plan"] = plans.get(step.detail["sql"], [])


def plan(connection: BaseDatabaseWrapper, sql: str, params: Any) -> list[str]:
    """How the database would run it with these values, in its own words. Empty when it will not say."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"{connection.ops.explain_query_prefix()} {sql}", params)
            return _LINES[connection.vendor](cursor.fetchall())
    except Error:
        return []


def _as_text(rows: Rows) -> list[str]:
    return [str(row[0]) for row in rows]


def _as_table(rows: Rows) -> list[str]:
    return [" ".join(map(str, row)) for row in rows]


def _as_tree(rows: Rows) -> list[str]:
    """Each row names the one that it belongs below."""
    depths = {0: -1}
    for step, above, *_ in rows:
        depths[step] = depths[above] + 1
    return [f"{'  ' * depths[step]}{text}" for step, *_, text in rows]


_LINES = {"postgresql": _as_text, "mysql": _as_table, "sqlite": _as_tree}


class _Counted:
    """A database's cursor, whose rows are counted as they go by."""

    def __init__(self, cursor: Any, detail: dict[str, Any]) -> None:
        self.source = cursor
        self._detail = detail

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def __iter__(self) -> Iterator[Any]:
        for row in self.source:
            self._detail["rows"] += 1
            yield row

    def fetchone(self) -> Any:
        row = self.source.fetchone()
        self._detail["rows"] += row is not None
        return row

    def fetchmany(self, *size: int) -> Any:
        return self._counted(self.source.fetchmany(*size))

    def fetchall(self) -> Any:
        return self._counted(self.source.fetchall())

    def _counted(self, rows: Any) -> Any:
        self._detail["rows"] += len(rows)
        return rows


def _uncounted(cursor: Any) -> Any:
    return cursor.source if isinstance(cursor, _Counted) else cursor
