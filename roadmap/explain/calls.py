"""Calls that say what a request does: the view, selectors, services, permissions, events, statements compiled or kept.

The domain does not know that it is watched. What is of interest is found by where it stands, in the table below.
"""

import re
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, cast

import django

from roadmap.explain import monitoring
from roadmap.explain.timeline import Kind, Step, Timeline
from roadmap.register import ROOT

# By file and qualified name: only what other modules may call, so nothing nested and nothing with an underscore.
KINDS: dict[str, Kind] = {
    # From the route to the finished response, whatever kind of view it is; no other place sees the end of all kinds.
    r"django/core/handlers/base\.py:BaseHandler\._get_response": "view",
    r"\w+/selectors\.py:[a-z]\w*": "selector",
    r"\w+/services(?:/\w+)?\.py:[a-z]\w*": "service",
    r"core/access/__init__\.py:require": "permission",
    r"core/events\.py:publish": "event",
    # Compiled now, or run: one that runs and was not compiled in this request has been kept from an earlier one.
    r"core/statements/__init__\.py:Statement\.(?:of|rows)": "cache",
}
# The packages first: an environment may stand inside the project.
_PREFIXES = [f"{Path(django.__file__).parents[1]}/", f"{ROOT}/"]


def kind_of(code: CodeType) -> Kind | None:
    return _kind(code.co_filename, code.co_qualname)


@cache
def _kind(filename: str, name: str) -> Kind | None:
    prefix = next((prefix for prefix in _PREFIXES if filename.startswith(prefix)), None)
    place = f"{filename.removeprefix(prefix)}:{name}" if prefix else ""
    return next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, place)), None)


def _is_of_interest(code: CodeType) -> bool:
    return kind_of(code) is not None


class Calls:
    """A listener that writes each call of interest into the timeline. A generator's step ends at its first value."""

    events = monitoring.START | monitoring.RETURN | monitoring.YIELD | monitoring.UNWIND
    watch = staticmethod(_is_of_interest)
    hears_every_thread = False

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._open: dict[FrameType, Step] = {}
        self._compiled: list[object] = []

    def hear(self, event: int, frame: FrameType, value: object) -> None:
        if event == monitoring.START:
            self._begin(frame, cast("Kind", kind_of(frame.f_code)))
        elif frame in self._open:
            step = self._open.pop(frame)
            outcome = {"raised": type(value).__name__} if event == monitoring.UNWIND else {}
            self._timeline.end(step, **outcome)
            self._finish(step, frame, value)

    def _begin(self, frame: FrameType, kind: Kind) -> None:
        values = frame.f_locals
        match kind:
            case "permission":
                self._open[frame] = self._timeline.begin(kind, _name(values["permission"]), actor=values["actor"].name)
            case "event":
                event = values["event"]
                self._open[frame] = self._timeline.begin(kind, type(event).__name__, key=event.key)
            case "cache" if frame.f_code.co_name == "rows":
                self._meet(values["self"])
            case "cache":
                self._open[frame] = self._timeline.begin(kind, _called(frame), hit=False)
            case _:
                self._open[frame] = self._timeline.begin(kind, _called(frame))

    def _meet(self, statement: object) -> None:
        """A statement is about to run."""
        if not any(each is statement for each in self._compiled):
            self._timeline.end(self._timeline.begin("cache", "core.statements.Statement.of", hit=True))

    def _finish(self, step: Step, frame: FrameType, value: object) -> None:
        match step.kind:
            case "permission":
                step.detail["allowed"] = "raised" not in step.detail
            case "cache":
                self._compiled.append(value)
            case "view":
                self._name_view(step, frame.f_locals["request"])

    def _name_view(self, step: Step, request: Any) -> None:
        """Only now is it known which one it was, or that no route led to one."""
        if request.resolver_match:
            step.name = view_name(request.resolver_match.func, request.method)
        else:
            self._timeline.steps.remove(step)


def view_name(view: Any, method: str) -> str:
    """`api.v1.products.Products.get`, or the name of a view that is a function."""
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is None:
        return _name(view)
    return f"{_name(view_class)}.{'get' if method == 'HEAD' else method.lower()}"


def _called(frame: FrameType) -> str:
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"


def _name(thing: Any) -> str:
    """Of a function or class; of the class where it is an object that can be called."""
    named = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{named.__module__}.{named.__qualname__}"
