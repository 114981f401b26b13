"""Who gets which answer: the declared matrix, and the routes that it must cover."""

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPMethod
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from api.matrix.reading import FROM_A_PAGE, IN_A_SESSION, OPEN, Matrix, Unsound, read

__all__ = ["FROM_A_PAGE", "IN_A_SESSION", "OPEN", "Matrix", "Unsound", "declared", "read", "routes"]

PATH = Path(__file__).with_name("answers.toml")
# The admin has a door of its own, with sessions: tests/admin.
_ELSEWHERE = ("admin/", "static/")
# Whose views say themselves what they serve.
_OURS = ("api.v1.", "api.account.", "api.oauth.")
# HEAD and OPTIONS follow from these.
_ASKED = {HTTPMethod.GET, HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.PATCH, HTTPMethod.DELETE}
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>|\^?(?:\(\?P<(\w+)>[^)]*\))\$?|\^")


@cache
def declared() -> Matrix:
    return read(PATH.read_text(encoding="utf-8"))


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
