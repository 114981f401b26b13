"""The two kinds of reading view: one document, and a page of documents. Writing methods are added by resources."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from api import problems
from api.callers.authentication import actor_of, shows_no_token
from api.reading.listings import Listing
from api.reading.negotiation import takes_json
from api.reading.representations import Representation

_ASKED_ON_THE_WAY = {"authentication_classes", "permission_classes", "throttle_classes", "initial"}


# roadmap: language.oop
class ReadView(APIView):
    """Most reads are anonymous and take any answer: there is nothing to authenticate, negotiate or parse.

    REST framework would find that out anew each time; such a read goes straight to `get`. So what it would have asked
    on the way can't be declared here: it would be asked of some callers and not of others.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if unasked := _ASKED_ON_THE_WAY & vars(cls).keys():
            raise TypeError(f"{cls.__name__} is read by anybody; {', '.join(sorted(unasked))} would not be asked.")

    def get(self, request: Request, **address: str) -> HttpResponse:
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and shows_no_token(request.META) and takes_json(request):
            self.request, self.args, self.kwargs = request, args, kwargs
            return self._read(request)
        return super().dispatch(request, *args, **kwargs)

    def _read(self, request: Any) -> Any:
        try:
            return self.get(request, **self.kwargs)
        except Exception as error:
            # As in REST framework's own dispatch: a refusal becomes a problem, a bug goes on to Django.
            answer = problems.handle(error, {"view": self})
            if answer is None:
                raise
            return answer


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


class DocumentDetail(ReadView, DocumentView):
    """GET of one object: conditional, sparse, one statement."""

    def get(self, request: Request, **address: str) -> HttpResponse:
        return self.representation().response(request, address)


# roadmap: api.rest
class DocumentList(ReadView):
    """GET of a page: filters and sorts as its listing declares them, no COUNT."""

    listed: ClassVar[Listing]

    def get(self, request: Request, **address: str) -> HttpResponse:
        return self.listed.response(request, address)
