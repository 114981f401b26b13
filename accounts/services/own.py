"""What people do with their own account: rename it, change its password, end a sign-in, take it away.

What can't be taken back asks for the password again: a token may have been left open, or stolen.
"""

from dataclasses import replace

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import events, permissions
from accounts.models import TokenFamily, User
from accounts.selectors import AccountGone
from accounts.services import families, notices
from accounts.services.people import UserNotFound, end_all_keys, locked
from core import clock
from core.access import Actor, privacy, require
from core.access.spelling import require_fit_name
from core.errors import Conflict, DomainError, NotFound, VersionConflict
from core.events import publish


class WrongPassword(DomainError):
    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("This is not the password of your account.", field="password")


class SignInNotFound(NotFound):
    code = "sign_in_not_found"

    def __init__(self) -> None:
        super().__init__("You have no such sign-in.")


class UnableToChangePassword(Conflict):
    code = "unable_to_change_password"


class UnableToDeleteAccount(Conflict):
    code = "unable_to_delete_account"


@transaction.atomic
def rename_account(*, actor: Actor, display_name: str, expected_version: int) -> User:
    """Change what others see. Empty, they see no name."""
    require(actor, permissions.act_in_person)
    require_fit_name(display_name, field="display_name", may_be_empty=True)
    user, _ = _own(actor)
    if user.version != expected_version:
        raise VersionConflict(current=user.version)
    if user.display_name == display_name:
        return user

    user.display_name, user.version = display_name, user.version + 1
    user.save(update_fields=["display_name", "version"])
    publish(events.AccountRenamed(user.public_id), actor=actor)
    return user


@transaction.atomic
def end_sign_in(*, actor: Actor, public_id: str) -> None:
    """End one of one's own sign-ins. One that has ended, and another's, are not found alike."""
    require(actor, permissions.act_in_person)
    at = clock.now()
    alive = TokenFamily.objects.filter(user__public_id=actor.public_id, public_id=public_id, ends_at__gt=at)
    if not families.end(TokenFamily.objects.filter(pk__in=[each.pk for each in alive]), at=at):
        raise SignInNotFound
    publish(events.SignedOut(str(actor.public_id), public_id), actor=actor)


def replace_password(*, actor: Actor, password: str, new_password: str) -> User:
    """Change one's own password, knowing the present one; every door that changes one comes here.

    The sign-in that asks stays. All others end, and so do personal tokens and what applications were given. The owner
    is told by mail.
    """
    require(actor, permissions.act_in_person)
    proven = _proven(actor, password)
    _refuse_weak(new_password, proven)
    new_hash = make_password(new_password)
    with transaction.atomic():
        user, _ = _still(proven, actor)
        user.password = new_hash
        user.save(update_fields=["password"])
        end_all_keys(user, but=actor.sign_in or "")
        publish(events.PasswordChanged(user.public_id), actor=actor)
        notices.mail(user, notices.PASSWORD_CHANGED)
    return user


def delete_account(*, actor: Actor, password: str) -> None:
    """Take one's own account away, and all that is only its own.

    What others rely on stays without a name: reviews have no author any more, events and prices a pseudonym. All of
    it happens, or nothing; what is written for the account at this moment waits, and then finds no account.
    """
    require(actor, permissions.act_in_person)
    proven = _proven(actor, password)
    try:
        _delete(proven, actor)
    except IntegrityError:
        # A row came that nothing here waits for, such as the admin's note of what its owner just did there.
        raise UnableToDeleteAccount("Something was written for this account just now. Try again.") from None


@transaction.atomic
def _delete(proven: User, actor: Actor) -> None:
    user, is_last_admin = _still(proven, actor)
    if is_last_admin:
        raise UnableToDeleteAccount("This is the last admin. Make another one first.")
    families.locked(families.of(user))
    end_all_keys(user)
    person = privacy.Person(user.pk, user.public_id, user.email)
    publish(events.AccountDeleted(user.public_id), actor=replace(actor, name=person.pseudonym))
    user.delete()
    # Last: whoever was still writing as this person has been waited for by now.
    privacy.forget(person)


def _proven(actor: Actor, password: str) -> User:
    """The account of somebody who knows its password. In no transaction: hashing takes longer than all else."""
    user = User.objects.filter(public_id=actor.public_id).first()
    if user is None:
        raise AccountGone
    if not user.check_password(password):
        raise WrongPassword
    return user


def _still(proven: User, actor: Actor) -> tuple[User, bool]:
    """The account, locked, if the password that was proven is still its password."""
    user, is_last_admin = _own(actor)
    if user.password != proven.password:
        raise WrongPassword
    return user, is_last_admin


def _own(actor: Actor) -> tuple[User, bool]:
    """The caller's account, locked, and whether it is the last admin."""
    try:
        return locked(str(actor.public_id))
    except UserNotFound:
        raise AccountGone from None


def _refuse_weak(new_password: str, user: User) -> None:
    try:
        validate_password(new_password, user)
    except ValidationError as error:
        raise UnableToChangePassword(" ".join(error.messages), field="new_password") from None
