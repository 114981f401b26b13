"""A refusal as a document: `type, title, status, detail, code, request_id` and `errors[]`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpResponse

from api.problems.codes import STATUS
from core import correlation

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
    return HttpResponse(body, content_type=MEDIA_TYPE, status=problem.status, headers=headers_of(problem))


def headers_of(problem: Problem) -> dict[str, str]:
    """Whether it is told as a document or as a page: nobody keeps it, and who must sign in is challenged."""
    challenge = {"WWW-Authenticate": CHALLENGE} if problem.status is HTTPStatus.UNAUTHORIZED else {}
    return {**problem.headers, "Cache-Control": "no-store", **challenge}
