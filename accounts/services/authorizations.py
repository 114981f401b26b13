"""What people let applications do in their name: noted when they consent, taken back whenever they like."""

from typing import Any

from django.db import transaction
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from accounts import events, permissions
from accounts.models import User
from accounts.oauth import families
from accounts.oauth.believing import checksum
from core import clock
from core.access import Actor, require
from core.errors import NotFound
from core.events import publish


class AuthorizationNotFound(NotFound):
    code = "authorization_not_found"

    def __init__(self) -> None:
        super().__init__("You have given no such application leave to anything.")


@transaction.atomic
def note_consent(*, actor: Actor, client_id: str, scopes: list[str]) -> None:
    """Publish that a person has let an application in; the code that follows is given in the same transaction."""
    require(actor, permissions.act_in_person)
    publish(events.ApplicationAuthorized(client_id, str(actor.public_id), scopes), actor=actor)


@transaction.atomic
def revoke_authorization(*, actor: Actor, client_id: str) -> None:
    """End everything that the application holds of the one who asks: codes, access tokens, refresh tokens."""
    require(actor, permissions.act_in_person)
    application = Application.objects.filter(client_id=client_id).first()
    held = {"user__public_id": actor.public_id, "application": application}
    if application is None or not _end(**held):
        raise AuthorizationNotFound
    publish(events.AuthorizationRevoked(client_id, str(actor.public_id)), actor=actor)


def end_all(user: User) -> None:
    """For whoever has lost hold of their account, or must not use it any more."""
    _end(user=user)


def end_family_of_code(*, code: str, application: Application) -> None:
    """End what followed from a code, if anything did."""
    if name := families.named_by(code):
        _end_family(name, application)


def end_family_of_token(*, token: str, application: Application) -> None:
    """End all that belongs to a token of either kind. Another application's is as good as none (RFC 7009, 2.1)."""
    known = {"token_checksum": checksum(token), "application": application}
    access = AccessToken.objects.filter(**known).first()
    refresh = RefreshToken.objects.filter(access_token=access) if access else RefreshToken.objects.filter(**known)
    for name in refresh.values_list("token_family", flat=True).distinct():
        _end_family(name, application)
    AccessToken.objects.filter(**known).delete()


def _end_family(name: Any, application: Application) -> None:
    if RefreshToken.objects.filter(token_family=name, application=application).exists():
        RefreshToken.revoke_family(name)


def _end(**held: Any) -> bool:
    """Whether there was anything to end. Rows of refresh tokens stay: they tell a stolen one that comes later.

    In this order, whoever exchanges a code or renews at this moment is waited for, and what they got ends too.
    """
    at = clock.now()
    codes, _ = Grant.objects.filter(**held).delete()
    refresh = RefreshToken.objects.filter(**held, revoked=None).update(revoked=at, updated=at, access_token=None)
    access, _ = AccessToken.objects.filter(**held).delete()
    return bool(refresh or access or codes)
