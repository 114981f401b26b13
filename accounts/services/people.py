"""Who there is, in which role, and whether they may come in."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from accounts import events, permissions
from accounts.demo import ACCOUNTS, DemoAccount
from accounts.models import User
from accounts.services import authorizations, families, personal_tokens
from core import clock
from core.access import Actor, Role, require
from core.errors import Conflict, NotFound
from core.events import publish


class UserNotFound(NotFound):
    code = "user_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such account.")


class UnableToChangeRole(Conflict):
    code = "unable_to_change_role"


class UnableToDeactivate(Conflict):
    code = "unable_to_deactivate"


@transaction.atomic
def create_demo_accounts(*, actor: Actor, passwords: Mapping[str, str], reset: bool = False) -> list[User]:
    """Make the demo accounts that are missing; with `reset`, bring the others back to how they were made.

    `passwords` holds one for each e-mail of `demo.ACCOUNTS`. Returns those made or reset: an account that is left
    alone keeps its password, and costs no hash.
    """
    require(actor, permissions.manage_accounts)
    present = User.objects.select_for_update().filter(email__in=[account.email for account in ACCOUNTS])
    known = {user.email: user for user in present.order_by("pk")}
    wanted = [account for account in ACCOUNTS if reset or account.email not in known]
    return [_demo_account(account, known.get(account.email), passwords[account.email], actor) for account in wanted]


def _demo_account(account: DemoAccount, user: User | None, password: str, actor: Actor) -> User:
    if user is None:
        user = User.objects.create_user(account.email, password, role=account.role, display_name=account.display_name)
        publish(events.AccountCreated(user.public_id, account.role), actor=actor)
        return user
    user.role, user.display_name, user.is_active = account.role, account.display_name, True
    user.version += 1
    user.set_password(password)
    user.save(update_fields=["role", "display_name", "is_active", "version", "password"])
    User.objects.vouch_for(user)
    end_all_keys(user)
    publish(events.AccountReset(user.public_id, account.role), actor=actor)
    return user


@transaction.atomic
def change_role(*, actor: Actor, public_id: str, role: Role) -> User:
    """Let an account do more or less. The last admin keeps the role: nobody could give it back."""
    require(actor, permissions.manage_accounts)
    if role is Role.ANONYMOUS:
        raise UnableToChangeRole("An account has a role of its own.", field="role")
    user, is_last_admin = locked(public_id)
    if user.role == role:
        return user
    if is_last_admin:
        raise UnableToChangeRole("This is the last admin. Make another one first.", field="role")

    event = events.RoleChanged(public_id, user.role, role)
    user.role, user.version = role, user.version + 1
    user.save(update_fields=["role", "version"])
    publish(event, actor=actor)
    return user


@transaction.atomic
def deactivate_account(*, actor: Actor, public_id: str) -> User:
    """Let nobody sign in to it any more, and end its sign-ins and tokens. What it has written stays."""
    require(actor, permissions.manage_accounts)
    user, is_last_admin = locked(public_id)
    if is_last_admin:
        raise UnableToDeactivate("This is the last admin. Make another one first.", field="is_active")
    if user.is_active:
        _set_active(user, active=False)
        end_all_keys(user)
        publish(events.AccountDeactivated(public_id), actor=actor)
    return user


@transaction.atomic
def reactivate_account(*, actor: Actor, public_id: str) -> User:
    """Let its owner sign in again."""
    require(actor, permissions.manage_accounts)
    user, _ = locked(public_id)
    if not user.is_active:
        _set_active(user, active=True)
        publish(events.AccountReactivated(public_id), actor=actor)
    return user


def locked(public_id: str) -> tuple[User, bool]:
    """The account, and whether it is the last admin who can sign in. All admins are locked with it, in one order:

    two admins who demote each other at once would otherwise both pass.
    """
    rows = User.objects.select_for_update().filter(Q(public_id=public_id) | Q(role=Role.ADMIN))
    locked = {user.public_id: user for user in rows.order_by("pk")}
    if public_id not in locked:
        raise UserNotFound
    admins = [user for user in locked.values() if user.role == Role.ADMIN and user.is_active]
    return locked[public_id], admins == [locked[public_id]]


def end_all_keys(user: User, but: str = "") -> None:
    """By whatever key somebody was in. Who changes a password can't know what others have made with the old one."""
    at = clock.now()
    families.end(families.of(user).exclude(public_id=but), at=at)
    personal_tokens.end_all(user, at=at)
    authorizations.end_all(user)


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])
