"""Pages by position, not by number: a page costs the same at any depth, and rows neither repeat nor vanish.

The position is the sort key of the last row seen, signed so that nobody makes up their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, F, Func, Lookup, Model, OrderBy, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from core.errors import DomainError
from core.statements import AnyField, Parameter, Row

_signer = signing.Signer(salt="core.pages")


class InvalidCursor(DomainError):
    code = "invalid_cursor"


class Key(NamedTuple):
    """One column of a sort: the path to it and its type."""

    path: str
    field: AnyField


@dataclass(frozen=True)
class Sort:
    """An order that an index serves: all keys in one direction, none of them NULL, the last one unique."""

    name: str
    keys: tuple[Key, ...]
    descending: bool = False

    @classmethod
    def by(cls, name: str, path: str, field: AnyField, *, unique: str = "id", descending: bool = False) -> Self:
        """One column, and behind it the id that makes the order total."""
        return cls(name, (Key(path, field), Key(unique, BigAutoField())), descending)

    @property
    def paths(self) -> list[str]:
        return [key.path for key in self.keys]

    def order(self, *, backwards: bool = False) -> list[OrderBy]:
        return [OrderBy(F(path), descending=self.descending is not backwards) for path in self.paths]

    def parameters(self) -> list[Parameter]:
        """Places for the position, to be bound by `Cursor.values`."""
        return [Parameter(f"key{number}", key.field) for number, key in enumerate(self.keys)]


# roadmap: language.pythonic
class Cursor(NamedTuple):
    """A position in a sort: start behind the row with this key, forwards or backwards."""

    sort: Sort
    key: Row
    backwards: bool = False

    @property
    def values(self) -> dict[str, object]:
        return {f"key{number}": value for number, value in enumerate(self.key)}

    def __str__(self) -> str:
        return _signer.sign_object([self.sort.name, int(self.backwards), *map(str, self.key)], compress=False)

    @classmethod
    def read(cls, text: str, sort: Sort) -> Self:
        """The cursor that `str` wrote. Raises InvalidCursor if it was changed, or made for another sort."""
        try:
            name, backwards, *key = _signer.unsign_object(text)
        except (signing.BadSignature, ValueError):
            raise InvalidCursor("This cursor is not one of ours. Begin without one.") from None
        if name != sort.name:
            raise InvalidCursor(f"This cursor belongs to sort={name}. Keep the sort or begin anew.")
        return cls(sort, tuple(_typed(sort, key)), bool(backwards))


def _typed(sort: Sort, texts: Sequence[str]) -> Iterator[object]:
    try:
        for key, text in zip(sort.keys, texts, strict=True):
            yield key.field.to_python(text)
    except (ValueError, ValidationError):
        # Signed by us, yet not this sort's shape: an older version of the service made it.
        raise InvalidCursor("This cursor is out of date. Begin without one.") from None


class Beyond(Lookup):
    """`(a, b) < (x, y)`, the one condition that an index on (a, b) turns into a place to start reading.

    `a < x OR (a = x AND b < y)` says the same, but PostgreSQL and SQLite then read every row from the first.
    MariaDB is the other way round: it finds its place by the long form only.
    A Lookup, because Django compares any other condition with TRUE there, and no index answers `(...) = TRUE`.
    """

    def __init__(self, sort: Sort, position: Sequence[Any], *, backwards: bool) -> None:
        super().__init__(Func(*map(F, sort.paths)), Func(*position))
        self.operator = "<" if sort.descending is not backwards else ">"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002  # Django's signature
        columns, places, params = self._compiled(compiler)
        return f"({', '.join(columns)}) {self.operator} ({', '.join(places)})", [p for ps in params for p in ps]

    def as_mysql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> Any:
        columns, places, params = self._compiled(compiler)
        branches, bound = [], []
        for last in range(len(columns)):
            equal = [f"{columns[i]} = {places[i]}" for i in range(last)]
            branches.append(" AND ".join([*equal, f"{columns[last]} {self.operator} {places[last]}"]))
            bound += [p for ps in params[: last + 1] for p in ps]
        return f"(({') OR ('.join(branches)}))", bound

    def _compiled(self, compiler: SQLCompiler) -> tuple[list[str], list[str], list[Sequence[Any]]]:
        columns = [compiler.compile(column) for column in self.lhs.source_expressions]
        places = [compiler.compile(place) for place in self.rhs.source_expressions]
        return [sql for sql, _ in columns], [sql for sql, _ in places], [params for _, params in places]


def beyond[Q: QuerySet[Any, Any]](rows: Q, sort: Sort, position: Sequence[Any] | None, *, backwards: bool = False) -> Q:
    """The rows in order, beginning behind the position (its key values, or Parameters for them), or at the start."""
    ordered = rows.order_by(*sort.order(backwards=backwards))
    return ordered if position is None else ordered.filter(Beyond(sort, position, backwards=backwards))


class Page(NamedTuple):
    """What one reading gave, in the sort's own direction, and where to go on."""

    rows: list[Row]
    next: Cursor | None
    previous: Cursor | None

    @classmethod
    def of(cls, fetched: list[Row], sort: Sort, cursor: Cursor | None, limit: int) -> Self:
        """From up to `limit + 1` rows whose last columns are the sort's keys; the one too many tells of more."""
        rows, more = fetched[:limit], len(fetched) > limit
        backwards = cursor is not None and cursor.backwards
        if backwards:
            rows.reverse()
        width = len(sort.keys)
        ahead = Cursor(sort, rows[-1][-width:]) if rows and (more or backwards) else None
        behind = Cursor(sort, rows[0][-width:], backwards=True) if rows and (more if backwards else cursor) else None
        return cls(rows, ahead, behind)


# roadmap: language.iterators
class Walk[M: Model]:
    """Every row of a QuerySet once, by primary key, in batches: flat memory, and no transaction held open.

    Rows added behind the present position are met, rows deleted ahead of it are not.
    """

    def __init__(self, rows: QuerySet[M], *, size: int = 1000) -> None:
        self._rows = rows
        self._size = size
        self._sort = Sort("pk", (Key("pk", BigAutoField()),))
        self._batch: Iterator[M] = iter(())
        self._last: Any = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> M:
        row = next(self._batch, None)
        if row is None:
            self._batch = self._next_batch()
            # An empty one ends the walk: its StopIteration is ours.
            row = next(self._batch)
        self._last = row.pk
        return row

    def _next_batch(self) -> Iterator[M]:
        position = None if self._last is None else [Value(self._last)]
        return iter(beyond(self._rows, self._sort, position)[: self._size])
