"""Counts that end with their window, kept where all processes see them: in Redis, or in a file of SQLite.

django-ratelimit asks a Django cache to `add` a count of one and, where there is one already, to `incr` it. Between the
two another process may have let the key end, and it is two round trips. Here `add` itself counts, in one step that
nobody can come between, and remembers the result for the `incr` that follows.
"""

from abc import abstractmethod
from typing import Any, override

from django.core.cache.backends.base import BaseCache


class CountersUnavailable(Exception):
    """The store of the counts does not answer. Whether to let the caller pass is for the policy to say."""


class Counters(BaseCache):
    """As much of a Django cache as counting needs. What `add` gives is true only for the first of a window."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        # Django keeps one cache for each thread, so nobody else counts between `add` and `incr`.
        self._counted = 0

    @abstractmethod
    def count(self, key: str, seconds: int) -> int:
        """Count one more, and say how many that makes. The first starts the window. Raises CountersUnavailable."""

    @override
    def add(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        self._counted = self.count(str(key), int(timeout))
        return self._counted == 1

    @override
    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._counted
