"""Whoever makes keys to their account or an application, or changes a second factor: there still, signed in still."""

from accounts.models import TokenFamily, User
from core.access import Actor
from core.errors import SignInRequired


def locked(actor: Actor) -> User:
    """Locked, because two calls at once would each count what there is without the other's. Who has left makes none.

    Nor does a sign-in that has ended: its access token may outlive it by minutes, what that makes would by a year.
    """
    user = User.objects.select_for_update().filter(public_id=actor.public_id, is_active=True).first()
    ended = TokenFamily.objects.filter(public_id=actor.sign_in, revoked_at__isnull=False)
    if user is None or ended.exists():
        raise SignInRequired("Sign in first.")
    return user
