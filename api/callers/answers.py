"""Answers for the caller alone, and what is told with any."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.http.response import HttpResponseBase


def for_nobody_else(body: Any, status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    """JSON that neither a cache on the way nor the browser's keeps: tokens, secrets, lists that say who somebody is."""
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def with_headers[Answer: HttpResponseBase](answer: Answer, headers: Mapping[str, str]) -> Answer:
    for name, value in headers.items():
        answer[name] = value
    return answer
