"""Who may do what with accounts. Each rule is one predicate, used by every interface through `require`."""

from accounts.models import PersonalToken
from core.access import Actor, Role


def manage_accounts(actor: Actor) -> bool:
    return actor.role is Role.ADMIN


def act_in_person(actor: Actor) -> bool:
    """What people do with their own account, and only they: a token that was given away could give itself more.

    No other account is ever looked at.
    """
    return actor.public_id is not None and actor.scopes is None


def revoke_personal_token(actor: Actor, token: PersonalToken) -> bool:
    return actor.public_id == token.user.public_id or manage_accounts(actor)
