"""Making tokens, signed by the key whose turn it is."""

from datetime import datetime
from typing import Any

import jwt

from accounts.tokens import keyring
from accounts.tokens.claims import ACCESS_LASTS, ALGORITHM, AUDIENCE, ISSUER, REFRESH_LASTS, Kind
from core.access import Actor
from core.fields import random_public_id


def access_token(actor: Actor, *, family: str, at: datetime, ends_at: datetime) -> str:
    """Opens the API as this actor, for minutes, and never longer than its family lasts."""
    claims = _claims(str(actor.public_id), family, at, min(at + ACCESS_LASTS, ends_at))
    return signed({**claims, "email": actor.name, "role": actor.role.value}, Kind.ACCESS, at)


def refresh_token(subject: str, *, family: str, at: datetime, ends_at: datetime) -> str:
    """Good for the next pair, once."""
    return signed(_claims(subject, family, at, min(at + REFRESH_LASTS, ends_at)), Kind.REFRESH, at)


def id_token(claims: dict[str, Any], *, at: datetime) -> str:
    """Tells an application who has signed in. It has its own `typ`, `iss` and `aud`: none of our verifiers takes it."""
    return signed(claims, Kind.ID, at)


def signed(claims: dict[str, Any], kind: Kind, at: datetime) -> str:
    key = keyring.current().signing(at)
    return jwt.encode(claims, key.private, ALGORITHM, {"kid": key.kid, "typ": kind.value})


def _claims(subject: str, family: str, at: datetime, expires_at: datetime) -> dict[str, Any]:
    issued = int(at.timestamp())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "sid": family,
        "jti": random_public_id(),
        "iat": issued,
        "nbf": issued,
        "exp": int(expires_at.timestamp()),
    }
