"""From a bearer token to the actor that services ask for. No database is asked: the token says it all."""

from typing import Any

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken

from core.access import ANONYMOUS, Actor, Role


class BearerToken(JWTStatelessUserAuthentication):
    """`Authorization: Bearer <access token>`; no header means an anonymous caller."""

    def get_user(self, validated_token: Any) -> Any:
        try:
            name, role, public_id = validated_token["email"], Role(validated_token["role"]), validated_token["sub"]
        except (KeyError, ValueError):
            # Signed by us, yet without what an actor is made of: an older version of the service made it.
            raise InvalidToken from None
        return Actor(name, role, means="jwt", public_id=public_id)


def actor_of(request: Request) -> Actor:
    user = getattr(request, "user", None)
    return user if isinstance(user, Actor) else ANONYMOUS
