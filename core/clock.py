"""What time it is. Everything asks here, so that a test can answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def seconds() -> float:
    """The present instant in seconds since 1970, as tokens count: cheaper than to make a date and reckon it back."""
    at = _stopped_at.get()
    return time.time() if at is None else at.timestamp()


# roadmap: tools.testing-unit
@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Let `now()` be `at` within the block, for this thread or task alone."""
    token = _stopped_at.set(at)
    try:
        yield
    finally:
        _stopped_at.reset(token)
