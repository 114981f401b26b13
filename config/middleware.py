"""What every request passes: its id, its line in the log, the rest of its body, and refusals that no page tells."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from config import errors
from core import correlation
from core.errors import DomainError

logger = structlog.get_logger("request")
_level = logging.getLogger("request")
# 16 MiB, where a body may have 1: who sends a photograph by mistake hears why it was refused.
_CHUNK, _MOST_CHUNKS = 64 * 1024, 256


class Correlation:
    """Ties the request to an id, says the id in the response, and logs how the request went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        headers = request.META
        sent = headers.get("HTTP_X_REQUEST_ID", ""), headers.get("HTTP_TRACEPARENT", "")
        with correlation.correlated(*sent) as current:
            began = time.perf_counter()
            response = self.get_response(request)
            response["X-Request-ID"] = current.request_id
            if _is_worth_a_line(request, response):
                logger.info(
                    "request",
                    method=request.method,
                    path=request.path,
                    status=int(response.status_code),
                    milliseconds=round((time.perf_counter() - began) * 1000, 1),
                )
        return response


def _is_worth_a_line(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Writes and refusals always. A read that went well only with LOG_LEVEL=DEBUG: the line costs a fifth of it."""
    is_quiet = request.method in {"GET", "HEAD"} and response.status_code < HTTPStatus.BAD_REQUEST
    return not is_quiet or _level.isEnabledFor(logging.DEBUG)


class ReadToTheEnd:
    """Reads what was sent with a request that was refused for something else, before the answer goes out.

    A server closes a connection on which such a body is left, and often cannot say so: to the caller, who writes on,
    it looks like a crash. What is far longer than any body may be is not waited for, and the close is announced.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _has_body(request) and not _is_read(request):
            response["Connection"] = "close"
        return response


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH", "0") not in {"", "0"} or "HTTP_TRANSFER_ENCODING" in request.META


def _is_read(request: HttpRequest) -> bool:
    """Whether nothing is left of it, now that this has been tried."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return False  # Its length is not told, so its end would not be known.
    try:
        return any(not request.read(_CHUNK) for _ in range(_MOST_CHUNKS))
    except UnreadablePostError:
        return False


class Refusals:
    """A page may raise what the domain raises, such as RateLimited: it is told as everywhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.refused(request, exception) if isinstance(exception, DomainError) else None
