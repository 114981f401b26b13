"""Where an explanation waits to be fetched."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roadmap.explain.explanations import KEPT, kept


class NotKept(Http404):
    """Nothing is known of this request; most often it was known once."""

    def __init__(self) -> None:
        super().__init__(
            f"Nothing is kept of this request. In embedded mode the last {KEPT} that were explained are, until the"
            " service stops. Perform it again."
        )


@require_safe
@never_cache
def explanation(request: HttpRequest, request_id: str) -> JsonResponse:  # noqa: ARG001  # Django's signature
    """What happened in the request of that id, if it asked to be explained and was one of the last."""
    found = kept.find(request_id) if settings.EMBEDDED else None
    if found is None:
        raise NotKept
    return JsonResponse(asdict(found))
