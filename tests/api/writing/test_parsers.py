"""Broken, hostile and oversized bodies: a clear answer each, never a 500."""

import json
import time
from typing import Any

import pytest
from rest_framework import serializers

from api.v1 import urls  # noqa: F401  # imports every input
from api.writing import parsers
from api.writing.inputs import Input

pytestmark = pytest.mark.integration

PRODUCTS = "/api/v1/products/"


@pytest.fixture
def send(api, staff):
    door = api.as_(staff)

    def send(body, **options):
        return door.request("POST", PRODUCTS, body, content_type="application/json", **options)

    return send


@pytest.mark.roadmap("language.collections")
@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (b'{"sku": "A",\n "name": }', "malformed_json", "line 2, column 10"),
        (b'{"sku": "\xff"}', "malformed_json", "Byte 9"),
        (b'{"sku": "\xe2\x82', "malformed_json", "UTF-8"),
        (b'{"quantity": NaN}', "malformed_json", "NaN"),
        (b'{"quantity": -Infinity}', "malformed_json", "-Infinity"),
        (b'{"sku": "A", "sku": "B"}', "malformed_json", '"sku" stands twice'),
        (b"[" + b"9" * 5000 + b"]", "malformed_json", "digits"),
        (b'{"sku": "a\\u0000b"}', "invalid_character", "NUL"),
        (b'{"a\\u0000b": 1}', "invalid_character", "NUL"),
        (b'{"sku": "\\ud800"}', "invalid_character", "surrogate"),
        (b"[" * 33 + b"]" * 33, "json_too_deep", "32"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, "json_too_deep", "32"),
        (b"[" * 10_000 + b"]" * 10_000, "json_too_deep", "32"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "json_too_deep", "32"),
    ],
)
def test_a_broken_body_is_told_what_is_wrong(send, body, code, told):
    answer = send(body)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert told in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null", b"true"])
def test_a_body_that_is_no_object_is_invalid_input(send, body):
    answer = send(body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


def test_the_deepest_nesting_allowed_is_read(send):
    depth = parsers.MAX_DEPTH - 1
    body = b'{"description": ' + b"[" * depth + b"]" * depth + b"}"

    assert send(body).json()["code"] == "invalid_input"


def test_a_body_of_the_largest_size_is_read_and_one_byte_more_is_not(send):
    largest = json.dumps({"sku": ""}).encode().ljust(parsers.MAX_BYTES)

    assert send(largest).json()["code"] == "invalid_input"
    assert send(largest + b" ").json()["code"] == "body_too_large"


def test_a_chunked_body_is_asked_for_its_length(send):
    answer = send(b"", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")

    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")


def test_an_empty_body_is_malformed(send):
    answer = send(b"", CONTENT_LENGTH="0")

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


def test_depth_and_size_are_refused_in_time_that_grows_with_the_body_only(send):
    """Ten times the nesting may cost ten times the time and some noise, not a hundred times."""

    def seconds(depth):
        began = time.perf_counter()
        for _ in range(5):
            send(b"[" * depth + b"]" * depth)
        return time.perf_counter() - began

    seconds(1_000)
    assert seconds(100_000) < 300 * seconds(1_000)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, 1.0, "3", "٣", True, None, [], 2**63, 10**400])
def test_a_quantity_that_is_no_whole_number_in_range_is_refused(api, staff, tent, quantity):
    answer = api.as_(staff).post("/api/v1/products/ridge-tent/deliveries/", {"quantity": quantity})

    error = answer.json()["errors"][0]
    assert answer.status_code == 400
    assert (answer.json()["code"], error["pointer"]) == ("invalid_quantity", "/quantity")
    assert "from 1 to 100000" in error["detail"]


def test_a_number_too_large_for_a_double_is_no_quantity(api, staff, tent):
    path = "/api/v1/products/ridge-tent/deliveries/"
    answer = api.as_(staff).request("POST", path, b'{"quantity": 1e309}', content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_quantity")


def inputs(shape=Input):
    for each in shape.__subclasses__():
        yield each
        yield from inputs(each)


def texts(shape):
    """Every text that one may send in such a body, however deep."""
    waiting = list(shape().fields.items())
    for name, field in waiting:
        waiting += [(f"{name}/{inner}", each) for inner, each in getattr(field, "fields", {}).items()]
        if isinstance(field, serializers.ListField):
            waiting.append((f"{name}/0", field.child))
        if isinstance(field, serializers.CharField):
            yield name, field


TEXTS = {
    f"{each.__module__}.{each.__name__} {name}": field
    for each in inputs()
    if each.__module__.startswith("api.")
    for name, field in texts(each)
}


NO_STRINGS: list[Any] = [0, 1.5, float("inf"), True, [], {}]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_is_a_string_wherever_one_is_sent(text):
    for value in NO_STRINGS:
        with pytest.raises(serializers.ValidationError):
            text.run_validation(value)


def test_there_are_texts_to_ask_about():
    assert {"api.v1.account.AccountEdit display_name", "api.v1.applications.ApplicationInput redirect_uris/0"} <= {
        *TEXTS
    }


@pytest.mark.parametrize("name", [b"0", b"1e400", b"true", b"[]", b"null"])
def test_a_name_is_a_string(api, customer, name):
    door = api.as_(customer)
    match = {"headers": {"If-Match": door.get("/api/v1/account/").headers["ETag"]}}

    answer = door.request(
        "PATCH", "/api/v1/account/", b'{"display_name": ' + name + b"}", content_type="application/json", **match
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/display_name"]


@pytest.mark.parametrize(
    ("who", "path", "body"),
    [
        ("customer", "products/ridge-tent/reviews/", {"rating": 5, "author": "someone"}),
        ("customer", "products/ridge-tent/reviews/", {"rating": 5, "product": "other"}),
        ("customer", "products/ridge-tent/reviews/", {"rating": 5, "version": 2}),
        ("staff", "products/", {"published_at": "2026-01-01"}),
        ("staff", "products/", {"rating": {"count": 1}}),
        ("staff", "products/", {"stock": {"available": 1}}),
        ("staff", "products/ridge-tent/deliveries/", {"quantity": 1, "available": 5}),
        ("staff", "categories/", {"name": "A", "version": 1}),
        ("nobody", "auth/token/", {"email": "a@b.example", "password": "x", "role": "admin"}),
    ],
)
def test_a_field_that_is_not_the_callers_to_send_is_refused(request, api, who, path, body):
    request.getfixturevalue("tent")
    door = api if who == "nobody" else api.as_(request.getfixturevalue(who))

    answer = door.post(f"/api/v1/{path}", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "field_not_allowed")
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{list(body)[-1]}"]
