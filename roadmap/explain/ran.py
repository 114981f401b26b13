"""Which marked code ran: used by Explain for a request, and by the proof for a test."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

from roadmap.explain import monitoring
from roadmap.markers.marks import Marker
from roadmap.register import ROOT

# What records is no part of what is recorded.
_OURS = {__file__, monitoring.__file__}


class _Span(NamedTuple):
    first: int
    last: int
    place: str


class Seen:
    """The places met so far. A listener."""

    # A generator may be begun before the recording, and run on in it.
    events = monitoring.START | monitoring.RESUME

    def __init__(self, marked: "_Marked", *, hears_every_thread: bool) -> None:
        self._marked = marked
        self.hears_every_thread = hears_every_thread
        self._places: set[str] = set()

    @property
    def watch(self) -> monitoring.Watch:
        return self._marked.has

    @property
    def places(self) -> frozenset[str]:
        """`Marker.place` of each marked function that was entered, and of what such a function stands in."""
        return frozenset(self._places)

    def hear(self, _event: int, frame: FrameType, _value: object) -> None:
        self._places.update(self._marked.places(frame.f_code))


class _Marked:
    """The markers by file, and whose a code object is."""

    def __init__(self, markers: Iterable[Marker], root: Path) -> None:
        self._spans: dict[str, set[_Span]] = defaultdict(set)
        for marker in markers:
            name = str(root / marker.path)
            if name not in _OURS:
                self._spans[name].add(_Span(marker.first, marker.last, marker.place))

    def has(self, code: CodeType) -> bool:
        return code.co_filename in self._spans and bool(self.places(code))

    def places(self, code: CodeType) -> list[str]:
        spans = self._spans[code.co_filename] if _is_function(code) else ()
        return [span.place for span in spans if span.first <= code.co_firstlineno <= span.last]


def _is_function(code: CodeType) -> bool:
    """Also a lambda or a generator expression; not what runs when a definition does: a class body, type parameters."""
    return bool(code.co_flags & CO_OPTIMIZED) and not code.co_name.startswith("<generic parameters")


# One object for each set of markers: those who watch the same must be seen to do so.
_marked = lru_cache(maxsize=8)(_Marked)


@contextmanager
def recording(markers: Iterable[Marker], root: Path = ROOT, *, every_thread: bool = False) -> Iterator[Seen]:
    """See which marked functions are entered in this block: `seen.places`.

    A marker stands for every function that begins within its lines; one with no function in it is never seen.
    By this thread alone, so that requests served at once do not see each other; or by every thread there is, for a
    test that starts some. Raises ToolTaken where nothing can be recorded.
    """
    seen = Seen(_marked(tuple(markers), root), hears_every_thread=every_thread)
    with monitoring.listening(seen):
        yield seen
