"""What every request to an endpoint of OAuth passes first, and how one that can't be understood is answered."""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from api import problems
from api.callers import limits
from api.callers.answers import for_nobody_else, with_headers
from api.problems import Problem
from core.errors import DomainError

# RFC 8707 and RFC 9101 are not served: to ignore what was meant as a restriction would lift it.
_NOT_SERVED = {"resource", "request", "request_uri"}
# Addresses are written to logs and histories (RFC 9700, 4.3.2).
_NOT_IN_AN_ADDRESS = {"access_token", "refresh_token", "client_secret", "code_verifier", "token", "password"}
_LONGEST = 4000
# Visible ASCII, and a percent sign only in front of two digits (RFC 3986, 2.1). For some readers `#` ends it.
_QUERY = re.compile(r"""(?:[!-"$&-~]|%[0-9A-Fa-f]{2})*""")
_HALF_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FORM = "application/x-www-form-urlencoded"
# What Django reads where the bytes are no UTF-8.
_UNREADABLE = "\ufffd"

type View = Callable[..., HttpResponseBase]


def flaw(request: HttpRequest) -> str:
    """Why the parameters can't be taken for what they say, or nothing."""
    if why := _misspelled(request):
        return why
    if found := _NOT_IN_AN_ADDRESS & request.GET.keys():
        return f"Never put into an address: {', '.join(sorted(found))}."
    return next(filter(None, map(_flaw, (request.GET, request.POST))), "")


def _misspelled(request: HttpRequest) -> str:
    """Django reads what was sent leniently, and oauthlib reads it again: there must be one way to do so."""
    if not _QUERY.fullmatch(request.META.get("QUERY_STRING", "")):
        return "The query is not encoded as one."
    if request.content_type == _FORM and request.method == "POST" and not _is_encoded(request.body):
        return "The form is not encoded as one."
    return "" if request.META.get("HTTP_AUTHORIZATION", "").isascii() else "An Authorization header is ASCII."


def _is_encoded(form: bytes) -> bool:
    try:
        return not _HALF_ESCAPED.search(form.decode())
    except UnicodeDecodeError:
        return False


def _flaw(parameters: QueryDict) -> str:
    if found := _NOT_SERVED & parameters.keys():
        return f"Not served here: {', '.join(sorted(found))}."
    for name, values in parameters.lists():
        if len(values) > 1:
            return "A parameter stands twice."
        text = name + values[0]
        if len(values[0]) > _LONGEST or not text.isprintable() or _UNREADABLE in text:
            return "A parameter is too long, or holds what can't be read."
    return ""


def understood(view: View) -> View:
    """For endpoints that applications ask: limited, sound, and answered in the words of RFC 6749, 5.2."""

    @wraps(view)
    def asked(request: HttpRequest, **address: str) -> HttpResponseBase:
        try:
            left = limits.admit("oauth", request)
        except DomainError as error:
            return problems.response(problem_of(error))
        found = flaw(request)
        answer = refused("invalid_request", found) if found else view(request, **address)
        return with_headers(answer, left)

    return asked


def problem_of(error: DomainError) -> Problem:
    """What is told of it: of a refusal there is always something to tell."""
    return cast("Problem", problems.problem_of(error))


def refused(error: str, description: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    return for_nobody_else({"error": error, "error_description": description}, status)
