"""Fetches what each contestant answers, and says where two answers differ. Nothing is measured before they agree."""

import http.client
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

from benchmarks.works import Work

# As a proxy that ends TLS would say; without it the shop redirects to https.
HEADERS = {"X-Forwarded-Proto": "https"}


class Answer(NamedTuple):
    path: str
    status: int
    tag: str
    size: int
    document: Any

    def request(self, *, conditional: bool) -> str:
        """The line of load.lua's file that asks for this again."""
        return f"{self.path}\t{self.tag}" if conditional else self.path


def fetched(port: int, paths: list[str], tags: dict[str, str] | None = None) -> list[Answer]:
    """One answer a path, asked for conditionally where there is a tag for the path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        return [_fetched(connection, path, (tags or {}).get(path)) for path in paths]
    finally:
        connection.close()


def of_work(port: int, work: Work, slugs: list[str]) -> list[Answer]:
    """The answers to the work. Raises SystemExit when one has not the status that the work is about."""
    paths = work.paths(slugs)
    answers = fetched(port, paths)
    if work.is_conditional:
        answers = fetched(port, paths, {answer.path: answer.tag for answer in answers})
    wanted = HTTPStatus.NOT_MODIFIED if work.is_conditional else HTTPStatus.OK
    for answer in answers:
        if answer.status != wanted:
            raise SystemExit(f"{answer.path} was answered by {answer.status}, not {wanted}.")
    return answers


def differences(expected: Any, found: Any, where: str = "") -> Iterator[str]:
    """Each place where two JSON documents differ. How a page names its neighbours is each contestant's own."""
    if isinstance(expected, dict) and isinstance(found, dict):
        names = {*expected, *found} - {"next", "previous"}
        for name in sorted(names):
            yield from differences(expected.get(name), found.get(name), f"{where}/{name}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for position, pair in enumerate(zip(expected, found, strict=True)):
            yield from differences(*pair, f"{where}/{position}")
    elif expected != found or type(expected) is not type(found):
        yield f"{where}: {expected!r} and {found!r}"


def _fetched(connection: http.client.HTTPConnection, path: str, tag: str | None) -> Answer:
    connection.request("GET", path, headers=HEADERS | ({"If-None-Match": tag} if tag else {}))
    response = connection.getresponse()
    body = response.read()
    head = [f"HTTP/1.1 {response.status} {response.reason}", *(f"{k}: {v}" for k, v in response.getheaders())]
    size = sum(len(line) + 2 for line in head) + 2 + len(body)
    document = json.loads(body) if body else None
    return Answer(path, response.status, response.headers.get("ETag", ""), size, document)
