"""The two kinds of reading view: one document, and a page of documents. Both pass on what the database rendered."""

from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from api.documents import document
from api.queries import ListQuery, Shape
from api.representations import JSON, Output, Representation, cached, declared, places
from core import clock
from core.pages import Cursor, Page, Sort, beyond
from core.statements import Parameter, Statement


class DocumentView(APIView):
    """Anything at the address of one object. A stale write is answered with the object's present tag."""

    shown: ClassVar[Representation]

    def representation(self) -> Representation:
        """Which representation this caller gets."""
        return self.shown

    def current_etag(self) -> str:
        return self.representation().found(self.request, **self.kwargs)[1]


class DocumentDetail(DocumentView):
    """GET of one object: conditional, sparse, one statement."""

    def get(self, request: Request, **address: str) -> HttpResponse:
        return self.representation().response(request, **address)


class DocumentList(APIView):
    """GET of a page: filters and sorts as `query` declares them, one statement, no COUNT."""

    output: ClassVar[Output]
    query: ClassVar[type[ListQuery]] = ListQuery
    sorts: ClassVar[dict[str, Sort]]

    @staticmethod
    def rows(query: Any, **address: Parameter) -> "QuerySet[Any]":
        """The selector's QuerySet, with Parameters for values."""
        raise NotImplementedError

    @classmethod
    def sort_of(cls, query: Any) -> Sort:
        return cls.sorts[query.sort]

    def refuse_if_missing(self, **address: str) -> None:
        """Called when a page is empty: raise NotFound if there is no such list at all."""

    def get(self, request: Request, **address: str) -> HttpResponse:
        query = self.query.read(request.GET)
        sort = self.sort_of(query)
        cursor = Cursor.read(query.cursor, sort) if query.cursor else None
        shape = query.shape(query.only(declared(self.output)))
        backwards = cursor is not None and cursor.backwards
        statement = _statement(type(self), shape, cursor is not None, backwards, tuple(address))
        position = cursor.values if cursor else {}
        found = statement.rows({**address, **query.values(), **position, "now": clock.now()})
        page = Page.of(found, sort, cursor, query.limit)
        if not page.rows:
            self.refuse_if_missing(**address)
        return cached(request, HttpResponse(_page_json(request, page), content_type=JSON))


@lru_cache(maxsize=256)
def _statement(
    view: type[DocumentList], shape: Shape, positioned: bool, backwards: bool, address: tuple[str, ...]
) -> Statement:
    """Compiled once for each combination of filters, sort, size, fields and direction."""
    query = view.query.of_shape(shape)
    sort = view.sort_of(query)
    rows = view.rows(query, **places(address))
    ordered = beyond(rows, sort, sort.parameters() if positioned else None, backwards=backwards)
    rendered = document(view.output(), ordered.model, shape.only)
    return Statement.of(ordered.values_list(rendered, *sort.paths)[: shape.limit + 1])


def _page_json(request: Request, page: Page) -> str:
    links = [_link(request, "next", page.next), _link(request, "previous", page.previous)]
    return f'{{"results": [{", ".join(row[0] for row in page.rows)}], {", ".join(links)}}}'


def _link(request: Request, name: str, cursor: Cursor | None) -> str:
    if cursor is None:
        return f'"{name}": null'
    parameters = request.GET.copy()
    parameters["cursor"] = str(cursor)
    # Nothing in a URL needs escaping in JSON: what would is percent-encoded.
    return f'"{name}": "{request.build_absolute_uri(f"?{parameters.urlencode()}")}"'
