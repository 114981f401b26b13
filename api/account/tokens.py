"""What an app gets: a handle on its session while it signs in, and the shop's own tokens once it has."""

from datetime import timedelta
from typing import Any

from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.base import AbstractTokenStrategy
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts import selectors, services
from accounts.tokens.claims import ACCESS_LASTS
from api.account import sealing

# Long enough to sign in, and to change a password or a second factor; everything else is opened by tokens.
SESSION_LASTS = timedelta(minutes=15)
_PURPOSE = "session handle"
_FAMILY = "token_family"


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
        family = session.get(_FAMILY) if session else None
        # What ends a sign-in, such as signing out everywhere, ends its session.
        return None if family and not selectors.is_sign_in_alive(family) else session

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """The pair. allauth builds more than one answer to a request and sends the last: the sign-in is one."""
        told = request.allauth.headless  # type: ignore[attr-defined]  # allauth puts it there
        if not hasattr(told, "pair"):
            told.pair = services.start_family(user=request.user)  # type: ignore[arg-type]  # signed in, says allauth
            request.session[_FAMILY] = told.pair.family
        return {
            "access_token": told.pair.access,
            "refresh_token": told.pair.refresh,
            "expires_in": int(ACCESS_LASTS.total_seconds()),
        }


def family_of(request: HttpRequest) -> str | None:
    """The sign-in whose tokens were given out in this session."""
    family: str | None = request.session.get(_FAMILY)
    return family
