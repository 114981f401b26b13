"""Every error as problem details (RFC 9457): `type, title, status, detail, code, request_id` and `errors[]`.

The table below is the whole vocabulary: a code that is not in it can't be sent. OpenAPI lists it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatch
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.settings import api_settings

from core import correlation
from core.errors import DomainError, NotFound, VersionConflict
from core.limits.policies import NotCounted, RateLimited

logger = structlog.get_logger(__name__)

STATUS = {
    # The request itself.
    "bad_request": HTTPStatus.BAD_REQUEST,
    "malformed_json": HTTPStatus.BAD_REQUEST,
    "invalid_character": HTTPStatus.BAD_REQUEST,
    "json_too_deep": HTTPStatus.BAD_REQUEST,
    "invalid_input": HTTPStatus.BAD_REQUEST,
    "invalid_quantity": HTTPStatus.BAD_REQUEST,
    "field_not_allowed": HTTPStatus.BAD_REQUEST,
    "unknown_parameter": HTTPStatus.BAD_REQUEST,
    "invalid_parameter": HTTPStatus.BAD_REQUEST,
    "invalid_page_size": HTTPStatus.BAD_REQUEST,
    "invalid_cursor": HTTPStatus.BAD_REQUEST,
    "invalid_if_match": HTTPStatus.BAD_REQUEST,
    "length_required": HTTPStatus.LENGTH_REQUIRED,
    "body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    # Who asks.
    "invalid_token": HTTPStatus.UNAUTHORIZED,
    "token_reused": HTTPStatus.UNAUTHORIZED,
    "invalid_credentials": HTTPStatus.UNAUTHORIZED,
    "sign_in_required": HTTPStatus.UNAUTHORIZED,
    "email_verification_required": HTTPStatus.UNAUTHORIZED,
    "second_factor_required": HTTPStatus.UNAUTHORIZED,
    "reauthentication_required": HTTPStatus.UNAUTHORIZED,
    "email_not_verified": HTTPStatus.FORBIDDEN,
    "not_permitted": HTTPStatus.FORBIDDEN,
    "csrf_failed": HTTPStatus.FORBIDDEN,
    "explain_refused": HTTPStatus.FORBIDDEN,
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    # What it is about.
    "not_found": HTTPStatus.NOT_FOUND,
    "product_not_found": HTTPStatus.NOT_FOUND,
    "category_not_found": HTTPStatus.NOT_FOUND,
    "review_not_found": HTTPStatus.NOT_FOUND,
    # The present state.
    "not_possible_now": HTTPStatus.CONFLICT,
    "session_ended": HTTPStatus.GONE,
    "precondition_required": HTTPStatus.PRECONDITION_REQUIRED,
    "version_conflict": HTTPStatus.PRECONDITION_FAILED,
    "unable_to_create_product": HTTPStatus.CONFLICT,
    "unable_to_edit_product": HTTPStatus.CONFLICT,
    "unable_to_change_price": HTTPStatus.CONFLICT,
    "unable_to_restock": HTTPStatus.CONFLICT,
    "unable_to_publish": HTTPStatus.CONFLICT,
    "unable_to_archive": HTTPStatus.CONFLICT,
    "unable_to_create_category": HTTPStatus.CONFLICT,
    "unable_to_edit_category": HTTPStatus.CONFLICT,
    "unable_to_delete_category": HTTPStatus.CONFLICT,
    "unable_to_review": HTTPStatus.CONFLICT,
    # Us.
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "provider_unavailable": HTTPStatus.BAD_GATEWAY,
    "service_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="cairn"'


@dataclass(frozen=True)
class FieldError:
    """What is wrong at one place: a JSON pointer into the body (RFC 6901), or a query parameter."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None

    def as_dict(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Problem:
    code: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def status(self) -> HTTPStatus:
        return STATUS[self.code]

    @property
    def title(self) -> str:
        return self.code.replace("_", " ").capitalize()

    def as_dict(self) -> dict[str, object]:
        return {
            **self.facts,
            "type": f"/api/problems/#{self.code}",
            "title": self.title,
            "status": self.status.value,
            "detail": self.detail,
            "code": self.code,
            "request_id": correlation.current().request_id,
            "errors": [error.as_dict() for error in self.errors],
        }


class Refusal(Exception):
    """Raised by the REST interface itself, when a request can't be translated into a call."""

    def __init__(self, code: str, detail: str, *errors: FieldError, **headers: str) -> None:
        super().__init__(detail)
        self.problem = Problem(code, detail, errors, headers)


def response(problem: Problem) -> HttpResponse:
    body = json.dumps(problem.as_dict(), ensure_ascii=False, default=str)
    answer = HttpResponse(body, content_type=MEDIA_TYPE, status=problem.status, headers=dict(problem.headers))
    answer["Cache-Control"] = "no-store"
    if problem.status is HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = CHALLENGE
    return answer


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


@problem_of.register(RateLimited)
@problem_of.register(NotCounted)
def _(exception: RateLimited | NotCounted) -> Problem:
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


# What is told in the same words each time.
_ALIKE: Mapping[type[Exception], Problem] = {
    exceptions.NotAcceptable: Problem("not_acceptable", "Only application/json is served here."),
    exceptions.UnsupportedMediaType: Problem(
        "unsupported_media_type", "Send application/json.", headers={"Accept": "application/json"}
    ),
    Http404: Problem("not_found", "There is nothing at this address."),
    PermissionDenied: Problem("not_permitted", "Your account may not do this."),
}
for _kind, _problem in _ALIKE.items():
    problem_of.register(_kind, lambda _exception, problem=_problem: problem)


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
