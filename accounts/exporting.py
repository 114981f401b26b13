"""Everything that the service holds about somebody, for themselves."""

from collections.abc import Iterator

from accounts import permissions, selectors
from core.access import Actor, personal, require


def document(*, actor: Actor) -> Iterator[str]:
    """The caller's own data as one JSON object, written piece by piece while it is read. Raises AccountGone."""
    require(actor, permissions.have_an_account, None)
    user = selectors.account(public_id=str(actor.public_id)).first()
    if user is None:
        raise selectors.AccountGone
    return personal.document(personal.Person(user.pk, user.public_id, user.email))
