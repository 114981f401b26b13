"""Attacks on whose address a request has (ASVS 4.1.3): what a caller writes into X-Forwarded-For.

How the header is walked is in tests/core/limits/test_addresses.py; here it is sent.
"""

from ipaddress import ip_network
from itertools import count

import pytest

pytestmark = pytest.mark.integration

REFRESH = "/api/v1/auth/token/refresh/"


@pytest.fixture
def behind(settings):
    """The service stands behind one proxy, at 10.0.0.1."""
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]


def left(answer):
    return int(answer.headers["RateLimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize(
    "written",
    [
        "203.0.113.{0}",
        "203.0.113.{0}, 198.51.100.7",
        "10.0.0.{0}, 198.51.100.7",
        "unknown, 198.51.100.{0}",
        "2001:db8::{0}",
        "::ffff:203.0.113.{0}",
        "203.0.113.{0}:8080",
        ", , 203.0.113.{0}",
        "{0}",
    ],
)
def test_who_stands_before_no_proxy_is_who_connects(api, written):
    numbers = count(1)

    answers = [
        api.post(REFRESH, {"refresh": "x"}, headers={"X-Forwarded-For": written.format(next(numbers))})
        for _ in range(3)
    ]

    assert [left(answer) for answer in answers] == [99, 98, 97]


@pytest.mark.parametrize(
    "written",
    ["203.0.113.{0}, 198.51.100.7", "10.0.0.{0}, 198.51.100.7", "x{0}, 198.51.100.7", "{0}, 198.51.100.7, 10.9.9.9"],
)
@pytest.mark.usefixtures("behind")
def test_behind_a_proxy_it_is_whom_the_proxy_saw_whatever_stands_to_the_left(api, written):
    numbers = count(1)

    answers = [
        api.post(
            REFRESH,
            {"refresh": "x"},
            REMOTE_ADDR="10.0.0.1",
            headers={"X-Forwarded-For": written.format(next(numbers))},
        )
        for _ in range(3)
    ]

    assert [left(answer) for answer in answers] == [99, 98, 97]


@pytest.mark.parametrize("name", ["X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Via"])
@pytest.mark.usefixtures("behind")
def test_no_other_header_says_who_it_is(api, name):
    numbers = count(1)

    answers = [
        api.post(REFRESH, {"refresh": "x"}, REMOTE_ADDR="10.0.0.1", headers={name: f"for=203.0.113.{next(numbers)}"})
        for _ in range(3)
    ]

    assert [left(answer) for answer in answers] == [99, 98, 97]
