"""What is asked for beside the password: codes of an app (TOTP, RFC 6238), and recovery codes for when it is lost.

allauth keeps the secrets and makes the codes; that each is good once is seen to here, in the database.
"""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.db.models import QuerySet

from accounts import events
from accounts.models import User
from accounts.services import families
from core import clock
from core.access import Actor
from core.errors import DomainError
from core.events import publish

# A code is good in its own half minute and in the next one: it takes time to type.
_STEPS_BACK = 1


class SecondFactorRequired(DomainError):
    """Told alike for no code and for a wrong one."""

    code = "second_factor_required"

    def __init__(self) -> None:
        super().__init__("Give a code of your app that was not used before, or a recovery code.")


def is_set_up(user: User) -> bool:
    return _of(user).filter(type=Authenticator.Type.TOTP).exists()


def use(*, user: User, code: str) -> Authenticator | None:
    """The one that the code belongs to; the code is spent by it. None for a code that is wrong or was used before."""
    with transaction.atomic():
        # Locked: of two who bring the same code at once, the second finds it spent.
        for authenticator in _of(user).select_for_update().order_by("pk"):
            if _spends(authenticator, user, code):
                return authenticator
    return None


def begin(*, actor: Actor, user: User) -> None:
    """Codes are asked for from now on. The one that set this up is spent: it must not open a sign-in beside it."""
    for authenticator in _of(user).select_for_update().filter(type=Authenticator.Type.TOTP):
        _remember(authenticator, _step())
    _changed(actor, user, events.SecondFactorAdded(user.public_id))


def note_removal(*, actor: Actor, user: User) -> None:
    """Codes are asked for no more."""
    _changed(actor, user, events.SecondFactorRemoved(user.public_id))


def note_new_recovery_codes(*, actor: Actor, user: User) -> None:
    """The former ones open nothing any more."""
    _changed(actor, user, events.RecoveryCodesReplaced(user.public_id))


def _changed(actor: Actor, user: User, event: events.AccountEvent) -> None:
    """What was opened by what has been asked for until now ends, but for the sign-in that asks.

    Personal tokens and applications stay, as when somebody signs out everywhere: each has a list of its own.
    """
    user.factor_changes += 1
    user.save(update_fields=["factor_changes"])
    families.end(families.of(user).exclude(public_id=actor.sign_in), at=clock.now())
    publish(event, actor=actor)


def _of(user: User) -> QuerySet[Authenticator]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    return Authenticator.objects.filter(user=user, type__in=kinds)  # type: ignore[no-any-return]  # allauth is untyped


def _spends(authenticator: Authenticator, user: User, code: str) -> bool:
    if authenticator.type == Authenticator.Type.TOTP:
        return _spends_step(authenticator, code)
    is_right = bool(code) and bool(authenticator.wrap().validate_code(code))
    if is_right:
        publish(events.RecoveryCodeUsed(user.public_id), actor=user.as_actor(means="recovery code"))
    return is_right


def _spends_step(authenticator: Authenticator, code: str) -> bool:
    """A step of time counts once, and none before it any more (RFC 6238, 5.2)."""
    secret, last = decrypt(authenticator.data["secret"]), authenticator.data.get("last_step", 0)
    now = _step()
    for step in range(max(last + 1, now - _STEPS_BACK), now + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            _remember(authenticator, step)
            return True
    return False


def _remember(authenticator: Authenticator, step: int) -> None:
    authenticator.data["last_step"] = step
    authenticator.save(update_fields=["data"])


def _step() -> int:
    return int(clock.seconds()) // int(app_settings.TOTP_PERIOD)
