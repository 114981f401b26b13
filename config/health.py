"""Probes. Liveness touches nothing, or one slow database would restart every process; readiness asks the database."""

from http import HTTPStatus

import structlog
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

logger = structlog.get_logger(__name__)


@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when a request could be served now, 503 with the name of what is missing otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("not ready")
        checks = {"status": "not ready", "database": "unreachable"}
        return JsonResponse(checks, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ready", "database": "reachable"})
