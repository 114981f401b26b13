"""Who is behind a personal token: one indexed query, remembered for less than a second.

So what ends a token, closes its account or changes its role is seen by every process within a second, whether or not
they share a cache; the process that ended it sees it at once.
"""

import time
from functools import cache, lru_cache
from typing import NamedTuple

import structlog
from django.db.models import CharField

from accounts.models import PersonalToken
from accounts.personal_tokens import uses
from accounts.personal_tokens.spelling import digest, is_sound
from accounts.tokens import TokenRefused
from core import clock
from core.access import Actor, Role, Scope
from core.statements import Parameter, Statement

logger = structlog.get_logger(__name__)


class Known(NamedTuple):
    """What the database says of a token that was not revoked, and whose account is open."""

    actor: Actor
    ends: float
    """In seconds since 1970."""


# roadmap: api.tokens
def actor_behind(token: str) -> Actor:
    """Who made it, in the role that they have now, and what it is good for. Raises TokenRefused."""
    known = _known(token, int(time.monotonic()))
    if known.ends <= clock.seconds():
        raise _refusal("expired")
    return known.actor


def forget_what_is_remembered() -> None:
    """In this process; the others do so within a second."""
    _known.cache_clear()


@lru_cache(maxsize=4096)
def _known(token: str, _second: int) -> Known:
    """The number of the second is part of what the answer is remembered for.

    Refusals are exceptions, which are not remembered: unknown tokens push no sound one out.
    """
    if not is_sound(token):
        raise _refusal("not spelt like one of ours")
    rows = _statement().rows({"digest": digest(token)})
    if not rows:
        raise _refusal("unknown, revoked, or of a closed account")
    row_id, scopes, expires_at, used_at, name, role, public_id = rows[0]
    if expires_at > clock.now():
        uses.note(row_id, used_at)
    # A scope that is no more is good for nothing, and no reason to refuse the rest.
    good_for = frozenset(scope for scope in Scope if scope in scopes.split())
    actor = Actor(name, Role(role), means="personal token", public_id=public_id, scopes=good_for)
    return Known(actor, expires_at.timestamp())


@cache
def _statement() -> Statement:
    """Compiled once. It finds its row by the digest's unique index; nothing is compared here that could be timed."""
    sought = PersonalToken.objects.filter(
        digest=Parameter("digest", CharField()), revoked_at=None, user__is_active=True
    )
    owner = ("user__email", "user__role", "user__public_id")
    return Statement.of(sought.values_list("id", "scopes", "expires_at", "last_used_at", *owner))


def _refusal(reason: str) -> TokenRefused:
    logger.info("token refused", kind="personal token", reason=reason)
    return TokenRefused(reason)
