"""The one user of `sys.monitoring` (PEP 669) in this service: lets listeners hear of the code that they watch.

Knows nothing of topics or requests. While nobody listens no event is set, and running code costs what it always does.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, reduce
from operator import or_
from sys import monitoring
from threading import Lock
from types import CodeType, FrameType
from typing import Protocol

# Of the six ids, 0, 1, 2 and 5 are set aside for debuggers, coverage, profilers and optimizers. coverage.py
# counts upwards from 1 where that is taken, so 4 is the one that is met last.
TOOL = 4
NAME = "cairn.explain"

START = monitoring.events.PY_START
RESUME = monitoring.events.PY_RESUME
RETURN = monitoring.events.PY_RETURN
YIELD = monitoring.events.PY_YIELD
UNWIND = monitoring.events.PY_UNWIND

type Watch = Callable[[CodeType], bool]


class ToolTaken(RuntimeError):
    """Somebody else uses our id of `sys.monitoring`; the message says who."""


class Listener(Protocol):
    """Hears the `events` of the code that `watch` picks, as long as it runs where the listening began.

    `watch` answers the same at any time. Two listeners that watch the same thing share one `watch`.
    """

    @property
    def events(self) -> int: ...

    @property
    def watch(self) -> Watch: ...

    @property
    def hears_every_thread(self) -> bool: ...

    def hear(self, event: int, frame: FrameType, value: object) -> None:
        """`value` is what the code returned or yielded, or the exception that ended it. Must not raise."""


# A thread starts with an empty context, and a request stays in its own: so nobody hears of a neighbour's request.
_here: ContextVar[tuple[Listener, ...]] = ContextVar("listening", default=())


class _Switchboard:
    """Who listens, everywhere in this process. Both tuples are replaced, never changed: callbacks take no lock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: tuple[Listener, ...] = ()
        self._watches: tuple[Watch, ...] = ()

    def add(self, listener: Listener) -> None:
        with self._lock:
            _claim_tool(self.heard)
            self._watch_for(listener.watch)
            self._listeners = (*self._listeners, listener)
            self._set_events()

    def remove(self, listener: Listener) -> None:
        with self._lock:
            self._listeners = tuple(each for each in self._listeners if each is not listener)
            self._set_events()

    def _watch_for(self, watch: Watch) -> None:
        """Where DISABLE was the answer before `watch` was asked, events come back: restart_events."""
        if watch not in self._watches:
            self._watches = (*self._watches, watch) if self._listeners else (watch,)
            monitoring.restart_events()

    def _set_events(self) -> None:
        monitoring.set_events(TOOL, reduce(or_, (listener.events for listener in self._listeners), 0))

    def heard(self, event: int, code: CodeType, _offset: int, value: object = None) -> object:
        """The callback of every event. Code that nobody watches is met once: DISABLE turns its events off."""
        watches = self._watches
        if not any(watch(code) for watch in watches):
            # Unless somebody has begun to watch in the meantime. Unwinding can't be turned off by place.
            return monitoring.DISABLE if watches is self._watches and event != UNWIND else None
        frame = inspect.currentframe()
        for listener in self._ears(event, code):
            if frame and frame.f_back:
                listener.hear(event, frame.f_back, value)
        return None

    def _ears(self, event: int, code: CodeType) -> list[Listener]:
        here = _here.get()
        near = [each for each in self._listeners if each.hears_every_thread or each in here]
        return [each for each in near if each.events & event and each.watch(code)]


_switchboard = _Switchboard()


def _claim_tool(heard: Callable[..., object]) -> None:
    """Once, at the first use, and for good: an id costs nothing while no events are set for it."""
    owner = monitoring.get_tool(TOOL)
    if owner == NAME:
        return
    if owner is not None:
        raise ToolTaken(f"Tool {TOOL} of sys.monitoring belongs to {owner}: nothing can be recorded beside it.")
    monitoring.use_tool_id(TOOL, NAME)
    for event in (START, RESUME, RETURN, YIELD, UNWIND):
        monitoring.register_callback(TOOL, event, partial(heard, event))


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let it hear what runs in this block, and in contexts copied from it: a task's, a thread's that is given one.

    May be nested. Raises ToolTaken.
    """
    _switchboard.add(listener)
    token = _here.set((*_here.get(), listener))
    try:
        yield
    finally:
        _here.reset(token)
        _switchboard.remove(listener)
