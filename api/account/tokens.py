"""What an app gets: a handle on its session while it signs in, and the shop's own tokens once it has."""

from datetime import timedelta
from typing import Any

from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.base import AbstractTokenStrategy
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts import services
from accounts.tokens.claims import ACCESS_LASTS
from api.account import sealing
from api.callers.sessions import SIGN_IN

# Long enough to sign in, and to change a password or a second factor; everything else is opened by tokens.
SESSION_LASTS = timedelta(minutes=15)
_PURPOSE = "session handle"


class TokenStrategy(AbstractTokenStrategy):  # type: ignore[misc]  # allauth is untyped
    """The session token is no session key: in a cookie it opens nothing, and a cookie's key is no session token."""

    def create_session_token(self, request: HttpRequest) -> str:
        request.session.set_expiry(int(SESSION_LASTS.total_seconds()))
        if not request.session.session_key:
            request.session.save()
        return sealing.handle(str(request.session.session_key), _PURPOSE)

    def lookup_session(self, session_token: str) -> SessionBase | None:
        key = sealing.behind(session_token, _PURPOSE)
        session: SessionBase | None = sessionkit.lookup_session(key) if key else None
        return session

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """The pair. allauth builds more than one answer to a request and sends the last: the sign-in is one."""
        told = request.allauth.headless  # type: ignore[attr-defined]  # allauth puts it there
        if not hasattr(told, "pair"):
            told.pair = services.start_family(user=request.user)  # type: ignore[arg-type]  # signed in, says allauth
            request.session[SIGN_IN] = told.pair.family
        return {
            "access_token": told.pair.access,
            "refresh_token": told.pair.refresh,
            "expires_in": int(ACCESS_LASTS.total_seconds()),
        }
