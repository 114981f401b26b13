"""Who comes in by the word of another provider: to which account, to a new one, or to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import events, tokens
from accounts.models import TokenFamily, User, canonical_email
from core import clock
from core.access import Actor, Role
from core.errors import DomainError
from core.events import publish

CONNECT_WITHIN = timedelta(minutes=10)


class EmailNotVerified(DomainError):
    """Anybody can tell a provider any address. An account made of one would wait for its owner, or for its thief."""

    code = "email_not_verified"

    def __init__(self) -> None:
        super().__init__("The provider has not verified your e-mail address.")


class EmailTaken(DomainError):
    """Sign in to the account that has the address, then connect the provider to it."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("An account has this e-mail address. Sign in to it, then connect the provider.")


class UnableToConnect(DomainError):
    code = "unable_to_connect"

    def __init__(self) -> None:
        super().__init__("Sign in again, then connect the provider.")


@dataclass(frozen=True)
class Provided:
    """What a provider says of somebody. `vouches`: a bool, or the domains whose addresses the provider gives out."""

    email: str
    is_verified: bool
    vouches: bool | Sequence[str] = False
    display_name: str = ""

    @property
    def is_vouched_for(self) -> bool:
        if isinstance(self.vouches, bool):
            return self.vouches
        return self.email.rpartition("@")[2].casefold() in self.vouches


def account_for(provided: Provided) -> User | None:
    """The account that this person has here already; None when they are new.

    Raises EmailNotVerified, and EmailTaken when the account and the person are not known to be of one: unless both
    sides have verified the address, whoever was first to type it, here or there, would have the other's account.
    """
    if not (provided.email and provided.is_verified):
        raise EmailNotVerified
    user = User.objects.filter(email=canonical_email(provided.email)).first()
    if user is None:
        return None
    if not (provided.is_vouched_for and has_shown_address(user)):
        raise EmailTaken
    return user


def has_shown_address(user: User) -> bool:
    """Whether they have proved to us that mail to their address reaches them."""
    # Compared here: MariaDB would find ada@ for àda@ in a column that is not ours.
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return any(canonical_email(email) == user.email for email in proven)


@transaction.atomic
def welcome(*, provided: Provided, provider: str) -> User:
    """A new customer who has no password: only the provider opens the account. Raises EmailNotVerified, EmailTaken."""
    if account_for(provided) is not None:
        raise EmailTaken
    name = provided.display_name[:80]
    user = User.objects.create_user(provided.email, role=Role.CUSTOMER, display_name=name)
    actor = Actor(name=user.email, role=Role.CUSTOMER, means=provider, public_id=user.public_id)
    publish(events.AccountCreated(user.public_id, user.role), actor=actor)
    return user


def able_to_connect(*, token: str) -> User:
    """Whose access token it is, if they have signed in within CONNECT_WITHIN. Raises UnableToConnect, TokenRefused.

    A stolen token must not open a way in that outlasts it.
    """
    claims = tokens.verified_access(token)
    since = clock.now() - CONNECT_WITHIN
    families = TokenFamily.objects.select_related("user").filter(public_id=claims.sid, started_at__gt=since)
    family = families.filter(user__public_id=claims.sub, revoked_at=None, user__is_active=True).first()
    if family is None:
        raise UnableToConnect
    return family.user


def to_connect(*, public_id: str) -> User | None:
    """The account that was able to when its owner left for the provider, if it still lets anybody in."""
    return User.objects.filter(public_id=public_id, is_active=True).first()
