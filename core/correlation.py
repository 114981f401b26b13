"""What ties together all that one request or job causes: its id, and the W3C trace it belongs to."""

import random
import re
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, NamedTuple

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# https://www.w3.org/TR/trace-context/#traceparent-header, version 00.
_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Correlation(NamedTuple):
    request_id: str = ""
    traceparent: str = ""


_NONE = Correlation()
_current: ContextVar[Correlation] = ContextVar("correlation", default=_NONE)


def current() -> Correlation:
    return _current.get()


def correlated(request_id: str = "", traceparent: str = "") -> AbstractContextManager[Correlation]:
    """Tie the block to the ids that the caller sent; an absent or malformed one is replaced by a fresh one."""
    sound = request_id if _REQUEST_ID.fullmatch(request_id) else _fresh()
    return _Block(Correlation(sound, traceparent if _TRACEPARENT.fullmatch(traceparent) else ""))


def _fresh() -> str:
    # The id names and protects nothing. Asking the system for it would hand the interpreter to another thread.
    return f"{random.getrandbits(128):032x}"


# roadmap: language.context-managers
class _Block(AbstractContextManager[Correlation]):
    """Every request is one, so it is no generator: that would cost twice as much."""

    def __init__(self, correlation: Correlation) -> None:
        self.correlation = correlation

    def __enter__(self) -> Correlation:
        self.token = _current.set(self.correlation)
        return self.correlation

    def __exit__(self, *_: object) -> None:
        _current.reset(self.token)


def add_to_log(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put the request id into every log line (a structlog processor)."""
    request_id = _current.get().request_id
    return {**event, "request_id": request_id} if request_id else event
