"""Who gets which answer: the declared matrix, and the routes that it must cover."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from http import HTTPMethod
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

PATH = Path(__file__).with_name("answers.toml")
# The admin has a door of its own, with sessions: tests/admin.
_ELSEWHERE = ("admin/", "static/")
# Whose views say themselves what they serve.
_OURS = ("api.v1.", "api.account.", "api.oauth.")
# HEAD and OPTIONS follow from these.
_ASKED = {HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.PATCH, HTTPMethod.DELETE}
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>|\^?(?:\(\?P<(\w+)>[^)]*\))\$?|\^")


# What stands in the place of a scope.
OPEN, IN_PERSON, IN_A_SESSION = "open", "in person", "in a session"


class Unsound(ValueError):
    """The matrix says nothing, or two things, of a cell."""


class Matrix(NamedTuple):
    """`answers[route][caller]` is "<status> <code or whose rows>"; a route is "<METHOD> <path>".

    `callers` has what each one is. `needs[route]` is the scope that a personal token needs, or one of the three above.
    """

    callers: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    needs: Mapping[str, str]


@cache
def declared() -> Matrix:
    return read(PATH.read_text(encoding="utf-8"))


def read(text: str) -> Matrix:
    """Raises Unsound for a row that forgets or repeats a caller, a route that stands twice, or a row that is none."""
    written = tomllib.loads(text)
    callers: dict[str, str] = written["callers"]
    rows = {name: _row(name, callers, cells) for name, cells in written["rows"].items()}
    matrix = Matrix(callers, answers := {}, needs := {})
    for need, routes in written["routes"].items():
        for route, row in routes.items():
            if route in answers:
                raise Unsound(f"{route} stands twice.")
            answers[route] = dict.fromkeys(callers, row) if need == OPEN else _named_row(row, rows)
            needs[route] = need
    return matrix


def _row(name: str, callers: Iterable[str], cells: Mapping[str, str]) -> dict[str, str]:
    """From "answer = callers" to an answer for each caller, in their order."""
    listed = [(caller, answer) for answer, who in cells.items() for caller in who.split()]
    if sorted(caller for caller, _ in listed) != sorted(callers):
        raise Unsound(f"The row {name!r} must name each caller once: {', '.join(callers)}.")
    return {caller: dict(listed)[caller] for caller in callers}


def _named_row(name: str, rows: Mapping[str, dict[str, str]]) -> dict[str, str]:
    if name not in rows:
        raise Unsound(f"There is no row {name!r}.")
    return rows[name]


# roadmap: api.security
def routes() -> Iterator[str]:
    """Every route that the URL configuration serves, as the matrix names them."""
    for path, view in _views(get_resolver(), ""):
        yield from (f"{method} /{_CONVERTER.sub(_named, path)}" for method in _methods(view))


def _named(part: re.Match[str]) -> str:
    """A part that varies, by its name: `<slug:slug>` and `(?P<path>.+)` are {slug} and {path}."""
    name = part[1] or part[2]
    return f"{{{name}}}" if name else ""


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if path.startswith(_ELSEWHERE):
            continue
        if isinstance(entry, URLPattern):
            yield path, entry.callback
        else:
            yield from _views(entry, path)


def _methods(view: Any) -> list[str]:
    """A plain function serves GET; a class what it has a method for, but for those that Django adds by itself.

    What allauth serves says itself which of its methods are: api/account/front.py.
    """
    if hasattr(view, "methods"):
        return list(view.methods)
    served = getattr(view, "cls", getattr(view, "view_class", None))
    if served is None or not served.__module__.startswith(_OURS):
        return ["GET"]
    return [method for method in HTTPMethod if method in _ASKED and _serves(served, method.lower())]


def _serves(view: Any, method: str) -> bool:
    return hasattr(view, method) and method in view.http_method_names
