"""Reads about people and their keys. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from oauth2_provider.models import Application, RefreshToken
from oauth2_provider.settings import oauth2_settings

from accounts.models import User
from accounts.oauth import families
from accounts.tokens import keyring
from core import clock


@dataclass(frozen=True)
class Authorization:
    """What a person lets an application do, and since when."""

    client_id: str
    name: str
    scopes: list[str]
    since: datetime


def public_keys() -> list[dict[str, Any]]:
    """Every key that a living token may be signed by, as JSON Web Keys without their secret."""
    return [key.public_jwk for key in keyring.current().verifying(clock.now()).values()]


def has_verified_email(user: User) -> bool:  # noqa: ARG001  # true of every account, for now
    """Whether the account's address is known to be its owner's: accounts are made by those who run the shop."""
    return True


def applications(*, owner: str) -> Any:
    """Those that a person has registered, the newest first."""
    return Application.objects.filter(user__public_id=owner).order_by("-pk")


def authorizations(*, of: str, at: datetime) -> list[Authorization]:
    """Every application that can still get tokens of this person, by name."""
    lasts = timedelta(seconds=oauth2_settings.REFRESH_TOKEN_EXPIRE_SECONDS)
    rows = RefreshToken.objects.filter(user__public_id=of, revoked=None, access_token__expires__gt=at - lasts)
    held = defaultdict(list)
    for token in rows.select_related("application", "access_token").order_by("application__name", "pk"):
        if at < families.ends(token.token_family):
            held[token.application].append(token)
    return [_authorization(application, its) for application, its in held.items()]


def _authorization(application: Any, its: Iterable[Any]) -> Authorization:
    scopes = {scope for token in its for scope in token.access_token.scope.split()}
    since = min(families.began(token.token_family) for token in its)
    return Authorization(application.client_id, application.name, sorted(scopes), since)
