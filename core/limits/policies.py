"""Who may ask how often. The whole list is POLICIES; interfaces enforce it once they know who asks.

Counting is django-ratelimit's: windows of a fixed length, which begin at another instant for each key. Its decorator
is not used: it runs before REST framework knows who asks, and answers 403.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from ipaddress import ip_network
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django_ratelimit.core import get_usage

from core.access import Actor
from core.access.spelling import InvalidEmail, canonical_email
from core.errors import DomainError
from core.limits.addresses import client_address
from core.limits.counters import CountersUnavailable

logger = structlog.get_logger(__name__)

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


class RateLimited(DomainError):
    """Wait for `retry_after` seconds: the longest wait of those windows that are used up."""

    code = "rate_limited"

    def __init__(self, usages: list["Usage"]) -> None:
        super().__init__("Too many requests. Wait, then go on.")
        self.usages = usages
        self.retry_after = max(usage.seconds_left for usage in usages if usage.is_exceeded)


class NotCounted(DomainError):
    """What is asked for is not done uncounted, and counting is out of order."""

    code = "service_unavailable"
    retry_after = 1

    def __init__(self) -> None:
        super().__init__("This can't be done right now. Try again.")


class Caller(NamedTuple):
    """What a policy may count by. `account` is the one that is asked for, whoever asks and whether there is one."""

    actor: Actor
    address: str
    account: str = ""

    @property
    def network(self) -> str:
        """IPv6 by its /64: that is what one household has."""
        return str(ip_network((self.address, 64), strict=False)) if ":" in self.address else self.address

    @property
    def identity(self) -> str:
        return self.actor.public_id or self.network


class WhenDown(StrEnum):
    """What becomes of a request while nothing can be counted."""

    REFUSED = "refused"
    LET_THROUGH = "let through"


class Policy(NamedTuple):
    """So many requests a window, for each value of the key but the empty one. All of `windows` must have room."""

    name: str
    windows: tuple[tuple[int, int], ...]
    """Requests, seconds."""
    key: Callable[[Caller], str]
    when_down: WhenDown


class Usage(NamedTuple):
    """How one window stands, this request counted."""

    name: str
    limit: int
    window: int
    left: int
    seconds_left: int
    is_exceeded: bool


def _account(caller: Caller) -> str:
    """All its spellings are counted together. What is no address is no spelling of one, and counted by itself."""
    try:
        return canonical_email(caller.account)
    except InvalidEmail:
        return caller.account


_GUESSES = ((10, MINUTE), (60, HOUR), (200, DAY))

# roadmap: api.rate-limiting
# Sign-in is closed while nothing can be counted: better shut for a minute than open to every password.
# Its longer windows make the wait grow: a minute at first, a day for whoever goes on.
POLICIES = {
    "sign-in": (
        Policy("account", _GUESSES, _account, WhenDown.REFUSED),
        Policy("address", ((60, MINUTE), (600, HOUR)), lambda caller: caller.network, WhenDown.REFUSED),
    ),
    "sign-up": (
        Policy("account", ((5, HOUR), (10, DAY)), _account, WhenDown.REFUSED),
        Policy("address", ((30, HOUR), (100, DAY)), lambda caller: caller.network, WhenDown.REFUSED),
    ),
    "reset": (
        Policy("account", ((5, HOUR), (10, DAY)), _account, WhenDown.REFUSED),
        Policy("address", ((30, HOUR), (100, DAY)), lambda caller: caller.network, WhenDown.REFUSED),
    ),
    # Codes and keys out of mails, and whatever else could be guessed by who asks often enough.
    "key": (Policy("address", ((60, MINUTE), (600, HOUR)), lambda caller: caller.network, WhenDown.REFUSED),),
    "second-factor": (Policy("account", _GUESSES, lambda caller: caller.account, WhenDown.REFUSED),),
    # Mails that anybody can have sent to any address: a mailbox is not filled by us.
    "mail": (
        Policy("account", ((10, HOUR), (20, DAY)), _account, WhenDown.REFUSED),
        Policy("address", ((60, HOUR), (200, DAY)), lambda caller: caller.network, WhenDown.REFUSED),
    ),
    # Who asks with a stolen token guesses no faster than who signs in; counted apart, they keep the owner from neither.
    "password": (Policy("caller", _GUESSES, lambda caller: caller.identity, WhenDown.REFUSED),),
    "refresh": (Policy("address", ((100, MINUTE),), lambda caller: caller.network, WhenDown.REFUSED),),
    # How many a person may have is bounded by itself; this is for a script that has gone wild.
    "token": (Policy("caller", ((20, HOUR),), lambda caller: caller.identity, WhenDown.LET_THROUGH),),
    # Lists that are narrowed by more than an index: at worst each reads the whole table. Other reads are free.
    "search": (Policy("caller", ((120, MINUTE),), lambda caller: caller.identity, WhenDown.LET_THROUGH),),
    # A server asks for the tokens of all its users from one address, and no secret here is short enough to be guessed.
    "oauth": (Policy("address", ((1_200, MINUTE),), lambda caller: caller.network, WhenDown.LET_THROUGH),),
    "provider": (Policy("address", ((60, MINUTE),), lambda caller: caller.network, WhenDown.REFUSED),),
    "write": (Policy("caller", ((300, MINUTE),), lambda caller: caller.identity, WhenDown.LET_THROUGH),),
}


def address_of(meta: Any) -> str:
    """The caller's address out of a request's META, through the proxies that we trust."""
    peer, forwarded = meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(peer, forwarded, settings.TRUSTED_PROXIES)


# roadmap: api.rate-limiting
def admit(group: str, request: Any, caller: Caller) -> list[Usage]:
    """Count this request in each window of the group's policies, and say how they stand.

    Raises RateLimited when a window is used up, NotCounted when nobody knows.
    """
    keyed = [(policy, key) for policy in POLICIES[group] if (key := policy.key(caller))]
    usages = [usage for policy, key in keyed for usage in _counted(group, policy, request, key)]
    if any(usage.is_exceeded for usage in usages):
        raise RateLimited(usages)
    return usages


def _counted(group: str, policy: Policy, request: Any, key: str) -> Iterator[Usage]:
    for limit, window in policy.windows:
        try:
            found = get_usage(
                request,
                group=f"{group}-{policy.name}",
                key=lambda _group, _request: key,
                rate=f"{limit}/{window}s",
                increment=True,
            )
        except CountersUnavailable as error:
            logger.exception("not counted", group=group, policy=policy.name, request=policy.when_down.value)
            if policy.when_down is WhenDown.REFUSED:
                raise NotCounted from error
            return
        if found is not None:  # None: RATELIMIT_ENABLE is off
            left, seconds = max(0, limit - found["count"]), max(1, found["time_left"])
            yield Usage(f"{policy.name}-{window}", limit, window, left, seconds, found["should_limit"])
