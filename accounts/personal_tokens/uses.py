"""When a token was last used, to the minute: so that its owner can tell a forgotten one from one that is needed.

Noted while a request is answered, written when it has been: no read waits for a write, and none fails with it. Nothing
listens for the end of a request but while there is something to write.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.signals import request_finished
from django.db import DatabaseError
from django.db.models import Q

from accounts.models import PersonalToken
from core import clock

logger = structlog.get_logger(__name__)

TOLD_EVERY = timedelta(minutes=1)
# Where no request ever finishes, as in a program that calls the views itself, notes must not pile up.
_MOST = 4096
_LISTENER = "accounts.personal_tokens.uses"
_due: dict[int, datetime] = {}


def note(token_id: int, last_used_at: datetime | None) -> None:
    """It is in use now. Nothing comes of it when that was written less than a minute ago."""
    at = clock.now()
    if (last_used_at is None or last_used_at <= at - TOLD_EVERY) and len(_due) < _MOST:
        _due[token_id] = at
        request_finished.connect(write, dispatch_uid=_LISTENER)


def write(**_signal: Any) -> None:
    """Put down what was noted in this process. Of several processes one writes: the others find no row to change."""
    # First: what another thread notes from now on connects anew, so nothing is left without a listener.
    request_finished.disconnect(dispatch_uid=_LISTENER)
    while _due:
        try:
            token_id, at = _due.popitem()
        except KeyError:
            return  # Another thread was faster.
        _write(token_id, at)


def _write(token_id: int, at: datetime) -> None:
    is_due = Q(last_used_at=None) | Q(last_used_at__lte=at - TOLD_EVERY)
    try:
        PersonalToken.objects.filter(is_due, pk=token_id).update(last_used_at=at)
    except DatabaseError as error:
        # The answer is out already; the next use tries again.
        logger.warning("the use of a token is not written", exc_info=error)
