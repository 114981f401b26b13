"""From a bearer token to the actor that services ask for. No database is asked: the token says it all."""

from typing import Any

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication

from core.access import ANONYMOUS, Actor, Role


class BearerToken(JWTStatelessUserAuthentication):
    """`Authorization: Bearer <access token>`; no header means an anonymous caller."""

    def get_user(self, validated_token: Any) -> Any:
        return Actor(
            name=validated_token["email"],
            role=Role(validated_token["role"]),
            means="jwt",
            public_id=validated_token["sub"],
        )


def actor_of(request: Request) -> Actor:
    user = request.user
    return user if isinstance(user, Actor) else ANONYMOUS
