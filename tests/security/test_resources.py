"""Attacks by asking for much (OWASP API4:2023): every bound as it stands, and one beyond.

The bounds of a body – a megabyte, 32 levels – are in tests/api/writing/test_parsers.py, how often one may ask in
tests/api/test_limits.py, a statement that takes too long in tests/config/test_database.py.
"""

import pytest

from api.reading.listings import _statement
from api.reading.representations import _statements
from config.env import Env
from tests import factories

pytestmark = pytest.mark.integration

PRODUCTS, TOKEN = "/api/v1/products/", "/api/v1/auth/token/"


@pytest.mark.parametrize(
    ("parameter", "most", "too_much", "code"),
    [
        ("limit", 100, 101, "invalid_page_size"),
        ("limit", 1, 0, "invalid_page_size"),
        ("limit", 1, 10**30, "invalid_page_size"),
        ("q", "a" * 100, "a" * 101, "invalid_parameter"),
        ("q", "aa", "a", "invalid_parameter"),
        ("category", "a" * 80, "a" * 81, "invalid_parameter"),
        ("tag", "a" * 40, "a" * 41, "invalid_parameter"),
        ("min_price", 10**12, 10**12 + 1, "invalid_parameter"),
        ("max_price", 0, -1, "invalid_parameter"),
        ("min_rating", 500, 501, "invalid_parameter"),
        ("fields", ",".join(["slug"] * 40), ",".join(["slug"] * 41), "invalid_parameter"),
        ("cursor", "", "a" * 1001, "invalid_cursor"),
    ],
)
def test_a_parameter_has_its_bound(api, tent, parameter, most, too_much, code):
    assert api.get(PRODUCTS, {parameter: most}).status_code == 200

    refused = api.get(PRODUCTS, {parameter: too_much})

    assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_a_query_has_a_thousand_parameters_and_no_more(api, tent):
    most = "&".join(f"a{number}=1" for number in range(1000))

    assert api.get(f"{PRODUCTS}?{most}").json()["code"] == "unknown_parameter"
    assert api.get(f"{PRODUCTS}?{most}&b=1").json()["code"] == "bad_request"


def test_a_page_holds_as_much_as_was_asked_for_whatever_there_is(api, tents):
    for _ in range(4):
        factories.product(category=tents)

    assert len(api.get(PRODUCTS, {"limit": 3}).json()["results"]) == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "a" * 5_000, "rating": 0}, "text"),
        ({"text": "a" * 5_001, "rating": 0}, "text"),
        ({"text": "a", "rating": 5}, "rating"),
        ({"text": 0, "rating": 6}, "rating"),
    ],
    ids=["longest text", "too long", "best rating", "too good"],
)
def test_a_review_has_its_bounds(api, customer, tent, body, field):
    answer = api.as_(customer).post(f"{PRODUCTS}ridge-tent/reviews/", body)

    refused = {error["pointer"] for error in answer.json().get("errors", [])}
    assert (f"/{field}" in refused) is (body[field] in {"a" * 5_001, 6})


@pytest.mark.parametrize(
    ("field", "most", "too_much"),
    [
        ("name", "a" * 120, "a" * 121),
        ("slug", "a" * 120, "a" * 121),
        ("sku", "A" * 32, "A" * 33),
        ("description", "a" * 10_000, "a" * 10_001),
        ("tags", [f"tag-{number}" for number in range(12)], [f"tag-{number}" for number in range(13)]),
        ("tags", ["a" * 40], ["a" * 41]),
    ],
)
def test_a_product_has_its_bounds(api, staff, field, most, too_much):
    def refused(value):
        answer = api.as_(staff).post(PRODUCTS, {field: value})
        return any(error["pointer"].startswith(f"/{field}") for error in answer.json()["errors"])

    assert (refused(most), refused(too_much)) == (False, True)


@pytest.mark.parametrize(("email", "password"), [(254, 1000), (255, 1000), (254, 1001)])
def test_a_password_is_not_hashed_at_any_length(api, db, email, password):
    # A name of at most 64 before the @, labels of at most 63 behind it: so long may an address be.
    address = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * (email - 64 - 1 - 64 - 64 - 8)}.example"

    answer = api.post(TOKEN, {"email": address, "password": "x" * password})

    assert len(address) == email
    assert answer.status_code == (401 if (email, password) == (254, 1000) else 400)


@pytest.mark.parametrize("cache", [_statement, _statements], ids=["lists", "objects"])
def test_what_callers_make_us_compile_is_kept_within_bounds(cache):
    """Each combination of filters, fields and limit is another statement, and they are the caller's to choose."""
    assert cache.cache_info().maxsize in {64, 256}


def test_no_statement_runs_for_ever_unless_somebody_says_so():
    assert 0 < Env.model_fields["statement_timeout"].default <= 10
