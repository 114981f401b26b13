"""Who may do what with accounts. Each rule is one predicate, used by every interface through `require`."""

from accounts.models import User
from core.access import Actor, Role


def manage_accounts(actor: Actor, _thing: object = None) -> bool:
    return actor.role is Role.ADMIN


def change_own_password(actor: Actor, user: User) -> bool:
    return actor.public_id == user.public_id


def manage_own_applications(actor: Actor, _thing: object = None) -> bool:
    """Those they made, and those they let in."""
    return actor.public_id is not None


def end_own_sign_ins(actor: Actor, _thing: object = None) -> bool:
    return actor.public_id is not None
