"""From an application's access token to the actor that services ask for."""

import hashlib
from dataclasses import replace
from typing import Any

from oauth2_provider.models import AccessToken

from accounts import tokens
from core import clock
from core.access import Actor, Role, Scope


# roadmap: api.oauth
def actor_behind(token: str) -> Actor:
    """Whose token it is, in their present role, held to its scopes. One query by a unique index. Raises TokenRefused.

    A token that an application got for itself has nobody behind it: it may do what anybody may.
    """
    found = living(token)
    if found is None:
        raise tokens.refusal("no living token of an application")
    scopes = frozenset(Scope(name) for name in found.scope.split() if name in Scope)
    if found.user is None:
        name = f"application:{found.application.client_id}"
        return Actor(name, Role.ANONYMOUS, means="oauth", scopes=scopes)
    person: Actor = found.user.as_actor(means="oauth")
    return replace(person, scopes=scopes)


def living(token: str) -> Any:
    """The row of a token that opens something, with its owner and its application; None for every other."""
    rows = AccessToken.objects.select_related("user", "application__user")
    found = rows.filter(token_checksum=checksum(token), expires__gt=clock.now()).first()
    return found if found is not None and _is_open(found) else None


def checksum(token: str) -> str:
    """What is stored of a token, and looked up. It is as random as the token, so no salt would add to it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_open(token: Any) -> bool:
    """Neither the one who gave it away nor the one who made the application has been shut out."""
    return all(person is None or person.is_active for person in (token.user, token.application.user))
