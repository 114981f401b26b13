"""Tokens in cookies, for browsers: no script can read them, and no other site can use them.

Two walls keep other sites out: the cookies go nowhere with a request that another site began (SameSite=Strict), and
an unsafe request must come from our own origin and repeat a token that only our own pages can read (Django's CSRF
check). A request with an Authorization header is known by that alone: no other site can send one.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware, get_token, rotate_token
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts import services, tokens
from accounts.tokens.claims import REFRESH_LASTS
from api.callers.answers import for_nobody_else
from api.problems import Refusal
from core.access import Actor

# The routes that take the refresh cookie. To all others the browser does not even show it.
REFRESH_PATH = "/api/v1/auth/session/"


class CookieToken(BaseAuthentication):
    """The access token out of its cookie. One that has expired is refused, not taken for nobody's: renew it."""

    def authenticate(self, request: Request) -> tuple[Actor, None] | None:
        token = request.COOKIES.get(settings.ACCESS_COOKIE)
        if token is None:
            return None
        actor = replace(tokens.actor_behind(token), means="cookie")
        if request.method not in SAFE_METHODS:
            require_csrf_token(request)
        return actor, None


class _WithoutForm:
    """The request as the check sees it: the token comes in a header, and no body is read before its sender is known."""

    POST = QueryDict()

    def __init__(self, request: Request) -> None:
        self._request = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)


def _nothing(_request: HttpRequest) -> HttpResponse:
    """What a middleware expects behind it, and the check never asks."""
    return HttpResponse()


class _Check(CsrfViewMiddleware):
    """Django's own check. It gives its reason instead of an answer: the API has a form of its own for that."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:  # noqa: ARG002  # Django's signature
        return reason

    def knows_origin(self, request: Request) -> bool:
        # Django takes a missing Origin for an old browser. There is none left that leaves it out of such a request.
        return "HTTP_ORIGIN" in request.META and bool(self._origin_verified(request))  # type: ignore[attr-defined]  # Django has it, its stubs do not

    def accepts(self, request: Request) -> bool:
        seen: Any = _WithoutForm(request)
        self.process_request(seen)
        return self.process_view(seen, _nothing, (), {}) is None


_check = _Check(_nothing)


def require_own_origin(request: Request) -> None:
    """For requests that carry no cookie of ours yet: another site must not sign somebody in as somebody else."""
    if not _check.knows_origin(request):
        raise Refusal("csrf_failed", "Send this from a page of this service: its Origin is not ours.")


def require_csrf_token(request: Request) -> None:
    """For unsafe requests that a cookie speaks for."""
    require_own_origin(request)
    if not _check.accepts(request):
        detail = f"Send X-CSRFToken with the token that GET {REFRESH_PATH}csrf/ gives, and its cookie."
        raise Refusal("csrf_failed", detail)


def begun(request: Any, pair: services.TokenPair) -> HttpResponse:
    """The answer to a sign-in: no token from before it is good any more, the CSRF token neither."""
    rotate_token(request)
    return told(request, pair)


def told(request: Any, pair: services.TokenPair | None = None) -> HttpResponse:
    """The token to repeat in X-CSRFToken, and in cookies what it belongs to: its own secret, and the pair.

    The secret that the browser has is kept: other tabs hold tokens of it.
    """
    if "CSRF_COOKIE" not in request.META:
        _check.process_request(request)
    answer = for_nobody_else({"csrf_token": get_token(request)})
    if pair is not None:
        _put(answer, settings.ACCESS_COOKIE, pair.access, "/")
        _put(answer, settings.REFRESH_COOKIE, pair.refresh, REFRESH_PATH)
    _check.process_response(request, answer)
    return answer


def cleared(answer: HttpResponse) -> HttpResponse:
    """The answer, at which the browser forgets both tokens."""
    answer.delete_cookie(settings.ACCESS_COOKIE, path="/", samesite="Strict")
    answer.delete_cookie(settings.REFRESH_COOKIE, path=REFRESH_PATH, samesite="Strict")
    return answer


def cleared_if_sent(request: Request, answer: HttpResponse) -> HttpResponse:
    """The same where the caller came by cookie. A program is told of none."""
    return cleared(answer) if settings.ACCESS_COOKIE in request.COOKIES else answer


def _put(answer: HttpResponse, name: str, token: str, path: str) -> None:
    # As long as the sign-in can be renewed: a browser that forgot the access cookie when the token expires would be
    # answered as nobody, and its user not told to renew it.
    answer.set_cookie(
        name,
        token,
        max_age=REFRESH_LASTS,
        path=path,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
