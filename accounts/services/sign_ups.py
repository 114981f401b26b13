"""Becoming known: the sign-up, the proof of an address, a new password for who forgot the old one.

Who comes here is no actor yet. That they hold the code or the key that was sent to the address, the caller has seen.
"""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts import events
from accounts.models import User
from accounts.services.people import end_all_keys
from core.access import ANONYMOUS, Role
from core.access.spelling import canonical_email
from core.errors import Conflict, DomainError
from core.events import publish


class EmailTaken(Conflict):
    """Not for the ears of whoever signs up: it would tell who is a customer here."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("The address has an account.")


class KeySpent(DomainError):
    """The key of the mail was brought before, perhaps at this very moment."""

    code = "invalid_input"

    def __init__(self) -> None:
        super().__init__("This key was used already. Ask for another one.", field="key")


def sign_up(*, email: str, password: str) -> User:
    """A new customer, whose address is not proven yet. Raises EmailTaken, InvalidEmail."""
    # Outside the transaction: hashing takes longer than anything in it.
    user = User(email=canonical_email(email), password=make_password(password), role=Role.CUSTOMER)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            publish(events.AccountCreated(user.public_id, user.role), actor=user.as_actor(means="sign-up"))
    except IntegrityError:
        raise EmailTaken from None
    return user


def sign_up_again(*, email: str, password: str) -> None:
    """For an address that has an account: what `sign_up` costs, so that the time does not tell, and a trace of it."""
    make_password(password)
    with transaction.atomic():
        user = User.objects.get_by_natural_key(email)
        publish(events.SignUpRepeated(user.public_id), actor=ANONYMOUS)


@transaction.atomic
def confirm_email(*, user: User, email: str) -> bool:
    """The address is its owner's. False if it is not one of the account's, or was proven before."""
    # One statement: of two who bring the code at once, one has proven the address.
    if not user.emailaddress_set.filter(email=email, verified=False).update(verified=True, primary=True):
        return False
    publish(events.EmailVerified(user.public_id), actor=user.as_actor(means="code"))
    return True


@transaction.atomic
def reset_password(*, user: User, new_password: str) -> User:
    """Set the password of who holds a key that was sent to the address, which proves that too. Ends all keys.

    `user` is the account as it was when the key was looked at, which fits the password of that moment alone: of two
    who bring it at once, the second is refused. Raises KeySpent.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.password != user.password:
        raise KeySpent
    confirm_email(user=locked, email=locked.email)
    locked.set_password(new_password)
    locked.save(update_fields=["password"])
    end_all_keys(locked)
    publish(events.PasswordReset(locked.public_id), actor=locked.as_actor(means="key"))
    return locked
