"""Who may do what with accounts. Each rule is one predicate, used by every interface through `require`."""

from accounts.models import PersonalToken
from core.access import Actor, Role


def manage_accounts(actor: Actor, _thing: object = None) -> bool:
    return actor.role is Role.ADMIN


def have_an_account(actor: Actor, _thing: object = None) -> bool:
    """What people do with their own account; no other one is ever looked at."""
    return actor.public_id is not None


def manage_own_applications(actor: Actor, _thing: object = None) -> bool:
    """Those they made, and those they let in."""
    return actor.public_id is not None


def end_own_sign_ins(actor: Actor, _thing: object = None) -> bool:
    return actor.public_id is not None


def keep_personal_tokens(actor: Actor, _thing: object = None) -> bool:
    """In person: a token that could make tokens would outlive every limit that it was given."""
    return actor.public_id is not None and actor.scopes is None


def revoke_personal_token(actor: Actor, token: PersonalToken) -> bool:
    return actor.public_id == token.user.public_id or manage_accounts(actor)
