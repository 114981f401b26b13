"""Before allauth's views: what may be sent, and how often."""

from ipaddress import ip_network

import pytest
from django.core import mail

from core.limits import policies
from core.limits.counters import CountersUnavailable
from core.limits.sqlite import SQLiteCounters
from tests import factories
from tests.api.account.conftest import ACCOUNT, Visitor, told

pytestmark = pytest.mark.integration

LOGIN = f"{ACCOUNT}auth/login"
TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address
WRONG = {"email": "ada@cairn.example", "password": "not a walk in the hills"}
JSON = {"content_type": "application/json"}

# Each with as many requests as are surely too many, though a window may end meanwhile.
TOO_OFTEN = {
    "auth/login": (WRONG, 21),
    "auth/signup": (WRONG, 11),
    "auth/password/request": ({"email": WRONG["email"]}, 11),
    "auth/email/verify": ({"key": "AAAA-AAAA"}, 121),
    "auth/password/reset": ({"key": "1-2-3", "password": "whatever it is"}, 121),
}


def asked(path, body, times, **options):
    return [Visitor().api.post(ACCOUNT + path, body, **options) for _ in range(times)]


@pytest.mark.parametrize("path", TOO_OFTEN)
def test_too_many_are_refused_with_the_wait(ada, path):
    answers = asked(path, *TOO_OFTEN[path])

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert told(refused) == (429, "rate_limited")
    assert int(refused["Retry-After"]) > 0
    assert refused["RateLimit"]


@pytest.mark.parametrize("value", [0, 1.5, True, None, ["ada"], {"a": "b"}], ids=repr)
@pytest.mark.parametrize("field", ["email", "password"])
def test_a_text_is_a_string(ada, field, value):
    answer = Visitor().post("auth/login", **WRONG | {field: value})

    assert told(answer) == (400, "invalid_input")
    assert [(each["code"], each["pointer"], each["param"]) for each in answer.json()["errors"]] == [
        ("invalid", f"/{field}", field)
    ]


@pytest.mark.parametrize("path", ["auth/login", "auth/signup", "auth/password/request"])
@pytest.mark.parametrize("email", ["\u017fam@cairn.example", "sam@cairn.example.", "sam@[127.0.0.1]"])
def test_what_is_no_address_is_refused_by_every_route(visitor, path, email):
    sent = {"email": email} if path == "auth/password/request" else WRONG | {"email": email}

    answer = visitor.post(path, **sent)

    assert told(answer) == (400, "invalid_input")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/email"]
    assert not mail.outbox


def test_both_doors_count_tries_at_one_password_together(ada, api):
    for _ in range(10):
        api.post(LOGIN, WRONG)
        api.post(TOKEN, WRONG)

    assert {api.post(LOGIN, WRONG).status_code, api.post(TOKEN, WRONG).status_code} == {429}


def from_many_addresses():
    """Says the caller; more often than one address may."""
    visitors = [Visitor(**{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(61)]
    return [
        visitor.post("auth/password/request", email=f"{number}@cairn.example")
        for number, visitor in enumerate(visitors)
    ]


def test_a_header_that_the_caller_writes_makes_nobody_else_of_them(ada):
    assert from_many_addresses()[-1].status_code == 429


def test_an_address_is_told_apart_by_trusted_proxies_alone(ada, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]

    assert {answer.status_code for answer in from_many_addresses()} == {200}


def test_one_mailbox_is_not_filled_by_sign_ins(visitor, monkeypatch):
    monkeypatch.setitem(policies.POLICIES, "sign-in", ())
    visitor.post("auth/signup", email="grace@cairn.example", password=factories.PASSWORD)

    answers = [Visitor().signs_in("grace@cairn.example") for _ in range(21)]

    assert told(answers[-1]) == (429, "rate_limited")
    assert len(mail.outbox) <= 20


@pytest.mark.parametrize("path", TOO_OFTEN)
def test_nothing_is_done_uncounted(ada, path, monkeypatch):
    def down(*_):
        raise CountersUnavailable

    monkeypatch.setattr(SQLiteCounters, "count", down)

    answer = asked(path, TOO_OFTEN[path][0], 1)[0]

    assert told(answer) == (503, "service_unavailable")
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed_json"),
        (b"[]", "invalid_input"),
        (b"\xff", "malformed_json"),
        (b'{"email": "a\\u0000@b.co", "password": "x"}', "invalid_character"),
        (b"[" * 10_000, "json_too_deep"),
        (b'{"email": "a@b.co", "email": "c@d.co", "password": "x"}', "malformed_json"),
        (b'{"email": "a@b.co", "password": "x", "remember": true}', "field_not_allowed"),
        (b'{"email": ["a@b.co"], "password": {"a": 1}}', "invalid_input"),
        (b"{}", "invalid_input"),
    ],
)
def test_a_body_is_read_as_strictly_as_anywhere(api, body, code):
    assert told(api.request("POST", LOGIN, body, **JSON)) == (400, code)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"content_type": "text/plain"}, (415, "unsupported_media_type")),
        ({**JSON, "CONTENT_LENGTH": ""}, (411, "length_required")),
    ],
)
def test_what_is_not_json_of_a_known_length_is_refused(api, options, expected):
    assert told(api.request("POST", LOGIN, b"{}", **options)) == expected


def test_a_body_has_a_largest_size(api):
    assert told(api.request("POST", LOGIN, b" " * (1024 * 1024 + 1), **JSON)) == (413, "body_too_large")


def test_a_method_that_is_not_listed_is_not_served(api):
    answer = api.get(LOGIN)

    assert told(answer) == (405, "method_not_allowed")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("path", ["account/email", "account/phone", "auth/email/verify/resend", "auth/code/request"])
def test_what_the_shop_does_not_use_is_not_there(api, path):
    assert told(api.post(ACCOUNT + path, {})) == (404, "not_found")
