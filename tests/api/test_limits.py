"""Who asks too often is told when to come back; while nothing can be counted, each policy has its own way."""

import re
from ipaddress import ip_network
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.cache import caches
from django.test import override_settings

from core.limits.counters import CountersUnavailable
from core.limits.policies import POLICIES

pytestmark = pytest.mark.integration

TOKEN, REFRESH = "/api/v1/auth/token/", "/api/v1/auth/token/refresh/"
PRODUCTS = "/api/v1/products/"
WRONG = {"email": "ada@cairn.example", "password": "not hers"}


@pytest.fixture(autouse=True)
def _one_window():
    """A test that runs into the next window would begin to count anew."""
    with mock.patch("django_ratelimit.core.time", SimpleNamespace(time=lambda: 1_800_000_000)):
        yield


@pytest.fixture
def uncounted():
    with mock.patch("core.limits.sqlite.SQLiteCounters.count", side_effect=CountersUnavailable):
        yield


def statuses(call, times):
    return [call().status_code for _ in range(times)]


@pytest.mark.roadmap("api.rate-limiting")
def test_an_account_is_tried_ten_times_a_minute_wherever_from(api):
    addresses = iter(range(1, 12))

    def sign_in():
        return api.post(TOKEN, WRONG, REMOTE_ADDR=f"192.0.2.{next(addresses)}")

    assert statuses(sign_in, 11) == [401] * 10 + [429]


def test_the_spelling_of_an_account_is_no_way_around(api):
    spellings = iter(["ada@cairn.example", "ADA@cairn.example", " Ada@Cairn.example "] * 4)

    answers = statuses(lambda: api.post(TOKEN, {**WRONG, "email": next(spellings)}), 11)

    assert answers[-1] == 429


def test_the_spelling_of_a_domain_is_no_way_around(api):
    spellings = iter(["x@\u00e9xample.example", "x@e\u0301xample.example", "x@xn--xample-9ua.example"] * 4)

    answers = statuses(lambda: api.post(TOKEN, {**WRONG, "email": next(spellings)}), 11)

    assert answers[-1] == 429


def test_tries_at_what_is_no_address_keep_nobody_out(api):
    answers = statuses(lambda: api.post(TOKEN, {**WRONG, "email": "gau\u00df@cairn.example"}), 11)

    assert api.post(TOKEN, {**WRONG, "email": "gauss@cairn.example"}).status_code == 401
    assert answers[-1] == 429


def test_an_address_is_limited_whatever_account_it_tries(api):
    names = iter(range(61))

    answers = statuses(lambda: api.post(TOKEN, {**WRONG, "email": f"{next(names)}@cairn.example"}), 61)

    assert answers == [401] * 60 + [429]


def test_a_refusal_says_when_to_come_back(api):
    answer = [api.post(TOKEN, WRONG) for _ in range(11)][-1]

    assert answer.json()["code"] == "rate_limited"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_the_wait_grows_with_the_window_that_is_used_up(api):
    with mock.patch.dict(
        POLICIES, {"sign-in": tuple(policy._replace(windows=policy.windows[1:]) for policy in POLICIES["sign-in"])}
    ):
        answer = [api.post(TOKEN, WRONG) for _ in range(61)][-1]

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 3600


DOORS = {
    REFRESH: '"address-60";q=100;w=60',
    "/oauth/token/": '"address-60";q=1200;w=60',
    "/oauth/token/?token=in-the-address": '"address-60";q=1200;w=60',
    "/providers/nobody/": '"address-60";q=60;w=60',
    "/sign-in/": '"address-60";q=60;w=60, "address-3600";q=600;w=3600',
    "/api/account/app/v1/auth/login": '"address-60";q=60;w=60, "address-3600";q=600;w=3600',
}


@pytest.mark.parametrize("door", DOORS)
def test_every_limited_answer_tells_what_is_left(api, door):
    answer = api.post(door, {})

    assert re.fullmatch(r'"address-60";r=\d+;t=\d+(, "address-3600";r=599;t=\d+)?', answer.headers["RateLimit"])
    assert answer.headers["RateLimit-Policy"] == DOORS[door]


@pytest.mark.roadmap("api.rate-limiting")
def test_a_made_up_forwarded_address_is_no_way_around(api):
    made_up = iter(range(101))

    answers = statuses(
        lambda: api.post(REFRESH, {"refresh": "x"}, headers={"X-Forwarded-For": f"203.0.113.{next(made_up)}"}), 101
    )

    assert answers[-1] == 429


@override_settings(TRUSTED_PROXIES=[ip_network("127.0.0.1/32")])
def test_behind_a_trusted_proxy_each_caller_has_their_own_limit(api):
    callers = iter(range(101))

    answers = statuses(
        lambda: api.post(REFRESH, {"refresh": "x"}, headers={"X-Forwarded-For": f"203.0.113.{next(callers)}"}), 101
    )

    assert 429 not in answers


def test_one_household_of_ipv6_is_one_caller(api):
    ends = iter(range(1, 102))

    answers = statuses(lambda: api.post(REFRESH, {"refresh": "x"}, REMOTE_ADDR=f"2001:db8::{next(ends):x}"), 101)

    assert answers[-1] == 429


def test_writes_are_limited_by_account(api, staff, customer, tent):
    path = "/api/v1/products/ridge-tent/deliveries/"
    door = api.as_(customer)

    answers = statuses(lambda: door.post(path, {"quantity": 1}), 301)

    assert answers == [403] * 300 + [429]
    assert api.as_(staff).post(path, {"quantity": 1}).status_code == 200


def test_plain_reads_are_not_counted(api, tent, uncounted):
    answer = api.get("/api/v1/products/ridge-tent/")

    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("query", [{}, {"category": "tents"}, {"sort": "-price", "limit": 1}, {"fields": "slug"}])
def test_a_list_that_an_index_answers_is_not_counted(api, tent, query):
    assert "RateLimit" not in api.get(PRODUCTS, query).headers


@pytest.mark.roadmap("api.rate-limiting")
@pytest.mark.parametrize(
    "query",
    [
        {"q": "tent"},
        {"tag": "storm"},
        {"min_price": 1},
        {"max_price": 1},
        {"min_rating": 100},
        {"in_stock": "true"},
        {"category": "tents", "q": "tent"},
    ],
    ids=str,
)
def test_a_search_is_counted_by_who_asks(api, tent, query):
    answers = [api.get(PRODUCTS, query) for _ in range(121)]

    assert [answer.status_code for answer in answers] == [200] * 120 + [429]
    assert re.fullmatch(r'"caller-60";r=119;t=\d+', answers[0].headers["RateLimit"])
    assert re.fullmatch(r'"caller-60";r=0;t=\d+', answers[-1].headers["RateLimit"])
    assert answers[-1].headers["RateLimit-Policy"] == '"caller-60";q=120;w=60'
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert api.get(PRODUCTS).status_code == api.get(PRODUCTS, query, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_who_is_signed_in_searches_on_their_own_account(api, customer, tent):
    statuses(lambda: api.get(PRODUCTS, {"q": "tent"}), 121)

    assert api.as_(customer).get(PRODUCTS, {"q": "tent"}).status_code == 200
    assert statuses(lambda: api.as_(customer).get(PRODUCTS, {"q": "tent"}), 120)[-1] == 429


def test_a_search_goes_on_while_nothing_can_be_counted_and_the_log_says_so(api, tent, uncounted, caplog):
    answer = api.get(PRODUCTS, {"q": "tent"})

    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)
    assert "'group': 'search'" in caplog.text


@pytest.mark.roadmap("api.rate-limiting")
@pytest.mark.parametrize(("path", "body"), [(TOKEN, WRONG), (REFRESH, {"refresh": "x"})])
def test_nobody_signs_in_while_nothing_can_be_counted(api, uncounted, path, body):
    answer = api.post(path, body)

    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert answer.headers["Retry-After"] == "1"


def test_writes_go_on_while_nothing_can_be_counted(api, staff, tent, uncounted):
    answer = api.as_(staff).post("/api/v1/products/ridge-tent/deliveries/", {"quantity": 1})

    assert answer.status_code == 200


def test_what_is_counted_names_nobody(api):
    api.post(TOKEN, WRONG)

    store: Any = caches["counters"]
    keys = [key for (key,) in store._connection.execute("SELECT key FROM counts")]

    assert keys
    assert not any("@" in key for key in keys)
