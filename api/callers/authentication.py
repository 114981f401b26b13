"""From a token to the actor that services ask for.

A program sends it as a bearer token; for a browser it stands in a cookie, see cookies.py. A header wins: who sends
one has chosen, and a good cookie makes up for no bad header.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts import bearers, tokens
from core.access import ANONYMOUS, Actor
from core.errors import SignInRequired

# Asked once: it is looked for at every read.
_ACCESS_COOKIE: str = settings.ACCESS_COOKIE


# roadmap: role.auth-security
class BearerToken(JWTAuthentication):
    """`Authorization: Bearer <access token>`: simplejwt's steps, with accounts.bearers to say what is believed.

    No header means an anonymous caller, or one with a cookie; any other header is refused: who believes to be signed
    in is never answered as somebody who is not.
    """

    def get_raw_token(self, header: bytes) -> bytes:
        # The scheme's case means nothing (RFC 9110, 11.1); one space, and nothing in or behind the token.
        scheme, _, token = header.partition(b" ")
        if scheme.lower() != b"bearer" or token.split() != [token]:
            raise tokens.refusal("no bearer token")
        return token

    def get_validated_token(self, raw_token: bytes) -> Any:
        return bearers.actor_behind(raw_token.decode("latin-1"))

    def get_user(self, validated_token: Any) -> Any:
        """The actor itself: whoever believed the token knows who that is."""
        return validated_token


def shows_no_token(meta: Mapping[str, Any]) -> bool:
    """Whether there is nothing to authenticate. The text of the cookies decides: most requests have none to parse."""
    return "HTTP_AUTHORIZATION" not in meta and ("HTTP_COOKIE" not in meta or _ACCESS_COOKIE not in meta["HTTP_COOKIE"])


def actor_of(request: Request) -> Actor:
    user = getattr(request, "user", None)
    return user if isinstance(user, Actor) else ANONYMOUS


def signed_in(request: Request) -> Actor:
    """Whoever asks, where nobody may not. Raises SignInRequired."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        raise SignInRequired("Sign in first: send a bearer token.")
    return actor
