"""Families that have ended while access tokens of theirs may live: known to all who share a cache, within a second.

In embedded mode each process has a cache of its own, and elsewhere such a token lives until it expires.
"""

import time
from collections.abc import Iterable
from functools import lru_cache

import structlog
from django.core.cache import cache

from accounts.tokens.claims import ACCESS_LASTS, LEEWAY

logger = structlog.get_logger(__name__)


def announce(families: Iterable[str]) -> None:
    """Let their access tokens be refused. Nobody needs to know it for longer than such a token lasts."""
    lasts = (ACCESS_LASTS + LEEWAY).total_seconds()
    cache.set_many({_key(family): True for family in families}, timeout=lasts)
    _asked.cache_clear()  # Others hear of it within a second; who ends a family knows at once.


def is_revoked(family: str) -> bool:
    return _asked(family, int(time.monotonic()))


@lru_cache(maxsize=4096)
def _asked(family: str, second: int) -> bool:
    """The cache is asked once a second: the number of the second is part of what the answer is remembered for."""
    global _failed_in  # noqa: PLW0603  # one number, written whole
    if second == _failed_in:
        return False  # A dead cache is not waited for once for each caller.
    try:
        return cache.get(_key(family)) is not None
    except Exception:
        # Open, not closed: what is missed lasts minutes, and otherwise nobody could be served at all.
        logger.exception("revocations are unknown")
        _failed_in = second
        return False


_failed_in = -1


def _key(family: str) -> str:
    return f"ended-family:{family}"
