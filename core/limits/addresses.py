"""Whose address a request came from, when proxies stand in between."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

type Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is not a proxy of ours, canonically written.

    `peer` is who connected: empty for a Unix socket, which only a proxy on this machine can reach. `forwarded` is
    X-Forwarded-For, to which each proxy appends whom it saw. It is read from the right, and no further than the first
    stranger: everything to the left of that is what the stranger wrote.
    """
    if not peer and not trusted:
        return UNKNOWN
    nearest = _parsed(peer) if peer else None
    for text in reversed(forwarded.split(",")):
        if nearest is not None and not _is_among(nearest, trusted):
            break
        further = _parsed(text)
        if further is None:
            break
        nearest = further
    return str(nearest) if nearest is not None else UNKNOWN


@lru_cache(maxsize=1024)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """None when it is no address. ::ffff:192.0.2.1 is 192.0.2.1: one caller has one spelling."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_among(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
