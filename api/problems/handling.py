"""From what was raised to what the caller is told. What is not known here is a bug, and nothing is told of it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from api.problems import pointers
from api.problems.codes import STATUS
from api.problems.documents import CHALLENGE, FieldError, Problem, Refusal, response
from api.problems.quotas import quotas
from core.errors import DomainError, InsufficientScope, NotFound, SignInRequired, VersionConflict
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
    except (NotFound, SignInRequired) as gone:
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
    errors = tuple(FieldError(*each) for each in pointers.each_place(exception.detail))
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
