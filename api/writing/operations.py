"""Writing through REST, said once: what a method takes, what it needs, what it answers.

The declaration is both what happens and what OpenAPI tells; the handler keeps one domain call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.callers.answers import for_nobody_else, with_headers
from api.callers.authentication import signed_in
from api.reading.etags import if_match
from api.reading.representations import Output, Representation
from api.writing.inputs import Input, read
from core.access import Actor

type Handler = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Write:
    """What one writing method is. Without `shows` or `tells` it answers with no body."""

    takes: type[Input] | None
    shows: Representation | None
    tells: Output | None
    status: HTTPStatus
    is_conditional: bool
    is_partial: bool


@dataclass(frozen=True)
class Asked:
    """A request to write, translated: who, with which values, on top of which version (0 where none is asked for)."""

    request: Request
    actor: Actor
    values: dict[str, Any]
    version: int
    write: Write

    def shown(self, *, location: str = "", **address: str) -> HttpResponse:
        """The answer: the object as it is now, or nothing."""
        if self.write.shows is None:
            return HttpResponse(status=self.write.status)
        return self.write.shows.response(self.request, address, self.write.status, location)

    def told(self, values: object, *, location: str) -> HttpResponse:
        """The answer to a write that makes something which can't be read again: for the caller, and for no cache."""
        assert self.write.tells is not None  # noqa: S101  # the declaration beside the handler
        body = dict(self.write.tells(values).data)
        return with_headers(for_nobody_else(body, self.write.status), {"Location": location})


# roadmap: language.functions, language.decorators
def writes(
    takes: type[Input] | None = None,
    *,
    shows: Representation | None = None,
    tells: Output | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    is_conditional: bool = False,
    is_partial: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a writing method: the handler gets an `Asked`. `is_conditional`: If-Match must name the version seen.

    It answers with what is stored then (`shows`), with what is told this once (`tells`), or with nothing. Whoever is
    not signed in is told so before the body is read; what the others may do, services decide.
    """
    write = Write(takes, shows, tells, status, is_conditional, is_partial)

    def declare(handler: Handler) -> Handler:
        @wraps(handler)
        def method(view: Any, request: Request, **address: str) -> HttpResponse:
            return handler(view, _asked(request, write), **address)

        method.write = write  # type: ignore[attr-defined]  # read by api/schema.py
        return method

    return declare


def _asked(request: Request, write: Write) -> Asked:
    actor = signed_in(request)
    version = if_match(request) if write.is_conditional else 0
    values = read(write.takes, request, partial=write.is_partial) if write.takes else {}
    return Asked(request, actor, values, version, write)
