"""Request bodies: JSON, of bounded size and depth, with nothing in it that a database would choke on."""

import json
from typing import Any, NoReturn

from rest_framework.parsers import BaseParser

from api.problems import Refusal

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: no NaN, no Infinity, no name twice, UTF-8."""

    media_type = "application/json"

    def parse(self, stream: Any, *_context: Any, **_more: Any) -> Any:
        document = _loaded(_text(_bounded(stream)))
        _refuse_unstorable(document)
        return document


def _bounded(stream: Any) -> bytes:
    """The whole body, once its stated length is known to be bearable."""
    length = stream.META.get("CONTENT_LENGTH")
    # A chunked body has no length, and a WSGI server hands over nothing of it: better refused than unseen.
    if not length:
        raise Refusal("length_required", "Send a Content-Length header.")
    if int(length) > MAX_BYTES:
        raise Refusal("body_too_large", f"A body may have {MAX_BYTES} bytes; this one has {length}.")
    return bytes(stream.read(int(length)))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refusal("malformed_json", f"Byte {error.start} is not UTF-8.") from None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise Refusal("malformed_json", f"{error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        # int() refuses numbers of more than 4,300 digits.
        raise Refusal("malformed_json", "A number has too many digits.") from None


def _refuse_constant(name: str) -> NoReturn:
    raise Refusal("malformed_json", f"{name} is not JSON.")


# roadmap: language.collections
def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal("malformed_json", f'"{twice}" stands twice in one object.')
    return document


def _refuse_unstorable(document: Any) -> None:
    """Walk the document with a stack of our own: Python's would overflow before we could answer."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH and isinstance(value, dict | list):
            raise _too_deep()
        if isinstance(value, dict):
            waiting += [(inner, depth + 1) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]
        elif isinstance(value, str):
            _refuse_character(value)


def _refuse_character(text: str) -> None:
    # PostgreSQL stores no NUL, and half a surrogate pair is not encodable in UTF-8: both would end as a 500.
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refusal("invalid_character", "A string holds a NUL or a lone surrogate.")


def _too_deep() -> Refusal:
    return Refusal("json_too_deep", f"Nest at most {MAX_DEPTH} levels.")
