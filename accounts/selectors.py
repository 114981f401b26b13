"""Reads about people and their keys. Nothing here writes."""

from typing import Any

from django.db.models import FETCH_RAISE, Expression, QuerySet

from accounts.models import PersonalToken
from accounts.tokens import keyring
from core import clock


def public_keys() -> list[dict[str, Any]]:
    """Every key that a living token may be signed by, as JSON Web Keys without their secret."""
    return [key.public_jwk for key in keyring.current().verifying(clock.now()).values()]


def personal_tokens(*, owner: str | Expression) -> QuerySet[PersonalToken]:
    """Those of the account with this public id that were not taken back; the newest first."""
    tokens = PersonalToken.objects.filter(user__public_id=owner, revoked_at=None)
    return tokens.order_by("-created_at", "-id").fetch_mode(FETCH_RAISE)
