"""What the owner of an account is told by mail, whatever door it was done at."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from accounts.models import User

PASSWORD_CHANGED = (
    "Your password was changed",
    """\
The password of your account was changed. All other sign-ins have ended, and so have personal tokens and what
applications were let into; the sign-in with which it was done goes on.

Was it not you? Then set another one now, as the page /api/account/ tells: a key for it is sent to this address.
""",
)


def mail(user: User, notice: tuple[str, str]) -> None:
    """Once the transaction is committed: what is undone is not told, and no lock is held while a mail server is slow.

    Robust: what it tells of is done, and that the mail does not go out must not turn it into an error.
    """
    subject, text = notice
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"
    transaction.on_commit(partial(send_mail, subject, text, None, [user.email]), robust=True)
