"""The API's way in. Pages take Django's steps one by one; the API has no session, no form and no static file."""

import inspect
from collections.abc import Callable
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.security import SecurityMiddleware

API = "/api/v1/"
# JSON loads nothing and is shown in no frame.
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
# How many names of this service are remembered as sound: a pattern among ALLOWED_HOSTS may stand for any number.
_MOST_HOSTS = 64


# roadmap: api.security
class Door:
    """Leads requests to the API past all steps behind it, straight to the views; others go on to those steps.

    Only their way in and out is left out: what a step has to say of a view or of an exception (`process_view`,
    `process_exception`) Django calls by itself, here too. What of these steps concerns the API is Django's own code:
    hosts, https, compression, length. The headers that protect an answer are the same for all, so they are asked of
    Django once and then only put in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.pages = get_response
        self.views = _last(get_response)
        # So that what is refused here is answered as anywhere else, and protected.
        self.answered = convert_exception_to_response(self._answered)
        self.security: Any = SecurityMiddleware(get_response)
        self.common: Any = CommonMiddleware(get_response)
        self.gzip: Any = GZipMiddleware(get_response)
        self.frames: Any = XFrameOptionsMiddleware(get_response)
        self.protection: dict[bool, ResponseHeaders] = {}
        self.hosts: set[str] = set()

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(API):
            return self.pages(request)
        response = self._compressed(request, self.answered(request))
        return self._protected(request, self.common.process_response(request, response))

    def _answered(self, request: HttpRequest) -> Any:
        refused = self.security.process_request(request) or self._refused_host(request)
        return refused or self.views(request)

    def _refused_host(self, request: HttpRequest) -> Any:
        """What Django let pass once it lets pass again: it looks at the name alone, and callers say few."""
        host = request.META.get("HTTP_HOST", "")
        if host in self.hosts:
            return None
        refused = self.common.process_request(request)
        if refused is None and host and len(self.hosts) < _MOST_HOSTS:
            self.hosts.add(host)
        return refused

    def _compressed(self, request: HttpRequest, response: Any) -> Any:
        # Most answers say already that they vary, and most programs want them as they are.
        is_done = "gzip" not in request.META.get("HTTP_ACCEPT_ENCODING", "") and (
            "Accept-Encoding" in response.headers.get("Vary", "")
        )
        return response if is_done else self.gzip.process_response(request, response)

    def _protected(self, request: HttpRequest, response: Any) -> Any:
        is_secure = request.is_secure()
        if is_secure not in self.protection:
            self.protection[is_secure] = self._of_a_blank(request)
        response.headers = _Protected(self.protection[is_secure], response.headers)
        return response

    def _of_a_blank(self, request: HttpRequest) -> ResponseHeaders:
        blank = HttpResponse(headers={"Content-Type": "", "Content-Security-Policy": API_POLICY})
        del blank.headers["Content-Type"]
        return self.frames.process_response(request, self.security.process_response(request, blank)).headers  # type: ignore[no-any-return]  # the steps are untyped


class _Protected(ResponseHeaders):
    """What the view said, and what protects every answer where it said nothing; both are sound already.

    Put together and given out as a whole: by name, one after the other, they cost more than finding the route.
    """

    def __init__(self, protection: ResponseHeaders, said: ResponseHeaders) -> None:
        self._store = protection._store | said._store  # noqa: SLF001  # of its own class

    def items(self) -> Any:
        return self._store.values()


def _last(get_response: Any) -> Any:
    """The end of the chain."""
    while (further := _next(get_response)) is not None:
        get_response = further
    return get_response


def _next(step: Any) -> Any:
    """A class keeps the step behind it, and what Django wraps it in has its attributes; a function encloses it."""
    if hasattr(step, "get_response"):
        return step.get_response
    function = inspect.unwrap(step)
    return inspect.getclosurevars(function).nonlocals.get("get_response") if inspect.isroutine(function) else None
