"""Middleware for what a browser shows. The API has no session and no page, so its requests pass by.

Each class is Django's own, with one question before it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.csp import ContentSecurityPolicyMiddleware

API = "/api/v1/"
# JSON loads nothing and is shown in no frame.
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


class _ForPages:
    get_response: Callable[[HttpRequest], Any]

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(API):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # the Django class that it is mixed into


class Policy(_ForPages, ContentSecurityPolicyMiddleware):
    """The policy of pages is built anew for each, the API's never changes."""

    def __call__(self, request: HttpRequest) -> Any:
        response = super().__call__(request)
        response.headers.setdefault("Content-Security-Policy", API_POLICY)
        return response


class Sessions(_ForPages, SessionMiddleware):
    pass


class Users(_ForPages, AuthenticationMiddleware):
    pass


class Messages(_ForPages, MessageMiddleware):
    pass
