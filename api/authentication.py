"""From a bearer token to the actor that services ask for. No database is asked: the token says it all."""

import re

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts import tokens
from api import problems
from core.access import ANONYMOUS, Actor

# The scheme's case means nothing (RFC 9110, 11.1); one space, and nothing behind the token.
_BEARER = re.compile(r"bearer ([^\s]+)", re.IGNORECASE | re.ASCII)


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer <access token>`. No header means an anonymous caller; any other header is refused:

    who believes to be signed in is never answered as somebody who is not.
    """

    def authenticate(self, request: Request) -> tuple[Actor, None] | None:
        header = request.META.get("HTTP_AUTHORIZATION")
        if header is None:
            return None
        sent = _BEARER.fullmatch(header)
        if sent is None:
            raise tokens.refusal("no bearer token")
        return tokens.actor_behind(sent[1]), None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  # REST framework's signature
        return problems.CHALLENGE


def actor_of(request: Request) -> Actor:
    user = getattr(request, "user", None)
    return user if isinstance(user, Actor) else ANONYMOUS
