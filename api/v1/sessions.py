"""Signing in and out from a browser: the pair of tokens goes into cookies, and no script ever sees it."""

import contextlib
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import services, tokens
from api.callers import cookies
from api.v1.auth import Credentials
from api.writing.inputs import read


class CsrfToken(serializers.Serializer[Any]):
    """Send it as X-CSRFToken with every request that changes something."""

    csrf_token = serializers.CharField()


class _Session(APIView):
    """What is looked at is no access token, but a password or the refresh cookie."""

    authentication_classes = ()
    answers: type[CsrfToken] | None = CsrfToken
    secured_by: tuple[dict[str, list[str]], ...] = ({"refresh_cookie": [], "csrf": []},)


class SessionToken(_Session):
    """Fetch the CSRF token, for a page that has just been loaded."""

    secured_by = ()

    def get(self, request: Request) -> HttpResponse:
        return cookies.told(request)


class SessionStart(_Session):
    """Sign in from a browser. Nothing that it held before is kept: new tokens, a new family, a new CSRF token."""

    limited_as = "sign-in"
    takes = Credentials
    secured_by = ()

    def post(self, request: Request) -> HttpResponse:
        cookies.require_own_origin(request)
        pair = services.sign_in(**read(self.takes, request))
        return cookies.begun(request, pair)


class SessionRefresh(_Session):
    """Renew the tokens in the cookies of a browser.

    Of two tabs that renew at once, one is told `token_reused`: the other has renewed for both, so it goes on with the
    cookies that are there. Where nothing is left to renew, the cookies are taken away.
    """

    limited_as = "refresh"

    def post(self, request: Request) -> HttpResponse:
        cookies.require_csrf_token(request)
        return cookies.told(request, services.refresh(token=_refresh_token(request)))

    def handle_exception(self, exc: Exception) -> Any:
        answer = super().handle_exception(exc)
        has_ended = isinstance(exc, tokens.TokenRefused) or (
            isinstance(exc, services.TokenReused) and exc.family_has_ended
        )
        return cookies.cleared(answer) if has_ended else answer


class SessionEnd(_Session):
    """Sign out in this browser. What had ended before has ended: that is no error."""

    limited_as = "refresh"
    answers = None

    def post(self, request: Request) -> HttpResponse:
        cookies.require_csrf_token(request)
        with contextlib.suppress(tokens.TokenRefused):
            services.sign_out(token=_refresh_token(request))
        return cookies.cleared(HttpResponse(status=HTTPStatus.NO_CONTENT))


def _refresh_token(request: Request) -> str:
    return str(request.COOKIES.get(settings.REFRESH_COOKIE, ""))


urlpatterns = [
    path("auth/session/", SessionStart.as_view(), name="session"),
    path("auth/session/csrf/", SessionToken.as_view(), name="session-csrf"),
    path("auth/session/refresh/", SessionRefresh.as_view(), name="session-refresh"),
    path("auth/session/logout/", SessionEnd.as_view(), name="session-logout"),
]
