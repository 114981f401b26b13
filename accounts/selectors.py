"""Reads about people and their keys. Nothing here writes."""

from typing import Any

from accounts.models import TokenFamily, User
from accounts.tokens import keyring
from core import clock


def public_keys() -> list[dict[str, Any]]:
    """Every key that a living token may be signed by, as JSON Web Keys without their secret."""
    return [key.public_jwk for key in keyring.current().verifying(clock.now()).values()]


def has_verified_email(user: User) -> bool:
    """Whether the account's address has been proven to be its owner's."""
    return bool(user.emailaddress_set.filter(email=user.email, verified=True).exists())


def is_sign_in_alive(family: str) -> bool:
    """Whether the sign-in of that name has neither ended nor been ended."""
    found = TokenFamily.objects.filter(public_id=family).first()
    return found is not None and found.is_alive(at=clock.now())
