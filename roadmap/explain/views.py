"""Where an explanation waits to be fetched."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roadmap.explain.explanations import kept


@require_safe
@never_cache
def explanation(request: HttpRequest, request_id: str) -> JsonResponse:  # noqa: ARG001  # Django's signature
    """What happened in the request of that id, if it asked to be explained and was one of the last."""
    found = kept.find(request_id) if settings.EMBEDDED else None
    if found is None:
        raise Http404
    return JsonResponse(asdict(found))
