"""What stands in front of allauth's views: which methods and fields there are, how often, and how errors are told."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any, NamedTuple

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.constants import Client
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from rest_framework.exceptions import UnsupportedMediaType

from api import problems
from api.account import dialect
from api.callers import limits
from api.callers.answers import with_headers
from api.writing.parsers import StrictJSONParser
from core.access.spelling import InvalidEmail, canonical_email

type View = Callable[..., HttpResponse]


class Route(NamedTuple):
    """One of allauth's views: `takes` names the fields of each method that is served, and nothing else is taken."""

    path: str
    view: type[Any]
    takes: Mapping[str, tuple[str, ...]]
    limited_as: str = ""
    is_even: bool = False
    """Whether its answers keep to a beat, because the work for a known address is not that for an unknown one."""


class Front:
    """Goes before one of allauth's views in the order of its bases."""

    takes: Mapping[str, tuple[str, ...]]
    limited_as: str
    is_even: bool

    def handle(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fields = self.takes.get(str(request.method))
        if fields is None:
            raise problems.Refusal("method_not_allowed", f"{request.method} is not served here.", Allow=self.allowed)
        self.sent = _read(request, fields) if fields else {}
        if self.limited_as:
            told = limits.admit(self.limited_as, request, account=_account(request, self.sent))
            request.limits_told = told  # type: ignore[attr-defined]  # put on the answer, whatever it will be
        # From here on the work may tell who is known. What was refused before is told at once: it holds no thread.
        with _on_the_beat() if self.is_even else nullcontext():
            answer: HttpResponse = super().handle(request, *args, **kwargs)  # type: ignore[misc]  # allauth's
        return answer

    @property
    def allowed(self) -> str:
        return ", ".join(self.takes)

    def _parse_json(self: Any, _request: HttpRequest) -> dict[str, Any]:
        sent: dict[str, Any] = self.sent
        return sent


def served(route: Route, client: Client) -> URLPattern:
    """The route for one kind of client. Its class is marked with the methods that it serves: api/matrix reads them."""
    said = {"takes": route.takes, "limited_as": route.limited_as, "is_even": route.is_even}
    view = type(route.view.__name__, (Front, route.view), said)
    front = _answered(view.as_api_view(client=client))  # type: ignore[attr-defined]  # allauth's
    front.methods = tuple(route.takes)  # type: ignore[attr-defined]  # as the docstring says
    return path(f"{client.value}/v1/{route.path}", front)


def _answered(view: View) -> View:
    # Keeps what Django reads from a view: whether it wants a CSRF token.
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ImmediateHttpResponse as immediate:
            response = immediate.response
        except Exception as error:
            problem = problems.problem_of(error)
            if problem is None:
                raise
            response = problems.response(problem)
        return dialect.told(with_headers(response, getattr(request, "limits_told", {})))

    return answered


@contextmanager
def _on_the_beat() -> Iterator[None]:
    """Ends, well or not, a whole number of beats after it began."""
    began = time.perf_counter()
    try:
        yield
    finally:
        if beat := settings.EVEN_ANSWERS:
            time.sleep(-(time.perf_counter() - began) % beat)


def _read(request: HttpRequest, fields: tuple[str, ...]) -> dict[str, Any]:
    """The body, with the e-mail address as it is stored: what is looked up and what is mailed to must be one."""
    if request.content_type != "application/json":
        raise UnsupportedMediaType(str(request.content_type))
    sent = StrictJSONParser().parse(request)
    if not isinstance(sent, dict):
        raise problems.Refusal("invalid_input", "Send an object.")
    if unknown := sorted(sent.keys() - set(fields)):
        raise _unknown(unknown, fields)
    if no_texts := sorted(name for name, value in sent.items() if not isinstance(value, str)):
        # allauth would take 0 for "0", and a list for what Python prints of it.
        raise _invalid("Send a string.", *no_texts)
    return _spelled(sent)


def _spelled(sent: dict[str, str]) -> dict[str, str]:
    if not sent.get("email"):
        return sent
    try:
        return {**sent, "email": canonical_email(sent["email"])}
    except InvalidEmail as invalid:
        raise _invalid(invalid.message, "email") from None


def _account(request: HttpRequest, sent: Mapping[str, Any]) -> str:
    """The one that somebody wants to enter, or has entered."""
    return str(sent.get("email") or getattr(request.user, "email", ""))


def _unknown(names: list[str], fields: tuple[str, ...]) -> problems.Refusal:
    told = f"This can't be sent here. Known: {', '.join(fields)}."
    errors = [problems.FieldError("field_not_allowed", told, f"/{name}") for name in names]
    return problems.Refusal("field_not_allowed", "The input is not valid. See `errors` for each place.", *errors)


def _invalid(told: str, *names: str) -> problems.Refusal:
    errors = [dialect.BothWays("invalid", told, f"/{name}", message=told, param=name) for name in names]
    return problems.Refusal("invalid_input", "The input is not valid. See `errors` for each place.", *errors)
