"""From a bearer token to the actor that services ask for. No database is asked: the token says it all."""

from typing import Any

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts import tokens
from core.access import ANONYMOUS, Actor


class BearerToken(JWTAuthentication):
    """`Authorization: Bearer <access token>`, taken out of the header by simplejwt and verified by accounts.tokens.

    No header means an anonymous caller; any other header is refused: who believes to be signed in is never answered
    as somebody who is not.
    """

    def authenticate(self, request: Request) -> Any:
        if "HTTP_AUTHORIZATION" not in request.META:
            return None
        found = super().authenticate(request)
        if found is None:
            raise tokens.refusal("no bearer token")
        return found

    def get_validated_token(self, raw_token: bytes) -> Any:
        return tokens.actor_behind(raw_token.decode("latin-1"))

    def get_user(self, validated_token: Any) -> Any:
        return validated_token


def actor_of(request: Request) -> Actor:
    user = getattr(request, "user", None)
    return user if isinstance(user, Actor) else ANONYMOUS
