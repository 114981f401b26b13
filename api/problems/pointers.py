"""Where in a body something is wrong, as a JSON pointer (RFC 6901)."""

from collections.abc import Iterator
from typing import Any

from rest_framework import exceptions
from rest_framework.settings import api_settings


# roadmap: language.generators
def each_place(detail: Any, pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """Code, message and pointer of each error, out of REST framework's nested details."""
    if isinstance(detail, exceptions.ErrorDetail):
        yield detail.code or "invalid", str(detail), pointer
        return
    for step, inner in _inside(detail):
        yield from each_place(inner, pointer + step)


def _inside(detail: Any) -> Iterator[tuple[str, Any]]:
    """Each part of a detail with the step that leads to it. Messages in a list are all about one place."""
    if isinstance(detail, list):
        yield from (("" if isinstance(inner, str) else f"/{at}", inner) for at, inner in enumerate(detail))
    else:
        general = api_settings.NON_FIELD_ERRORS_KEY
        yield from (("" if name == general else f"/{_escaped(str(name))}", at) for name, at in detail.items())


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
