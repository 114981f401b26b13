"""Reads about people and their keys. Nothing here writes. A value may be given, or be a Parameter to be bound later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import FETCH_RAISE, Case, Expression, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from oauth2_provider.models import Application, RefreshToken
from oauth2_provider.settings import oauth2_settings

from accounts import permissions
from accounts.models import PersonalToken, SignInKind, SpentRefresh, TokenFamily, User
from accounts.oauth import families
from accounts.tokens import keyring
from core import clock
from core.access import Actor, privacy, require
from core.errors import SignInRequired

type Moment = datetime | Expression
type Text = str | Expression


class AccountGone(SignInRequired):
    """The token is sound, its account no more."""

    def __init__(self) -> None:
        super().__init__("This account is gone.")


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


def has_verified_email(user: User) -> bool:
    """Whether the account's address has been proven to be its owner's."""
    return bool(user.emailaddress_set.filter(email=user.email, verified=True).exists())


def account(*, public_id: Text, **_: object) -> QuerySet[User]:
    """The account of somebody who asks for their own."""
    return User.objects.filter(public_id=public_id).order_by("id").fetch_mode(FETCH_RAISE)


def sign_ins(*, user: Text, sign_in: Text, at: Moment) -> QuerySet[TokenFamily]:
    """Somebody's living sign-ins, the latest first.

    Each with `is_this`, whether it is `sign_in`, and `last_used_at`, when its token was last renewed. Of a session
    nobody notes that.
    """
    owner = User.objects.filter(public_id=user).values("id")[:1]
    spent = SpentRefresh.objects.filter(family=OuterRef("pk")).order_by().values("family")
    renewed = spent.annotate(last=Max("spent_at")).values("last")
    rows = TokenFamily.objects.filter(user=owner, revoked_at=None, ends_at__gt=at).annotate(
        is_this=Case(When(public_id=sign_in, then=Value(True)), default=Value(False)),
        last_used_at=Case(When(kind=SignInKind.TOKENS, then=Coalesce(Subquery(renewed), F("started_at")))),
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


def export(*, actor: Actor) -> Iterator[str]:
    """All that is held about the caller, as one JSON object written piece by piece. Raises AccountGone."""
    require(actor, permissions.act_in_person)
    user = account(public_id=str(actor.public_id)).first()
    if user is None:
        raise AccountGone
    return privacy.document(privacy.Person(user.pk, user.public_id, user.email))
