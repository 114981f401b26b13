"""Signed tokens: their keys, what they say, how they are made and how they are believed. No row is read here."""

from accounts.tokens.claims import AccessClaims, Kind, RefreshClaims
from accounts.tokens.issuing import access_token, id_token, refresh_token
from accounts.tokens.verifying import TokenRefused, actor_behind, refusal, verified_access, verified_refresh

__all__ = [
    "AccessClaims",
    "Kind",
    "RefreshClaims",
    "TokenRefused",
    "access_token",
    "actor_behind",
    "id_token",
    "refresh_token",
    "refusal",
    "verified_access",
    "verified_refresh",
]
