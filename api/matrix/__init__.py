"""Who gets which answer: the declared matrix, and the routes that it must cover."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPMethod
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

PATH = Path(__file__).with_name("answers.toml")
# The admin has a door of its own, with sessions: tests/admin.
_ELSEWHERE = ("admin/", "static/")
# HEAD and OPTIONS follow from these.
_ASKED = {HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.PATCH, HTTPMethod.DELETE}
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>|\^?(?:\(\?P<(\w+)>[^)]*\))\$?|\^")


class Matrix(NamedTuple):
    """`answers[route][caller]` is "<status> <code or whose rows>"; a route is "<METHOD> <path>"."""

    callers: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]]


@cache
def declared() -> Matrix:
    written = tomllib.loads(PATH.read_text(encoding="utf-8"))
    callers = tuple(written["callers"])
    return Matrix(callers, {route: _row(callers, cells) for route, cells in written["routes"].items()})


def routes() -> Iterator[str]:
    """Every route that the URL configuration serves, as the matrix names them."""
    for path, view in _views(get_resolver(), ""):
        yield from (f"{method} /{_CONVERTER.sub(_named, path)}" for method in _methods(view))


def _named(part: re.Match[str]) -> str:
    """A part that varies, by its name: `<slug:slug>` and `(?P<path>.+)` are {slug} and {path}."""
    name = part[1] or part[2]
    return f"{{{name}}}" if name else ""


def _row(callers: tuple[str, ...], cells: str | list[str]) -> dict[str, str]:
    listed = [cells] * len(callers) if isinstance(cells, str) else cells
    return dict(zip(callers, listed, strict=True))


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
    if served is None or not served.__module__.startswith(("api.v1.", "api.account.")):
        return ["GET"]
    return [method for method in HTTPMethod if method in _ASKED and hasattr(served, method.lower())]
