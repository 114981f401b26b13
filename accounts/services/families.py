"""Ending token families: what a sign-out, a theft and a closed account have in common."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import TokenFamily, User


def end(families: QuerySet[TokenFamily], *, at: datetime) -> int:
    """Let no token of these families be renewed any more. Returns how many of them were alive."""
    return families.filter(revoked_at=None).update(revoked_at=at)


def of(user: User) -> QuerySet[TokenFamily]:
    return TokenFamily.objects.filter(user=user)
