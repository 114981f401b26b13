"""Believing an ID token, or not (OpenID Connect Core, 3.1.3.7). Each check is one that an attack would pass without.

It comes straight from the provider, so the standard would let TLS stand for its signature; then all would hang on
the address that it was fetched from.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from pydantic import BaseModel, ConfigDict, ValidationError

from core import clock

# No HS256: with it, a public key that is taken for a secret would sign.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY = 30


class IDTokenRefused(OAuth2Error):  # type: ignore[misc]  # untyped
    """Why stands in the log."""


class Expected(NamedTuple):
    """What the token must say: by whom it is, for whom, and in answer to which of our requests."""

    issuer: str
    client_id: str
    nonce: str


class Claims(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")

    iss: str
    sub: str
    aud: str | list[str]
    exp: int
    iat: int
    nonce: str
    azp: str | None = None


def believed(token: str, keys: Mapping[str, Any], expected: Expected) -> dict[str, Any]:
    """What the token says. Raises IDTokenRefused."""
    claims = _shaped(_payload(token, keys))
    check_parties(claims, expected)
    check_times(claims)
    # None was sent, or another: the token answers somebody else's request, or an older one of ours.
    if not (expected.nonce and secrets.compare_digest(claims.nonce.encode(), expected.nonce.encode())):
        raise IDTokenRefused("other nonce")
    return claims.model_dump()


def check_parties(claims: Claims, expected: Expected) -> None:
    if claims.iss != expected.issuer:
        raise IDTokenRefused("other issuer")
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if audience != [expected.client_id] or claims.azp not in {None, expected.client_id}:
        raise IDTokenRefused("made for another")


def check_times(claims: Claims) -> None:
    now = clock.seconds()
    if not claims.iat - LEEWAY <= now < claims.exp + LEEWAY:
        raise IDTokenRefused("not of this time")


def _payload(token: str, keys: Mapping[str, Any]) -> bytes:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        found = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if kid in {None, key.key_id}]
        # Without a name for it, the key must be the only one.
        (key,) = found
        return bytes(jwt.PyJWS().decode_complete(token, key, list(ALGORITHMS))["payload"])
    except (jwt.PyJWTError, ValueError) as error:
        raise IDTokenRefused(f"no good signature: {error}") from error


def _shaped(payload: bytes) -> Claims:
    try:
        return Claims.model_validate(json.loads(payload))
    except (ValueError, RecursionError) as error:
        places = [str(each["loc"]) for each in error.errors()] if isinstance(error, ValidationError) else []
        raise IDTokenRefused(f"claims: {', '.join(places)}") from None
