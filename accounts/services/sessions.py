"""Sessions of browsers: each is one of its owner's sign-ins, from which no tokens follow. api/callers keeps them."""

from datetime import timedelta

from django.db import transaction

from accounts import events
from accounts.models import SignInKind, TokenFamily, User
from accounts.services import families
from accounts.services.sign_ins import begin
from core import clock
from core.events import publish


@transaction.atomic
def start_session(*, user: User, lasts: timedelta) -> str:
    """The name of a new sign-in, for somebody who has shown who they are. Raises what `start_family` does."""
    return begin(user=user, kind=SignInKind.SESSION, lasts=lasts, means="session").public_id


@transaction.atomic
def shorten_session(*, sign_in: str, lasts: timedelta) -> None:
    """It ends so long from now."""
    TokenFamily.objects.filter(public_id=sign_in).update(ends_at=clock.now() + lasts)


@transaction.atomic
def end_session(*, sign_in: str) -> None:
    """Whoever has the session has thrown it away. Ending it twice is no error.

    Of an app's session no more ends than the session itself: its tokens are another thing that the app holds.
    """
    family = TokenFamily.objects.filter(public_id=sign_in, kind=SignInKind.SESSION).select_related("user").first()
    if family and families.end(TokenFamily.objects.filter(pk=family.pk), at=clock.now()):
        publish(events.SignedOut(family.user.public_id, sign_in), actor=family.user.as_actor(means="session"))
