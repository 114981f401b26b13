"""Output shapes rendered by the database.

A serializer declares what a document holds; `document()` turns it into one ORM expression, so that a whole page
comes back as finished JSON in one statement. No model instances, no second round trip, no N+1 to forget.
`tests/api/reading/test_documents.py` renders the same rows by the plain serializer and compares, on every database.
"""

from collections.abc import Collection
from functools import singledispatch
from typing import Any

from django.db import connections
from django.db.models import Expression, F, Func, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from rest_framework import serializers

from api import fields

type Shape = serializers.Serializer[Any]
type Term = Expression | F | Subquery


def document(shape: Shape, model: type[Model], only: Collection[str] = ()) -> Expression:
    """The shape, filled from a row of the model, as JSON text. `only`: leave out every other field."""
    return Cast(_object(shape, model, "", only), TextField())


def _object(shape: Shape, model: type[Model], prefix: str, only: Collection[str] = ()) -> Expression:
    chosen = {name: field for name, field in shape.fields.items() if not only or name in only}
    return _Object({name: _expression(field, model, prefix) for name, field in chosen.items()})


# How each kind of field is said in SQL. A kind that is not here is a plain column.
# roadmap: language.functions
@singledispatch
def _expression(field: serializers.Field[Any, Any, Any, Any], _model: type[Model], prefix: str) -> Term:
    return F(prefix + _path(field))


@_expression.register
def _(field: serializers.BooleanField, _model: type[Model], prefix: str) -> Expression:
    return Flag(F(prefix + _path(field)))


@_expression.register
def _(field: fields.Instant, _model: type[Model], prefix: str) -> Expression:
    return InstantText(F(prefix + _path(field)))


@_expression.register
def _(field: fields.Words, _model: type[Model], prefix: str) -> Expression:
    return WordArray(F(prefix + _path(field)))


@_expression.register
def _(field: fields.Names, model: type[Model], _prefix: str) -> Term:
    relation: Any = model._meta.get_field(_path(field))
    rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
    return _array_of_names(rows)


@_expression.register(serializers.Serializer)
def _(field: Shape, model: type[Model], prefix: str) -> Expression:
    inner = prefix if field.source == "*" else f"{prefix}{_path(field)}__"
    return _object(field, model, inner)


def _path(field: serializers.Field[Any, Any, Any, Any]) -> str:
    return str(field.source).replace(".", "__")


def _array_of_names(rows: QuerySet[Any]) -> Term:
    # MariaDB lets no derived table see the outer row, but sorts inside the aggregate; SQLite is the other way round.
    if connections[rows.db].vendor == "mysql":
        joined = Func(F("name"), template="GROUP_CONCAT(JSON_QUOTE(%(expressions)s) ORDER BY %(expressions)s)")
        return _Array(
            rows.values(items=joined),
            template="JSON_EXTRACT(CONCAT('[', COALESCE((%(subquery)s), ''), ']'), '$')",
        )
    return _Array(rows.order_by("name").values(item=F("name")))


class _Array(Subquery):
    """A JSON array of what the subquery finds, in its order; [] when it finds nothing."""

    output_field = TextField()
    template = "(SELECT COALESCE(JSON_AGG(found.item), '[]') FROM (%(subquery)s) found)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "JSON((SELECT JSON_GROUP_ARRAY(found.item) FROM (%(subquery)s) found))"
        return self.as_sql(compiler, connection, template=template, **extra)


class _Object(Func):
    """A JSON object. The names are this code's own, so they stand in the SQL as they are."""

    function = "JSON_OBJECT"
    output_field = TextField()

    def __init__(self, members: dict[str, Term]) -> None:
        super().__init__(*members.values())
        self.names = list(members)

    # Func has options here that nobody passes.
    def as_sql(self, compiler: Any, connection: Any, function: str = "JSON_OBJECT", **_: Any) -> Any:  # type: ignore[override]  # noqa: ARG002
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        members = ", ".join(f"'{name}', {sql}" for name, (sql, _) in zip(self.names, compiled, strict=True))
        return f"{function}({members})", [param for _, params in compiled for param in params]

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # Not jsonb: that would parse, sort and print again what is only passed on.
        return self.as_sql(compiler, connection, function="JSON_BUILD_OBJECT", **extra)


class Flag(Func):
    """true or false, where SQLite and MariaDB would print 1 or 0."""

    output_field = TextField()
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "JSON(CASE WHEN %(expressions)s THEN 'true' ELSE 'false' END)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="JSON_EXTRACT(IF(%(expressions)s, 'true', 'false'), '$')", **extra
        )


class WordArray(Func):
    """A JSON array of the words in a text."""

    output_field = TextField()
    template = "TO_JSON(STRING_TO_ARRAY(%(expressions)s, ' '))"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = """JSON('["' || REPLACE(%(expressions)s, ' ', '","') || '"]')"""
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = """JSON_EXTRACT(CONCAT('["', REPLACE(%(expressions)s, ' ', '","'), '"]'), '$')"""
        return self.as_sql(compiler, connection, template=template, **extra)


class InstantText(Func):
    """An instant as fields.Instant prints it."""

    output_field = TextField()
    # %%%% is two escapes deep: Django's template and the driver's placeholders each take one.
    template = """TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "STRFTIME('%%%%Y-%%%%m-%%%%dT%%%%H:%%%%M:%%%%SZ', %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "DATE_FORMAT(%(expressions)s, '%%%%Y-%%%%m-%%%%dT%%%%H:%%%%i:%%%%sZ')"
        return self.as_sql(compiler, connection, template=template, **extra)
