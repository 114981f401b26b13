"""Keys that people make for their programs, and take back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import events, permissions, personal_tokens
from accounts.models import PersonalToken, User
from accounts.services import owners
from core import clock
from core.access import Actor, Scope, require
from core.access.spelling import require_fit_name
from core.errors import Conflict, NotFound
from core.events import publish

LASTS = timedelta(days=30)
LASTS_AT_MOST = timedelta(days=365)
# Of those that still open something. Who needs more has forgotten which are in use.
MOST = 50
# How long their owner and the admins can look up what has ended, and when it was last used.
KEPT = timedelta(days=30)


class TokenNotFound(NotFound):
    code = "token_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such token.")


class UnableToCreateToken(Conflict):
    code = "unable_to_create_token"


@dataclass(frozen=True)
class IssuedToken:
    """A new token. `secret` is the key itself, which is told this once; no log and no error shows it."""

    row: PersonalToken
    secret: str = field(repr=False)


# roadmap: api.tokens
@transaction.atomic
def create_personal_token(
    *, actor: Actor, name: str, scopes: Collection[Scope], lasts: timedelta = LASTS
) -> IssuedToken:
    """Make a key to one's own account, good for these scopes as long as one's role is. Only in person: no token can.

    Raises UnfitName, and UnableToCreateToken for no scope, for longer than LASTS_AT_MOST, and beyond MOST.
    """
    require(actor, permissions.act_in_person)
    require_fit_name(name, field="name")
    _refuse_unsound(scopes, lasts)
    user, at = owners.locked(actor), clock.now()
    if _alive(user, at) >= MOST:
        raise UnableToCreateToken(f"You have {MOST} tokens. Revoke one that you don't need.")

    secret = personal_tokens.made()
    row = PersonalToken.objects.create(
        user=user,
        name=name,
        digest=personal_tokens.digest(secret),
        scopes=" ".join(sorted(scopes)),
        created_at=at,
        expires_at=at + lasts,
    )
    publish(events.PersonalTokenCreated(user.public_id, row.public_id, sorted(scopes)), actor=actor)
    return IssuedToken(row, secret)


@transaction.atomic
def revoke_personal_token(*, actor: Actor, public_id: str) -> None:
    """Let a token open nothing more: one's own, or as an admin anybody's.

    Raises TokenNotFound alike for what is not there, is revoked already, or is somebody else's.
    """
    require(actor, permissions.act_in_person)
    row = PersonalToken.objects.select_for_update().filter(public_id=public_id, revoked_at=None).first()
    if row is None or not permissions.revoke_personal_token(actor, row):
        raise TokenNotFound
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    transaction.on_commit(personal_tokens.forget_what_is_remembered)
    publish(events.PersonalTokenRevoked(row.user.public_id, row.public_id), actor=actor)


def end_all(user: User, *, at: datetime) -> None:
    """What a new password and a closed account mean for the keys that were made before. In the caller's transaction."""
    PersonalToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    transaction.on_commit(personal_tokens.forget_what_is_remembered)


@transaction.atomic
def forget_ended_personal_tokens(*, actor: Actor) -> int:
    """Delete those that have been revoked or expired for longer than KEPT. Returns how many there were."""
    require(actor, permissions.manage_accounts)
    before = clock.now() - KEPT
    count, _ = PersonalToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()
    return count


def _refuse_unsound(scopes: Collection[Scope], lasts: timedelta) -> None:
    if not scopes:
        raise UnableToCreateToken("A token is good for something: name a scope.", field="scopes")
    if not timedelta() < lasts <= LASTS_AT_MOST:
        days = LASTS_AT_MOST.days
        raise UnableToCreateToken(f"A token lasts {days} days at most.", field="expires_in_days")


def _alive(user: User, at: datetime) -> int:
    return PersonalToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at).count()
