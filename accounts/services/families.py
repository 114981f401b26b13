"""Ending token families: what a sign-out, a theft and a closed account have in common."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import TokenFamily, User
from accounts.tokens import revocations


def end(families: QuerySet[TokenFamily], *, at: datetime) -> int:
    """Let no token of these families be renewed, nor open anything. Returns how many of them were alive."""
    alive = families.filter(revoked_at=None)
    names = list(alive.values_list("public_id", flat=True))
    # Robust: a cache that does not answer must not turn a sign-out that is done into an error.
    transaction.on_commit(partial(revocations.announce, names), robust=True)
    return alive.update(revoked_at=at)


def of(user: User) -> QuerySet[TokenFamily]:
    return TokenFamily.objects.filter(user=user)


def locked(families: QuerySet[TokenFamily]) -> list[TokenFamily]:
    """Nobody renews a token of these until the transaction ends; who is renewing one is waited for."""
    return list(families.select_for_update().order_by("pk"))
