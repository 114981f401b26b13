"""HTTP to a provider: where a request may go, how much may come back, and how long it may take.

A provider says by its metadata where its keys, tokens and people are to be asked for: addresses of somebody else's
choosing, which would otherwise lead into our own network (OWASP API7).
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

# A provider's metadata and keys are a few thousand bytes.
LARGEST = 256 * 1024
SECONDS = 5.0
_CHUNK = 8192

# The sockets of the request that is going on.
_opened: ContextVar[list[socket.socket]] = ContextVar("opened")


class NotFetched(requests.RequestException):
    """Our own reason not to go on. allauth takes it for what it takes any failure of the network for."""


class GuardedSession(requests.Session):
    """Asks each address once: no redirects, no proxies or passwords out of the environment, a limit on all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        # A connection that is kept would outlive the time of the request that opened it.
        self.headers["Connection"] = "close"
        for scheme in ("http://", "https://"):
            self.mount(scheme, _GuardedAdapter())

    def request(self, *args: Any, **options: Any) -> requests.Response:
        """The answer, read to its end. Raises a RequestException for whatever stands in the way."""
        options |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        with _cut_off(), contextlib.closing(super().request(*args, **options)) as response:
            if response.is_redirect:
                raise NotFetched(f"{response.url} answers with a redirect, and none is followed.")
            response._content = b"".join(_within_limit(response))  # noqa: SLF001  # requests has no other way to say it
        return response


@contextlib.contextmanager
def _cut_off() -> Iterator[None]:
    """Ends what is going on when its time is over. A timeout alone is for each part, however small, that comes."""
    began, opened = time.monotonic(), list[socket.socket]()
    timer = threading.Timer(SECONDS, _shut, [opened])
    timer.daemon = True
    timer.start()
    before = _opened.set(opened)
    try:
        yield
    finally:
        _opened.reset(before)
        timer.cancel()
        for held in opened:
            held.close()
    # Where nothing said how much would come, what was cut looks whole.
    if time.monotonic() - began >= SECONDS:
        raise NotFetched(f"It took longer than {SECONDS} seconds.")


def _shut(opened: list[socket.socket]) -> None:
    for held in opened:
        with contextlib.suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


def _within_limit(response: requests.Response) -> Iterator[bytes]:
    """As it comes, unpacked: what is small on its way may be large here."""
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise NotFetched(f"{response.url} answers with more than {LARGEST} bytes.")
        yield chunk


class _Guarded(HTTPConnection):
    """Connects to an address that was looked at."""

    is_encrypted = False

    def _new_conn(self) -> socket.socket:
        # The name is asked once: of a second answer, nothing would have been looked at.
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if refused := [address for address in addresses if not _may_be_asked(self, address)]:
            raise NewConnectionError(self, f"{self.host} is at {refused[0]}, which is nowhere a provider may send us")
        try:
            connected = socket.create_connection((addresses[0], self.port), SECONDS)
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        # A second handle: TLS will take this one over.
        _opened.get().append(connected.dup())
        return connected


def _may_be_asked(connection: _Guarded, text: str) -> bool:
    """Over https any public address, and wherever the operator has put a provider. Plainly only this machine."""
    address = ip_address(text)
    # Python 3.12 knows nothing of the address inside ::ffff:127.0.0.1; later ones do.
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback and settings.EMBEDDED:
        return True
    is_ours = f"https://{connection.host}:{connection.port}" in _issuers()
    return connection.is_encrypted and (is_ours or (address.is_global and not address.is_multicast))


def _issuers() -> set[str]:
    parts = [urlsplit(issuer) for issuer in settings.OPENID_ISSUERS]
    return {f"https://{part.hostname}:{part.port or 443}" for part in parts}


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    is_encrypted = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolHTTPS(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolHTTPS}
