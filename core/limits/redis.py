"""Counts in Redis: one script, one round trip."""

import time
from functools import cached_property
from typing import Any, override

import redis

from core.limits.counters import Counters, CountersUnavailable

# A key without an end would lock its caller out for good: the script can't be interrupted between the two steps.
_COUNT = """
local counted = redis.call('INCR', KEYS[1])
if counted == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return counted
"""
_SECONDS_TO_WAIT = 0.25
_SECONDS_TO_REST = 1.0


class RedisCounters(Counters):
    """A store that did not answer is left alone for a second: waiting for it would make every request slow."""

    def __init__(self, server: str, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        self._server = server
        self._rests_until = 0.0

    @override
    def count(self, key: str, seconds: int) -> int:
        if time.monotonic() < self._rests_until:
            raise CountersUnavailable
        try:
            return int(self._script(keys=[key], args=[seconds]))
        except redis.RedisError as error:
            self._rests_until = time.monotonic() + _SECONDS_TO_REST
            raise CountersUnavailable from error

    @override
    def clear(self) -> None:
        """For tests. It empties the whole database of that number, whatever else is kept there."""
        self._client.flushdb()

    @cached_property
    def _client(self) -> redis.Redis:
        # There is one of these for each thread, so each has its connection and need not ask a pool for it every time.
        return redis.Redis.from_url(
            self._server,
            single_connection_client=True,
            socket_connect_timeout=_SECONDS_TO_WAIT,
            socket_timeout=_SECONDS_TO_WAIT,
        )

    @cached_property
    def _script(self) -> Any:
        return self._client.register_script(_COUNT)
