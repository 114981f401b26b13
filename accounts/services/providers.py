"""Who comes in by the word of another provider: to which account, to a new one, or to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts import events, selectors, tokens
from accounts.models import TokenFamily, User
from accounts.services.sign_ups import EmailTaken
from core import clock
from core.access import Role
from core.access.spelling import canonical_email, fit_name, is_canonical_email
from core.errors import DomainError
from core.events import publish

CONNECT_WITHIN = timedelta(minutes=10)


class UnverifiedAtProvider(DomainError):
    """Anybody can tell a provider any address. An account made of one would wait for its owner, or for its thief."""

    code = "unverified_at_provider"

    def __init__(self) -> None:
        super().__init__("The provider has not verified your e-mail address.")


class ReauthenticationRequired(DomainError):
    code = "reauthentication_required"

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
        return self.email.rpartition("@")[2].lower() in self.vouches


def account_for(provided: Provided) -> User | None:
    """The account that this person has here already; None when they are new.

    Raises UnverifiedAtProvider, and EmailTaken when the account and the person are not known to be of one: unless both
    sides have verified the address, whoever was first to type it, here or there, would have the other's account. Who
    may do more than a customer connects a provider themselves, or the provider would decide who is staff.
    """
    # What we would make another spelling of is not what was verified: two servers may not agree on what to make of it.
    if not (provided.is_verified and is_canonical_email(provided.email)):
        raise UnverifiedAtProvider
    user = User.objects.filter(email=canonical_email(provided.email)).first()
    if user is None:
        return None
    is_theirs = provided.is_vouched_for and selectors.has_verified_email(user)
    if not is_theirs or user.is_staff:
        raise EmailTaken
    return user


def welcome(*, provided: Provided, provider: str) -> User:
    """A new customer who has no password: only the provider opens the account.

    Raises UnverifiedAtProvider, EmailTaken. The caller keeps the tie to the provider in the same transaction.
    """
    if account_for(provided) is not None:
        raise EmailTaken
    # A newcomer is not refused for what they are called elsewhere: what can be shown of it is taken.
    name = fit_name(provided.display_name)
    user = User(email=canonical_email(provided.email), display_name=name, role=Role.CUSTOMER)
    user.set_unusable_password()
    actor = user.as_actor(means=provider)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            publish(events.AccountCreated(user.public_id, user.role), actor=actor)
            publish(events.EmailVerified(user.public_id), actor=actor)
    except IntegrityError:
        # Twice at once, in two windows: the other one has it.
        raise EmailTaken from None
    return user


def able_to_connect(*, token: str) -> User:
    """Whose access token it is, if they have signed in within CONNECT_WITHIN.

    Raises TokenRefused, ReauthenticationRequired: a stolen token must not open a way in that outlasts it.
    """
    claims = tokens.verified_access(token)
    since = clock.now() - CONNECT_WITHIN
    families = TokenFamily.objects.select_related("user").filter(public_id=claims.sid, started_at__gt=since)
    family = families.filter(user__public_id=claims.sub, revoked_at=None, user__is_active=True).first()
    if family is None:
        raise ReauthenticationRequired
    return family.user


def to_connect(*, public_id: str) -> User | None:
    """The account that was able to when its owner left for the provider, if it still lets anybody in."""
    return User.objects.filter(public_id=public_id, is_active=True).first()


@transaction.atomic
def note_connection(*, user: User, provider: str) -> None:
    publish(events.ProviderConnected(user.public_id, provider), actor=user.as_actor(means=provider))
