"""One object as JSON: rendered by the database, tagged by the versions it shows, left out when already known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.db.models import Case, CharField, DateTimeField, QuerySet, TextField, Value, When
from django.http import HttpResponse, HttpResponseNotModified
from rest_framework import serializers
from rest_framework.request import Request

from api.callers.authentication import actor_of
from api.reading import etags
from api.reading.documents import document
from api.reading.queries import Query
from core import clock
from core.errors import NotFound, SignInRequired
from core.statements import Parameter, Statement

NOW = Parameter("now", DateTimeField())
JSON = "application/json"
# Said, because Django would look for it in the content type and then in the settings.
UTF_8 = "utf-8"

type Output = type[serializers.Serializer[Any]]
type Selector = Callable[..., QuerySet[Any]]


# roadmap: api.http, language.oop
@dataclass(frozen=True, eq=False)
class Representation:
    """How one kind of object is shown: a selector for its row, a shape, and the error when there is no row.

    `versions` are the paths to the versions of all that is shown; first the edit version, which If-Match means.
    `is_own`: each caller sees their own at the same address, so tags also differ by whose it is.
    """

    row: Selector
    output: Output
    versions: tuple[str, ...]
    missing: Callable[[], NotFound | SignInRequired]
    query: type[Query] = Query
    is_own: bool = False

    def found(self, request: Request, address: Mapping[str, str]) -> tuple[str | None, str]:
        """The document and its tag; no document when the caller holds this version of it already."""
        only = self.query.read(request.GET).only(declared(self.output))
        statement, unless_seen, shape = _statements(self, only, tuple(address))
        if self.is_own:
            shape = etags.shape_of(shape + "".join(address.values()))
        values: dict[str, object] = {**address, "now": clock.now()}
        if seen := etags.seen_versions(request, shape):
            statement, values["seen"] = unless_seen, seen
        rows = statement.rows(values)
        if not rows:
            raise self.missing()
        body, versions = rows[0]
        return body, etags.etag(versions, shape)

    def response(
        self, request: Request, address: Mapping[str, str], status: int = HTTPStatus.OK, location: str = ""
    ) -> HttpResponse:
        """The document as the answer to a read or a write; 304 when the caller holds it."""
        body, tag = self.found(request, address)
        answer = (
            HttpResponseNotModified()
            if body is None
            else HttpResponse(body, content_type=JSON, status=status, charset=UTF_8)
        )
        answer["ETag"] = tag
        if location:
            answer["Location"] = location
        return cached(request, answer)


def declared(output: Output) -> Mapping[str, object]:
    """The fields of a shape by name, without making one."""
    return output._declared_fields  # noqa: SLF001  # REST framework has no public name for it


def places(address: tuple[str, ...]) -> dict[str, Parameter]:
    """A Parameter for each part of the address."""
    return {name: Parameter(name, CharField()) for name in address}


# roadmap: api.http, language.oop
def cached(request: Request, response: HttpResponse) -> HttpResponse:
    """Keep it, but ask each time: a 304 is cheap. What a signed-in caller sees is for no shared cache."""
    response["Cache-Control"] = "private, no-cache" if actor_of(request).is_signed_in else "public, no-cache"
    response["Vary"] = "Authorization, Cookie, Accept, Accept-Encoding"
    return response


@lru_cache(maxsize=64)
def _statements(
    shown: Representation, only: tuple[str, ...], address: tuple[str, ...]
) -> tuple[Statement, Statement, str]:
    """Compiled: with the body, with the body unless its versions are those seen, and the name of what both show."""
    rows = shown.row(**places(address), at=NOW).annotate(versions=etags.Versions(*shown.versions))
    body = document(shown.output(), rows.model, only)
    is_seen = When(versions=Parameter("seen", TextField()), then=Value(None))
    unless_seen = Case(is_seen, default=body, output_field=TextField())
    statement = Statement.of(rows.values_list(body, "versions"))
    return statement, Statement.of(rows.values_list(unless_seen, "versions")), etags.shape_of(statement.sql)
