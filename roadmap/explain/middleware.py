"""`X-Explain: 1` on a request: what happened inside is kept under its id. Every other request passes by."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core import correlation
from roadmap.explain import monitoring, ran, topics
from roadmap.explain.calls import Calls
from roadmap.explain.explanations import Explanation, kept
from roadmap.explain.queries import Queries
from roadmap.explain.timeline import Timeline

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ExplainRefused(PermissionDenied):
    """The inside of a service is shown on a reader's own machine alone."""


class Explain:
    """The answer stays as it is, to the byte: the explanation waits at `/explain/<request id>/`.

    What a response streams after it was returned is not seen.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _asks(request) and settings.EMBEDDED:
            return self._explained(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Refuse in the view's stead, and not on the way in: so the refusal is protected like any other answer."""
        if _asks(request) and not settings.EMBEDDED:
            raise ExplainRefused

    def _explained(self, request: HttpRequest) -> HttpResponseBase:
        markers = topics.markers()
        timeline = Timeline()
        queries = Queries(timeline)
        with ran.recording(markers) as seen, monitoring.listening(Calls(timeline)), queries.recorded():
            response = self.get_response(request)
            milliseconds = timeline.now
        queries.explain()
        kept.keep(
            Explanation(
                request_id=correlation.current().request_id,
                method=request.method or "",
                path=request.get_full_path(),
                status=response.status_code,
                milliseconds=milliseconds,
                view=next((step.name for step in timeline.steps if step.kind == "view"), None),
                steps=tuple(timeline.steps),
                left_out=timeline.left_out,
                topics=topics.ran(seen.places),
            )
        )
        return response


def _asks(request: HttpRequest) -> bool:
    return request.META.get("HTTP_X_EXPLAIN") == "1"
