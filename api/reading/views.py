"""The two kinds of reading view: one document, and a page of documents. Writing methods are added by resources."""

from typing import ClassVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from api.authentication import actor_of
from api.reading.listings import Listing
from api.reading.representations import Representation


class DocumentView(APIView):
    """Anything at the address of one object. A stale write is answered with the object's present tag."""

    shown: ClassVar[Representation]
    shown_to_staff: ClassVar[Representation | None] = None

    def representation(self) -> Representation:
        """Which representation this caller gets."""
        if self.shown_to_staff is not None and actor_of(self.request).is_staff:
            return self.shown_to_staff
        return self.shown

    def current_etag(self) -> str:
        return self.representation().found(self.request, self.kwargs)[1]


class DocumentDetail(DocumentView):
    """GET of one object: conditional, sparse, one statement."""

    def get(self, request: Request, **address: str) -> HttpResponse:
        return self.representation().response(request, address)


class DocumentList(APIView):
    """GET of a page: filters and sorts as its listing declares them, no COUNT."""

    listed: ClassVar[Listing]

    def get(self, request: Request, **address: str) -> HttpResponse:
        return self.listed.response(request, address)
