"""A page of objects as JSON: one statement, compiled once for each combination of filters, sort and direction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from api.callers import limits
from api.callers.authentication import actor_of
from api.problems import FieldError, Refusal
from api.reading.documents import document
from api.reading.queries import ListQuery, Shape
from api.reading.representations import JSON, UTF_8, Output, cached, declared, places
from core import clock
from core.pages import Cursor, InvalidCursor, Page, Sort, beyond
from core.statements import Statement


def _nothing_is_missing(**_address: str) -> None:
    """An empty page is a page."""


@dataclass(frozen=True, eq=False)
class Listing:
    """How one kind of object is listed: a selector for the rows, a shape, and the sorts by name.

    `rows` gets the query and the address, both with Parameters for values. `refuse_if_missing` is asked when a page
    is empty: it raises NotFound when there is no such list at all. `sorts` is a function where a filter has indexes of
    its own to sort by.
    """

    rows: Callable[..., QuerySet[Any]]
    output: Output
    sorts: Mapping[str, Sort] | Callable[[Any], Mapping[str, Sort]]
    query: type[ListQuery] = ListQuery
    refuse_if_missing: Callable[..., None] = _nothing_is_missing

    def response(self, request: Request, address: Mapping[str, str]) -> HttpResponse:
        query = self.query.read(request.GET)
        headers = limits.admit("search", request, actor=actor_of(request)) if query.is_search else {}
        sort = self.sort(query)
        cursor = _cursor(query.cursor, sort) if query.cursor else None
        page = Page.of(self._found(query, cursor, address), sort, cursor, query.limit)
        if not page.rows:
            self.refuse_if_missing(**address)
        answer = HttpResponse(_page_json(request, page), content_type=JSON, charset=UTF_8, headers=headers)
        return cached(request, answer)

    def sort(self, query: ListQuery) -> Sort:
        sorts = self.sorts(query) if callable(self.sorts) else self.sorts
        return sorts[query.sort]

    def _found(self, query: ListQuery, cursor: Cursor | None, address: Mapping[str, str]) -> list[Any]:
        direction = cursor and ("backwards" if cursor.backwards else "forwards")
        shape = query.shape(query.only(declared(self.output)))
        statement = _statement(self, shape, direction, tuple(address))
        position = cursor.values if cursor else {}
        return statement.rows({**address, **query.values(), **position, "now": clock.now()})


def _cursor(text: str, sort: Sort) -> Cursor:
    try:
        return Cursor.read(text, sort)
    except InvalidCursor as refused:
        error = FieldError(refused.code, refused.message, parameter="cursor")
        raise Refusal(refused.code, refused.message, error) from None


@lru_cache(maxsize=256)
def _statement(listing: Listing, shape: Shape, direction: str | None, address: tuple[str, ...]) -> Statement:
    query = listing.query.of_shape(shape)
    sort = listing.sort(query)
    position = sort.parameters() if direction else None
    rows = listing.rows(query, **places(address))
    ordered = beyond(rows, sort, position, backwards=direction == "backwards")
    rendered = document(listing.output(), ordered.model, shape.only)
    return Statement.of(ordered.values_list(rendered, *sort.paths)[: shape.limit + 1])


def _page_json(request: Request, page: Page) -> str:
    links = [_link(request, "next", page.next), _link(request, "previous", page.previous)]
    return f'{{"results": [{", ".join(row[0] for row in page.rows)}], {", ".join(links)}}}'


def _link(request: Request, name: str, cursor: Cursor | None) -> str:
    if cursor is None:
        return f'"{name}": null'
    parameters = urlencode({**request.GET.dict(), "cursor": str(cursor)})
    # Nothing in a URL needs escaping in JSON: what would is percent-encoded.
    return f'"{name}": "{request.build_absolute_uri(request.path)}?{parameters}"'
