"""Entity tags (RFC 9110, section 8.8.3): `"<edit version>-<versions of the rest shown>-<shape>"`.

The first number is the version that If-Match compares. The last part names the representation, so that a
customer's answer, a staff member's, a sparse one and next release's never share a tag.
"""

import re
import zlib
from typing import Any

from django.db.models import Func, TextField
from rest_framework.request import Request

from api.problems import Refusal

# W/ is what compression makes of our own tag on its way out; the version in it is the same.
_TAG = re.compile(r'(?:W/)?"((\d{1,10})-(?:\d{1,10}(?:\.\d{1,10})*)?)-([0-9a-f]{8})"')


class Versions(Func):
    """The first two parts of a tag, printed by the database: `3-1.1.7`. What is not there has version 0."""

    output_field = TextField()

    # Func has options here that nobody passes.
    def as_sql(self, compiler: Any, connection: Any, template: str = "({})", joiner: str = " || ", **_: Any) -> Any:  # type: ignore[override]  # noqa: ARG002
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        # 0 is written out: a value would have to be sent for each version, each time.
        edit, *rest = [f"COALESCE({sql}, 0)" for sql, _ in compiled]
        parts = [edit, "'-'", f"{joiner}'.'{joiner}".join(rest)] if rest else [edit, "'-'"]
        return template.format(joiner.join(parts)), [param for _, params in compiled for param in params]

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="CONCAT({})", joiner=", ", **extra)


def etag(versions: str, shape: str) -> str:
    return f'"{versions}-{shape}"'


def shape_of(sql: str) -> str:
    """A short name of a representation: any change of its SQL is another shape."""
    return f"{zlib.crc32(sql.encode()):08x}"


# roadmap: api.http
def if_match(request: Request) -> int:
    """The edit version that the caller has seen. 428 when they do not say, 400 when it is not a tag of ours."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Refusal("precondition_required", "Send If-Match with the ETag that you have read.")
    match = _TAG.fullmatch(header)
    if match is None:
        raise Refusal("invalid_if_match", "If-Match takes one ETag as we sent it, and no *.")
    return int(match[2])


def seen_versions(request: Request, shape: str) -> str:
    """The versions that the caller holds of this shape, out of If-None-Match; "" when they hold none of it."""
    # META, because `headers` is made for each request of all that was sent.
    for tag in _TAG.finditer(request.META.get("HTTP_IF_NONE_MATCH", "")):
        if tag[3] == shape:
            return tag[1]
    return ""
