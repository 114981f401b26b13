"""Whose address a request came from: nobody can say it is another's."""

from ipaddress import ip_network

import pytest

from core.limits.addresses import client_address

pytestmark = pytest.mark.unit

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),  # a stranger may say what they like
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),  # what stands left of a stranger is theirs
        ("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("fd00::1", "2001:DB8:0::9", "2001:db8::9"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", "203.0.113.9"),  # a Unix socket: our proxy on this machine
        ("", "", "unknown"),
    ],
)
def test_the_nearest_stranger_is_the_caller(peer, forwarded, address):
    assert client_address(peer, forwarded, PROXIES) == address


@pytest.mark.parametrize(("peer", "address"), [("10.0.0.1", "10.0.0.1"), ("", "unknown")])
def test_without_trusted_proxies_the_header_is_ignored(peer, address):
    assert client_address(peer, "203.0.113.9", []) == address
