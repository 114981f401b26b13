"""Entity tags (RFC 9110, section 8.8.3): `"<edit version>-<versions of the rest shown>-<shape>"`.

The first number is the version that If-Match compares. The last part names the representation, so that a
customer's answer, a staff member's, a sparse one and next release's never share a tag.
"""

import re
import zlib
from collections.abc import Iterable

from rest_framework.request import Request

from api.problems import Refusal

# W/ is what compression makes of our own tag on its way out; the version in it is the same.
_TAG = re.compile(r'(?:W/)?"((\d{1,10})-(?:\d{1,10}(?:\.\d{1,10})*)?-[0-9a-f]{8})"')


def etag(versions: Iterable[int], shape: str) -> str:
    edit, *rest = versions
    return f'"{edit}-{".".join(map(str, rest))}-{shape}"'


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


def seen_versions(request: Request, shape: str, count: int) -> list[int]:
    """The versions that the caller holds, out of If-None-Match; versions that no row has when it holds none of ours."""
    for tag, _ in _TAG.findall(request.headers.get("If-None-Match", "")):
        edit, rest, held = tag.split("-")
        versions = [edit, *rest.split(".")] if rest else [edit]
        if held == shape and len(versions) == count:
            return [int(version) for version in versions]
    return []
