"""Signing in, staying signed in, signing out. Whoever comes here is known by a password or a token, not as an actor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts import events, permissions, selectors, tokens
from accounts.models import SignInKind, SpentRefresh, TokenFamily, User
from accounts.services import families, second_factors
from accounts.tokens.claims import FAMILY_LASTS, LEEWAY
from core import clock
from core.access import Actor, require
from core.errors import DomainError, SignInRequired
from core.events import publish

# Two tabs of one browser renew at the same moment. For so long a second use is taken for that, and not for a theft.
GRACE = timedelta(seconds=10)


class InvalidCredentials(DomainError):
    code = "invalid_credentials"

    def __init__(self) -> None:
        super().__init__("E-mail and password do not belong together.")


class TokenReused(DomainError):
    code = "token_reused"

    def __init__(self, *, family_has_ended: bool) -> None:
        super().__init__("This refresh token was used before. Use the one that came with the answer, or sign in again.")
        self.family_has_ended = family_has_ended


class EmailNotVerified(DomainError):
    code = "email_not_verified"

    def __init__(self) -> None:
        super().__init__("Prove first that the address is yours: /api/account/app/v1/auth/login sends a code to it.")


@dataclass(frozen=True)
class TokenPair:
    """`access` opens the API for minutes; `refresh` is good for the next pair, once. `family` names the sign-in."""

    access: str
    refresh: str
    family: str


def sign_in(*, email: str, password: str, code: str = "") -> TokenPair:
    """Begin a family. Raises InvalidCredentials alike for a wrong password, an unknown and a closed account.

    Who knows the password is told what else is missing: EmailNotVerified, SecondFactorRequired.
    """
    # Outside the transaction: hashing takes longer than anything in it.
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        raise InvalidCredentials
    require_all_factors(user=user, code=code)
    return start_family(user=user)


def require_all_factors(*, user: User, code: str) -> None:
    """What every door asks for after the right password. Raises EmailNotVerified or SecondFactorRequired."""
    if not selectors.has_verified_email(user):
        raise EmailNotVerified
    if second_factors.is_set_up(user) and second_factors.use(user=user, code=code) is None:
        raise second_factors.SecondFactorRequired


@transaction.atomic
def start_family(*, user: User, means: str = "password", instead_of: str | None = None) -> TokenPair:
    """The first pair of tokens for somebody who has shown who they are, by a password or what else `means` names.

    Raises InvalidCredentials when the account was closed, deleted or given a new password or second factor since `user`
    was read. `instead_of` names a session in which they have shown it, which ends by this. Raises SignInRequired when
    it has ended already.
    """
    family = begin(user=user, kind=SignInKind.TOKENS, lasts=FAMILY_LASTS, means=means)
    session = families.of(user).filter(public_id=instead_of)
    if instead_of and not families.end(session, at=family.started_at):
        raise SignInRequired("This sign-in has ended. Sign in again.")
    return _pair(family, family.started_at)


def begin(*, user: User, kind: SignInKind, lasts: timedelta, means: str) -> TokenFamily:
    """A sign-in, of whatever kind. In the caller's transaction."""
    at = clock.now()
    # Locked: a closed account, a new password or factor and a deletion end the families that they see, and would miss
    # this one.
    judged = {"password": user.password, "factor_changes": user.factor_changes}
    if User.objects.select_for_update().filter(pk=user.pk, is_active=True, **judged).first() is None:
        raise InvalidCredentials
    family = TokenFamily.objects.create(user=user, kind=kind, started_at=at, ends_at=at + lasts)
    user.last_login = at
    user.save(update_fields=["last_login"])
    publish(events.SignedIn(user.public_id, family.public_id), actor=user.as_actor(means=means))
    return family


# roadmap: api.jwt
def refresh(*, token: str) -> TokenPair:
    """The next pair, with the role that the account has now.

    Raises TokenReused for a spent token; used later than GRACE after the first time, it has ended its family.
    Raises TokenRefused for every other token that is good for nothing.
    """
    claims = tokens.verified_refresh(token)
    try:
        outcome = _spent(claims, at=clock.now())
    except IntegrityError:
        # The account was deleted while its token was being spent; the database tells at the commit.
        outcome = _refused("family is gone")
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


@transaction.atomic
def _spent(claims: tokens.RefreshClaims, *, at: datetime) -> TokenPair | DomainError:
    """A refusal is returned: raised here, it would undo the end of the family."""
    family = _family(claims)
    if family is None:
        return _refused("family is gone")
    if not _is_first_use(claims, family, at):
        return _reused(claims, family, at)
    if not (family.is_alive(at=at) and family.user.is_active):
        return _refused("family has ended")
    return _pair(family, at)


def _family(claims: tokens.RefreshClaims) -> TokenFamily | None:
    """Locked: an account is not deleted while its token is being spent, nor the other way round.

    The family alone: whoever deletes an account locks that first, and its families then. And by its key: MariaDB
    locks the index entry that it finds a row by, which the deletion needs too, and each would wait for the other.
    """
    known = TokenFamily.objects.filter(public_id=claims.sid, user__public_id=claims.sub).first()
    return known and TokenFamily.objects.select_for_update().filter(pk=known.pk).first()


def _is_first_use(claims: tokens.RefreshClaims, family: TokenFamily, at: datetime) -> bool:
    """Insert, and see whether the row was the first: to look before would let two look at once."""
    expires_at = datetime.fromtimestamp(claims.exp, tz=at.tzinfo)
    try:
        with transaction.atomic():
            SpentRefresh.objects.create(jti=claims.jti, family=family, spent_at=at, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def _reused(claims: tokens.RefreshClaims, family: TokenFamily, at: datetime) -> DomainError:
    first = SpentRefresh.objects.filter(jti=claims.jti).first()
    if first is None:
        # Not the token but its family stood in the way: deleted in this moment.
        return _refused("family is gone")
    is_late = at - first.spent_at > GRACE
    if is_late and families.end(TokenFamily.objects.filter(pk=family.pk), at=at):
        event = events.RefreshTokenReused(family.user.public_id, family.public_id)
        publish(event, actor=family.user.as_actor(means="refresh token"))
    return TokenReused(family_has_ended=is_late or family.revoked_at is not None)


@transaction.atomic
def sign_out(*, token: str) -> None:
    """End the family of a refresh token, spent or not. Ending it twice is no error. Raises TokenRefused."""
    family = _family(tokens.verified_refresh(token))
    if family is None:
        raise _refused("family is gone")
    if families.end(TokenFamily.objects.filter(pk=family.pk), at=clock.now()):
        event = events.SignedOut(family.user.public_id, family.public_id)
        publish(event, actor=family.user.as_actor(means="refresh token"))


@transaction.atomic
def end_family(*, actor: Actor, family: str) -> None:
    """End one of the sign-ins of the one who asks, by its name. Ending it twice is no error."""
    require(actor, permissions.act_in_person)
    own = TokenFamily.objects.filter(user__public_id=actor.public_id, public_id=family)
    if families.end(own, at=clock.now()):
        publish(events.SignedOut(str(actor.public_id), family), actor=actor)


@transaction.atomic
def sign_out_everywhere(*, actor: Actor) -> None:
    """End all families of the one who asks, on every device."""
    require(actor, permissions.act_in_person)
    alive = TokenFamily.objects.filter(user__public_id=actor.public_id)
    if families.end(alive, at=clock.now()):
        publish(events.SignedOutEverywhere(str(actor.public_id)), actor=actor)


@transaction.atomic
def forget_ended_sign_ins(*, actor: Actor) -> int:
    """Delete the rows that no living token needs. Returns how many families there were among them."""
    require(actor, permissions.manage_accounts)
    before = clock.now() - LEEWAY
    SpentRefresh.objects.filter(expires_at__lt=before).delete()
    ended = TokenFamily.objects.filter(ends_at__lt=before)
    count = ended.count()
    ended.delete()
    return count


def _refused(reason: str) -> tokens.TokenRefused:
    return tokens.refusal(reason, tokens.Kind.REFRESH)


def _pair(family: TokenFamily, at: datetime) -> TokenPair:
    actor = family.user.as_actor(means="jwt")
    name, ends_at = family.public_id, family.ends_at
    return TokenPair(
        access=tokens.access_token(actor, family=name, at=at, ends_at=ends_at),
        refresh=tokens.refresh_token(str(actor.public_id), family=name, at=at, ends_at=ends_at),
        family=name,
    )
