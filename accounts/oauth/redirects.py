"""Where an application may have people sent back to. What is registered is later compared letter by letter."""

import re
from collections.abc import Iterator
from urllib.parse import ParseResult, parse_qsl, urlparse

from oauthlib.uri_validate import is_absolute_uri

LONGEST = 500
# RFC 8252, 8.3: the name `localhost` may lead elsewhere, these can't.
_LOOPBACK = {"127.0.0.1", "::1"}
# What a URI is made of (RFC 3986, 2), without `*`, which looks like a pattern, and `@`, which hides the true host.
_LETTERS = re.compile(r"[A-Za-z0-9\-._~:/?\[\]!$&'()+,;=%]+", re.ASCII)
# A URI may have more in its host, but the page of consent writes this into its policy, where `;` begins another rule.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]+\])(?::[1-9][0-9]{{0,4}})?", re.ASCII)
# What an answer adds to the query (RFC 6749, 4.1.2; RFC 9207): of two, an application could read the wrong one.
_ANSWER = {"code", "state", "iss", "error", "error_description", "error_uri"}
# What is read where the bytes are no UTF-8.
_UNREADABLE = "\ufffd"


def flaw(uri: str, *, with_loopback: bool) -> str:
    """What is wrong with it, or nothing. `with_loopback`: plain http will do for an application on the same machine."""
    if "#" in uri:
        return "An address to be sent back to has no fragment."
    if len(uri) > LONGEST or not _LETTERS.fullmatch(uri):
        return f"Write the address out, in at most {LONGEST} letters: no wildcard, no user, nothing but ASCII."
    try:
        parts = urlparse(uri)
        parts.port  # noqa: B018  # raises for what is no port
    except ValueError:
        return "This is no address."
    return next(_flaws(uri, parts, with_loopback=with_loopback), "")


def _flaws(uri: str, parts: ParseResult, *, with_loopback: bool) -> Iterator[str]:
    # oauthlib takes an address apart so, and puts it together again: nothing may be lost on the way.
    if not parts.hostname or uri != parts.geturl() or parts.netloc != parts.netloc.lower():
        yield "Write the whole address, scheme and host in small letters."
    if not _HOST.fullmatch(parts.netloc):
        yield "A host is a name of letters, digits, dots and hyphens, or an address of IPv6 in brackets."
    # Asked again at each authorisation, where it would be too late to say so.
    if not is_absolute_uri(uri):
        yield "This is no address."
    yield from _flaws_of_query(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme == "https" or (parts.scheme == "http" and with_loopback and parts.hostname in _LOOPBACK):
        return
    loopback = ", or http://127.0.0.1 on this machine" if with_loopback else ""
    yield f"It must begin with https://{loopback}."


def _flaws_of_query(parameters: list[tuple[str, str]]) -> Iterator[str]:
    """It is kept as parameters, and the answer's are added to them."""
    if any(_UNREADABLE in name + value for name, value in parameters):
        yield "The query of an address is UTF-8."
    if found := _ANSWER & dict(parameters).keys():
        yield f"An answer brings its own: {', '.join(sorted(found))}."
