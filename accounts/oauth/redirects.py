"""Where an application may have people sent back to. What is registered is later compared letter by letter."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
# RFC 8252, 8.3: the name `localhost` may lead elsewhere, these can't.
_LOOPBACK = {"127.0.0.1", "::1"}
# What a URI is made of (RFC 3986, 2), without `*`, which looks like a pattern, and `@`, which hides the true host.
_LETTERS = re.compile(r"[A-Za-z0-9\-._~:/?\[\]!$&'()+,;=%]+", re.ASCII)


def flaw(uri: str, *, with_loopback: bool) -> str:
    """What is wrong with it, or nothing. `with_loopback`: plain http will do for an application on the same machine."""
    if "#" in uri:
        return "An address to be sent back to has no fragment."
    if len(uri) > LONGEST or not _LETTERS.fullmatch(uri):
        return f"Write the address out, in at most {LONGEST} letters: no wildcard, no user, nothing but ASCII."
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018  # raises for what is no port
    except ValueError:
        return "This is no address."
    return next(_flaws(uri, parts, with_loopback=with_loopback), "")


def _flaws(uri: str, parts: SplitResult, *, with_loopback: bool) -> Iterator[str]:
    if not parts.hostname or uri != parts.geturl() or parts.netloc != parts.netloc.lower():
        yield "Write the whole address, scheme and host in small letters."
    if parts.scheme == "https" or (parts.scheme == "http" and with_loopback and parts.hostname in _LOOPBACK):
        return
    loopback = ", or http://127.0.0.1 on this machine" if with_loopback else ""
    yield f"It must begin with https://{loopback}."
