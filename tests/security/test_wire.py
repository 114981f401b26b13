"""Attacks below HTTP's meaning (ASVS 4.2.1): where a request ends, sent byte by byte to the server that is shipped."""

import contextlib
import socket
from threading import Event

import pytest

from config.management import server

pytestmark = pytest.mark.system

HEAD = "POST /api/v1/auth/token/refresh/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment, socket.socket() as probe:
        environment.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
        environment.setenv("DATA_DIR", str(tmp_path_factory.mktemp("wire")))
        probe.bind((server.HOST, 0))
        free = probe.getsockname()[1]
        probe.close()
        with server.running(free) as process:
            server.wait_until_ready(process, free, Event())
            yield free


def sent(port, text):
    """The statuses of all answers on one connection, until the server closes it or is silent."""
    said = b""
    with socket.create_connection((server.HOST, port), timeout=3) as connection, contextlib.suppress(TimeoutError):
        connection.sendall(text.encode("latin-1"))
        while chunk := connection.recv(65536):
            said += chunk
    return [int(answer[:3]) for answer in said.split(b"HTTP/1.1 ")[1:]]


def test_an_honest_request_is_understood(port):
    assert sent(port, f"{HEAD}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}") == [400]


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 2\r\nContent-Length: 40\r\n",
        "Content-Length: 2, 40\r\n",
        "Content-Length: +2\r\n",
        "Content-Length: 0x2\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 2\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
    ],
)
def test_a_length_that_two_could_read_in_two_ways_ends_the_connection(port, lengths):
    hidden = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    assert sent(port, f"{HEAD}{lengths}\r\n{hidden}") == [400]


def test_where_both_lengths_are_told_the_chunks_count_and_what_they_hold_is_no_request(port):
    """The length covers the hidden request and the chunks do not; a proxy that believed the length would be fooled."""
    hidden = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    body = f"{len(hidden):x}\r\n{hidden}\r\n0\r\n\r\n"

    statuses = sent(port, f"{HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{body}")

    assert statuses == [411]


@pytest.mark.parametrize("line", ["X-Planted: a\r\n b: c", "X Planted: a", "X-Planted: a\0b", ": a", "X-Planted\r\n"])
def test_a_broken_header_is_no_header(port, line):
    assert sent(port, f"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n{line}\r\nConnection: close\r\n\r\n") == [400]
