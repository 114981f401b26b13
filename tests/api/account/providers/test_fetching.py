"""Where a provider can send us: nowhere but to a provider, not for long, and not for much."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.test import override_settings

from api.account.providers import fetching
from api.account.providers.fetching import GuardedSession
from tests.api.account.providers import crooked

pytestmark = pytest.mark.integration


class Canary:
    """A server of our own network. It counts who comes, and answers as it is told to."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.came: list[socket.socket] = []
        self.answers: list[bytes] = []
        self.pause = 0.0
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def _serve(self) -> None:
        try:
            while True:
                visitor, _ = self.listening.accept()
                self.came.append(visitor)
                self._answer(visitor)
        except OSError:
            return

    def _answer(self, visitor: socket.socket) -> None:
        with visitor:
            try:
                for part in self.answers:
                    visitor.sendall(part)
                    time.sleep(self.pause)
            except OSError:
                return

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def fetched(address: str) -> requests.Response:
    with GuardedSession() as session:
        return session.get(address)


@pytest.fixture
def named_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`named_at(*addresses)`: what every name is at from then on. It notes how often that was asked."""

    def resolve(*addresses: str) -> list[str]:
        asked: list[str] = []

        def answer(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return asked

    return resolve


INSIDE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104  # an address that is asked for, not listened at
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "fd00::1",
    "fe80::1",
    "224.0.0.1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_is_in_our_network_is_not_asked(canary, named_at, address):
    named_at(address)

    with override_settings(EMBEDDED=False), pytest.raises(requests.ConnectionError, match="nowhere a provider may"):
        fetched(f"https://provider.example:{canary.port}/keys")

    assert not canary.came


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "017700000001", "127.1", "localhost"])
def test_no_spelling_of_this_machine_is_asked(canary, host):
    with override_settings(EMBEDDED=False), pytest.raises(requests.RequestException):
        fetched(f"https://{host}:{canary.port}/keys")

    assert not canary.came


def test_a_name_that_is_outside_and_inside_is_not_asked(canary, named_at):
    named_at("93.184.215.14", "127.0.0.1")

    with override_settings(EMBEDDED=False), pytest.raises(requests.ConnectionError, match="nowhere a provider may"):
        fetched(f"https://provider.example:{canary.port}/")

    assert not canary.came


def test_a_name_is_asked_once_and_what_was_looked_at_is_connected_to(named_at, monkeypatch):
    """Rebinding: a second answer, which nobody has looked at, may be another one."""
    asked, connected = named_at("93.184.215.14"), []

    def connect(address: Any, *_: Any) -> None:
        connected.append(address)
        raise OSError("no further")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(requests.ConnectionError, match="no further"):
        fetched("https://provider.example/")

    assert (asked, connected) == (["provider.example"], [("93.184.215.14", 443)])


def test_whom_the_operator_has_named_may_be_in_our_network(canary, named_at):
    named_at("127.0.0.1")
    issuer = f"https://login.example:{canary.port}/realm"

    with override_settings(EMBEDDED=False, OPENID_ISSUERS=[issuer]), pytest.raises(requests.RequestException):
        fetched(f"{issuer}/keys")  # no TLS there; but it was asked

    assert len(canary.came) == 1


@pytest.mark.parametrize("issuers", [[], ["https://provider.example"]])
def test_nothing_is_asked_for_in_the_clear(canary, named_at, issuers):
    for address in ("93.184.215.14", "127.0.0.1"):
        named_at(address)
        with override_settings(EMBEDDED=False, OPENID_ISSUERS=issuers), pytest.raises(requests.ConnectionError):
            fetched(f"http://provider.example:{canary.port}/")

    assert not canary.came


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://provider.example/", "gopher://provider.example/"])
def test_nothing_but_http_is_spoken(address):
    with pytest.raises(requests.exceptions.InvalidSchema):
        fetched(address)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(provider, other_provider, status):
    provider.instead["/keys"] = (status, {"Location": f"{other_provider.issuer}/keys"}, b"")

    with pytest.raises(requests.RequestException, match="none is followed"):
        fetched(f"{provider.issuer}/keys")

    assert not other_provider.asked


def test_a_proxy_of_the_environment_is_not_used(canary, provider, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert fetched(f"{provider.issuer}/keys").json()["keys"]
    assert not canary.came


@pytest.mark.parametrize(("size", "fits"), [(fetching.LARGEST, True), (fetching.LARGEST + 1, False)])
def test_so_much_is_read_and_no_more(provider, size, fits):
    provider.instead["/keys"] = (200, {}, b"x" * size)

    if fits:
        assert len(fetched(f"{provider.issuer}/keys").content) == size
    else:
        with pytest.raises(requests.RequestException, match="more than"):
            fetched(f"{provider.issuer}/keys")


def test_what_is_packed_counts_unpacked(provider):
    packed = gzip.compress(b"x" * (fetching.LARGEST * 100))
    assert len(packed) < fetching.LARGEST
    provider.instead["/keys"] = (200, {"Content-Encoding": "gzip"}, packed)

    with pytest.raises(requests.RequestException, match="more than"):
        fetched(f"{provider.issuer}/keys")


START = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "answers",
    [[], [START] + [b"X-A: b\r\n"] * 100, [START + b"\r\n"] + [b"x"] * 100, [b"x"] * 100],
    ids=["silence", "headers", "body", "nothing of sense"],
)
def test_who_answers_slowly_is_not_waited_for(canary, monkeypatch, answers):
    """Each part comes in time; all of them together would not."""
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    canary.answers, canary.pause = answers or [b""], 0.05 if answers else 2.0
    began = time.monotonic()

    with pytest.raises(requests.RequestException):
        fetched(f"http://127.0.0.1:{canary.port}/")

    assert time.monotonic() - began < 1.5


LIES: list[dict[str, Any]] = [
    {"issuer": "https://other.example"},
    {"issuer": None},
    {"jwks_uri": None},
    {"token_endpoint": "ftp://provider.example/"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"authorization_endpoint": 7},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_metadata_that_is_not_as_it_should_be_begins_no_sign_in(visitor, provider, lie):
    provider.metadata = lie

    answer = visitor.client.post("/providers/home/")

    assert (answer.status_code, answer.json()["code"]) == (502, "provider_unavailable")


@pytest.mark.parametrize("instead", [(500, {}, b"{}"), (200, {}, b"<html>"), (200, {}, b"[1]")], ids=str)
def test_a_provider_that_is_out_of_order_is_told_of(visitor, provider, instead):
    provider.instead["/.well-known/openid-configuration"] = instead

    answer = visitor.client.post("/providers/home/")

    assert (answer.status_code, answer.json()["code"]) == (502, "provider_unavailable")


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token", "/me"])
@pytest.mark.parametrize("instead", [(500, {}, b"{}"), (200, {}, b"<html>"), (200, {}, b"[1]")], ids=str)
def test_a_provider_that_breaks_on_the_way_lets_nobody_in(visitor, provider, path, instead):
    answer = provider.consents(visitor.begin(), crooked.Person())
    provider.instead[path] = instead

    back = visitor.come_back(answer)

    assert (back.status_code, back.headers["Location"]) == (302, "/shop/?error=unknown&error_process=login")
    assert visitor.tokens().status_code == 401
