"""A query compiled once and bound at each request.

Turning a QuerySet into SQL costs Python more than PostgreSQL needs to run it. A `Parameter` stands in the
query where a value will be; the compiled text is kept, and a request only puts its values in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from core.statements import prepared

type Row = prepared.Row
type Values = Mapping[str, object]
type AnyField = Field[Any, Any]


class Parameter(Expression):
    """A named place for a value that comes later. `output_field` prepares that value for the database."""

    def __init__(self, name: str, output_field: AnyField) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002  # Django's signature
        return "%s", [self]

    def bound(self, values: Values, connection: BaseDatabaseWrapper) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)

    def __repr__(self) -> str:
        return f":{self.name}"


# roadmap: data.orm
@dataclass(frozen=True)
class Statement:
    """SQL with named places. Nothing in it changes, so threads share it."""

    sql: str
    params: tuple[object, ...]
    converters: Mapping[int, Any]
    using: str

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> "Statement":
        """Compile a `values_list` query whose late values are Parameters."""
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        return cls(sql, tuple(params), compiler.get_converters(columns), queryset.db)

    def rows(self, values: Values) -> list[Row]:
        """Run it with these values. Raises KeyError when one is missing."""
        connection = connections[self.using]
        bound: list[Any] = [
            item.bound(values, connection) if isinstance(item, Parameter) else item for item in self.params
        ]
        rows = _found(connection, self.sql, bound)
        return [tuple(self._converted(row, connection)) for row in rows] if self.converters else rows

    def _converted(self, row: Row, connection: BaseDatabaseWrapper) -> Iterator[object]:
        """Each value as the ORM would give it: SQLite, for one, keeps instants as text."""
        for position, value in enumerate(row):
            converters, expression = self.converters.get(position, ((), None))
            for convert in converters:
                value = convert(value, expression, connection)  # noqa: PLW2901  # a chain, each step feeds the next
            yield value


def _found(connection: BaseDatabaseWrapper, sql: str, values: Sequence[Any]) -> list[Row]:
    if prepared.is_possible(connection):
        return prepared.rows(connection, sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
