"""Django's sessions, with which a browser comes to the pages of staff, of OAuth and of providers.

Each in which somebody is signed in is one of that person's sign-ins, and names it: so it stands in their list, and is
over once that has ended. Requests to the API never come by here.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from allauth.core.internal.httpkit import is_headless_request
from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import selectors, services
from accounts.models import User

SIGN_IN = "sign_in"


class SessionStore(Stored):
    """What `SESSION_ENGINE` names. It stands below every door, allauth's too, so none can forget to look."""

    def load(self) -> dict[str, Any]:
        data = super().load()
        if not _is_over(data):
            return data
        self._session_key = None
        return {}

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()

    def flush(self) -> None:
        """Thrown away: somebody signs out, or somebody else signs in in this browser."""
        if sign_in := self.get(SIGN_IN):
            services.end_session(sign_in=sign_in)
        super().flush()

    async def aflush(self) -> None:
        await sync_to_async(self.flush)()


class Authentication(AuthenticationMiddleware):
    """Django's; and the user knows the sign-in that let them in, which stays when a new password ends the others."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_user, request))  # type: ignore[assignment]  # as Django's own


def end_in(request: HttpRequest, lasts: timedelta) -> None:
    """For a session that is signed in for one step only."""
    request.session.set_expiry(int(lasts.total_seconds()))
    services.shorten_session(sign_in=request.session[SIGN_IN], lasts=lasts)


def _user(request: HttpRequest) -> Any:
    user = get_user(request)
    if isinstance(user, User):
        user.sign_in = request.session.get(SIGN_IN)
    return user


def _is_over(data: dict[str, Any]) -> bool:
    """Of a session in which somebody is signed in by what is in no list, nobody could say: it counts as over."""
    sign_in = data.get(SIGN_IN)
    return not selectors.is_sign_in_alive(sign_in) if sign_in else SESSION_KEY in data


@receiver(user_logged_in)
def _begin(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Whichever page they signed in at: Django's sign-in itself says so, and whatever has a session has loaded this.

    allauth's routes for apps begin a sign-in with tokens, which the session then is a part of: api/account/tokens.py.
    """
    if is_headless_request(request):
        return
    if before := request.session.get(SIGN_IN):
        services.end_session(sign_in=before)
    lasts = timedelta(seconds=request.session.get_expiry_age())
    user.sign_in = request.session[SIGN_IN] = services.start_session(user=user, lasts=lasts)
