"""From what was raised to what the caller is told. What is not known here is a bug, and nothing is told of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.settings import api_settings

from api.problems.codes import STATUS
from api.problems.documents import CHALLENGE, FieldError, Problem, Refusal, response
from api.problems.quotas import quotas
from core.errors import DomainError, InsufficientScope, NotFound, VersionConflict
from core.limits.policies import NotCounted, RateLimited

logger = structlog.get_logger(__name__)


def handle(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler. None means a bug: Django logs it and answers 500."""
    problem = problem_of(exception)
    if problem is None:
        return None
    if isinstance(exception, VersionConflict):
        problem = _with_present_tag(problem, context["view"])
    return response(problem)


def _with_present_tag(problem: Problem, view: Any) -> Problem:
    """What the caller should have sent; or that the thing is gone, if it went in the meantime."""
    try:
        return replace(problem, headers={"ETag": view.current_etag()})
    except NotFound as gone:
        return Problem(gone.code, gone.message)


@singledispatch
def problem_of(_exception: Exception) -> Problem | None:
    """What to tell the caller; None when the exception is no refusal."""
    return None


@problem_of.register
def _(exception: Refusal) -> Problem:
    return exception.problem


@problem_of.register
def _(exception: DomainError) -> Problem:
    errors = (FieldError(exception.code, exception.message, f"/{exception.field}"),) if exception.field else ()
    return Problem(exception.code, exception.message, errors, {}, exception.facts)


@problem_of.register
def _(exception: InsufficientScope) -> Problem:
    scope = f', scope="{exception.needed}"' if exception.needed else ""
    told = f'{CHALLENGE}, error="insufficient_scope"{scope}'  # RFC 6750, section 3.1
    return Problem(exception.code, exception.message, headers={"WWW-Authenticate": told})


@problem_of.register
def _(exception: RateLimited) -> Problem:
    headers = {"Retry-After": str(exception.retry_after), **quotas(exception.usages)}
    return Problem(exception.code, exception.message, headers=headers)


@problem_of.register
def _(exception: NotCounted) -> Problem:
    return Problem(exception.code, exception.message, headers={"Retry-After": str(exception.retry_after)})


@problem_of.register
def _(exception: exceptions.ValidationError) -> Problem:
    errors = tuple(_field_errors(exception.detail, ""))
    # One kind of error has a code of its own where the table knows it; a mixture is just invalid input.
    code = errors[0].code if errors and errors[0].code in STATUS else "invalid_input"
    return Problem(code, "The input is not valid. See `errors` for each place.", errors)


@problem_of.register(exceptions.NotAuthenticated)
@problem_of.register(exceptions.AuthenticationFailed)
def _(_exception: exceptions.APIException) -> Problem:
    # Why a token is refused helps nobody but the one who forged it.
    return Problem("invalid_token", "The token is not valid. Sign in again.")


@problem_of.register
def _(exception: exceptions.MethodNotAllowed) -> Problem:
    method = exception.args[0] if exception.args else "This method"
    return Problem("method_not_allowed", f"{method} is not served here.")


@problem_of.register
def _(_exception: exceptions.NotAcceptable) -> Problem:
    return Problem("not_acceptable", "Only application/json is served here.")


@problem_of.register
def _(_exception: exceptions.UnsupportedMediaType) -> Problem:
    return Problem("unsupported_media_type", "Send application/json.", headers={"Accept": "application/json"})


@problem_of.register
def _(_exception: Http404) -> Problem:
    return Problem("not_found", "There is nothing at this address.")


@problem_of.register
def _(_exception: PermissionDenied) -> Problem:
    return Problem("not_permitted", "Your account may not do this.")


@problem_of.register(OperationalError)
@problem_of.register(InterfaceError)
def _(exception: Exception) -> Problem:
    logger.error("database unavailable", exc_info=exception)
    return Problem(
        "service_unavailable", "The database did not answer in time. Try again.", headers={"Retry-After": "1"}
    )


# roadmap: language.generators
def _field_errors(detail: Any, pointer: str) -> Iterator[FieldError]:
    """Flatten REST framework's nested error details to one error a place."""
    if isinstance(detail, exceptions.ErrorDetail):
        yield FieldError(detail.code or "invalid", str(detail), pointer)
        return
    for step, inner in _inside(detail):
        yield from _field_errors(inner, pointer + step)


def _inside(detail: Any) -> Iterator[tuple[str, Any]]:
    """Each part of a detail with the step that leads to it. Messages in a list are all about one place."""
    if isinstance(detail, list):
        yield from (("" if isinstance(inner, str) else f"/{at}", inner) for at, inner in enumerate(detail))
    else:
        general = api_settings.NON_FIELD_ERRORS_KEY
        yield from (("" if name == general else f"/{_escaped(str(name))}", at) for name, at in detail.items())


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
