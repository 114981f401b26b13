"""Reads about people and their keys. Nothing here writes. A value may be given, or be a Parameter to be bound later."""

from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, Case, Expression, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import PersonalToken, SpentRefresh, TokenFamily, User
from accounts.tokens import keyring
from core import clock
from core.errors import SignInRequired

type Moment = datetime | Expression
type Text = str | Expression


class AccountGone(SignInRequired):
    """The token is sound, its account no more."""

    def __init__(self) -> None:
        super().__init__("This account is gone.")


def public_keys() -> list[dict[str, Any]]:
    """Every key that a living token may be signed by, as JSON Web Keys without their secret."""
    return [key.public_jwk for key in keyring.current().verifying(clock.now()).values()]


def has_verified_email(user: User) -> bool:
    """Whether the account's address has been proven to be its owner's."""
    return bool(user.emailaddress_set.filter(email=user.email, verified=True).exists())


def account(*, public_id: Text, **_: object) -> QuerySet[User]:
    """The account of somebody who asks for their own."""
    return User.objects.filter(public_id=public_id).order_by("id").fetch_mode(FETCH_RAISE)


def sign_ins(*, user: Text, sign_in: Text, at: Moment) -> QuerySet[TokenFamily]:
    """Somebody's living sign-ins, the latest first.

    Each with `is_this`, whether it is `sign_in`, and `last_used_at`, when its token was last renewed.
    """
    owner = User.objects.filter(public_id=user).values("id")[:1]
    spent = SpentRefresh.objects.filter(family=OuterRef("pk")).order_by().values("family")
    rows = TokenFamily.objects.filter(user=owner, revoked_at=None, ends_at__gt=at).annotate(
        is_this=Case(When(public_id=sign_in, then=Value(True)), default=Value(False)),
        last_used_at=Coalesce(Subquery(spent.annotate(last=Max("spent_at")).values("last")), F("started_at")),
    )
    return rows.order_by("-started_at", "-id").fetch_mode(FETCH_RAISE)


def personal_tokens(*, owner: str | Expression) -> QuerySet[PersonalToken]:
    """Those of the account with this public id that were not taken back; the newest first."""
    tokens = PersonalToken.objects.filter(user__public_id=owner, revoked_at=None)
    return tokens.order_by("-created_at", "-id").fetch_mode(FETCH_RAISE)


def is_sign_in_alive(family: str) -> bool:
    """Whether the sign-in of that name has neither ended nor been ended."""
    found = TokenFamily.objects.filter(public_id=family).first()
    return found is not None and found.is_alive(at=clock.now())
