"""allauth's errors, told as the house tells its own: RFC 9457 lets a problem have members beside its own.

A client written for allauth finds `status`, `errors`, `data` and `meta` where they were; one written for us finds a
problem with a code of the table.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from api import problems
from api.callers.answers import with_headers

_DETAILS = {
    "invalid_input": "The input is not valid. See `errors` for each place.",
    "bad_request": "The request could not be understood.",
    "sign_in_required": "Sign in first.",
    "email_verification_required": "A code was sent to the address. Send it to auth/email/verify.",
    "second_factor_required": "Send a code of the second factor to auth/2fa/authenticate.",
    "reauthentication_required": "You signed in some time ago. Send your password to auth/reauthenticate.",
    "not_permitted": "This is not open to you.",
    "not_found": "There is no such thing here.",
    "method_not_allowed": "This method is not served here.",
    "not_possible_now": "Nothing that this belongs to is under way.",
    "session_ended": "The session has ended. Begin again, without a session token.",
    "rate_limited": "Too many requests. Wait, then go on.",
    "internal_error": "Something broke on our side. The request id helps us find it.",
}
_CODES = {
    HTTPStatus.FORBIDDEN: "not_permitted",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.CONFLICT: "not_possible_now",
    HTTPStatus.GONE: "session_ended",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limited",
}
_PENDING = {"verify_email": "email_verification_required", "mfa_authenticate": "second_factor_required"}


@dataclass(frozen=True)
class BothWays(problems.FieldError):
    """allauth says `message` and `param` for what we call `detail` and `pointer`."""

    message: str | None = None
    param: str | None = None


def told(response: HttpResponse) -> HttpResponse:
    """The answer as it leaves. Its headers and cookies stay; nothing of it is kept by anybody on the way."""
    if response.status_code >= HTTPStatus.BAD_REQUEST and response["Content-Type"] != problems.MEDIA_TYPE:
        problem = problems.response(_problem(response.status_code, _body(response)))
        response.content, response.status_code = problem.content, problem.status_code
        with_headers(response, problem.headers)
    del response["Expires"]
    response["Cache-Control"] = "no-store"
    return response


def _body(response: HttpResponse) -> dict[str, Any]:
    """Empty for Django's own refusals, which are pages."""
    if response["Content-Type"] != "application/json":
        return {}
    body: dict[str, Any] = json.loads(response.content)
    return body


def _problem(status: int, body: dict[str, Any]) -> problems.Problem:
    code = _code(HTTPStatus(status), body)
    facts: dict[str, object] = {name: body[name] for name in ("data", "meta") if name in body}
    return problems.Problem(code, _DETAILS[code], tuple(_errors(body)), facts=facts)


def _code(status: HTTPStatus, body: dict[str, Any]) -> str:
    if status is HTTPStatus.BAD_REQUEST:
        return "invalid_input" if body.get("errors") else "bad_request"
    if status is HTTPStatus.UNAUTHORIZED:
        return _what_is_missing(body)
    return _CODES.get(status, "internal_error")


def _what_is_missing(body: dict[str, Any]) -> str:
    if body.get("meta", {}).get("is_authenticated"):
        return "reauthentication_required"
    pending = [flow["id"] for flow in body.get("data", {}).get("flows", ()) if flow.get("is_pending")]
    return next((_PENDING[flow] for flow in pending if flow in _PENDING), "sign_in_required")


def _errors(body: dict[str, Any]) -> Iterator[BothWays]:
    for error in body.get("errors", ()):
        message, param = error["message"], error.get("param")
        yield BothWays(error["code"], message, f"/{param}" if param else None, message=message, param=param)
