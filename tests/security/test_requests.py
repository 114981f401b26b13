"""Attacks by the request itself (OWASP API8:2023): methods, hosts, line breaks, other origins, broken paths.

Broken bodies are in tests/api/writing/test_parsers.py, the headers of every answer in tests/config/test_security.py,
a missing slash that would lead to another host in tests/config/test_errors.py.
"""

import json
import re

import pytest

from tests import factories

pytestmark = pytest.mark.integration

TENT = "/api/v1/products/ridge-tent/"
# What would tell a stranger of the inside: a trace, a statement, a file, a library, a setting.
INSIDE = re.compile(
    r"Traceback|File \"|SELECT |INSERT |UPDATE |sqlite|psycopg|\.py\b|site-packages|/home/|/tmp/|DJANGO|SECRET_KEY"
)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_makes_no_other_method_of_a_request(api, staff, tent, name):
    answer = api.as_(staff).post(TENT, {}, headers={name: "DELETE"})

    assert answer.status_code == 405
    assert api.get(TENT).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "TRACK", "DEBUG"])
@pytest.mark.parametrize("path", [TENT, "/api/v1/auth/token/"])
def test_a_method_that_nobody_serves_is_refused_and_echoes_nothing(api, tent, method, path):
    answer = api.request(method, path, headers={"X-Canary": "planted"})

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "planted" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/topics/api.rest/", "/search/"])
def test_a_page_is_only_read(api, method, path):
    assert api.request(method, path).status_code == 405


@pytest.mark.roadmap("api.security")
@pytest.mark.parametrize(
    "host", ["cairn.evil", "testserver@cairn.evil", "testserver.cairn.evil", "testserver,cairn.evil", ""]
)
@pytest.mark.parametrize("path", ["/", "/doors/", "/admin/login/", "/explain/x/", TENT, "/api/v1/products/"])
def test_a_name_that_is_not_ours_is_refused(api, tent, host, path):
    """So a page whose name is made to point here (DNS rebinding) reads nothing of a reader's own service."""
    assert api.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"])
def test_no_other_header_names_the_host_or_the_path(api, tent, stove, name):
    answer = api.get("/api/v1/products/?limit=1", headers={name: "host=cairn.evil"})

    assert answer.json()["next"].startswith("http://testserver/api/v1/products/?")


def test_a_caller_does_not_say_that_they_came_by_tls(api, tent, settings):
    """Embedded mode trusts no proxy; elsewhere the one in front sets this header, and must."""
    settings.SECURE_SSL_REDIRECT = True

    assert api.get(TENT, headers={"X-Forwarded-Proto": "https"}).status_code == 301


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/products/x%0d%0aSet-Cookie:planted=1",
        "/api/v1/products?x=%0d%0aSet-Cookie:planted=1",
        "/topics/x%0d%0aSet-Cookie:planted=1",
        "/admin/login/?next=%0d%0aSet-Cookie:planted=1",
    ],
)
def test_a_line_break_in_an_address_makes_no_header(api, db, path):
    answer = api.get(path)

    assert "planted" not in answer.cookies
    assert not any("\n" in value for value in answer.headers.values())


@pytest.mark.parametrize("sent", ["a\nX-Planted: 1", "a b", "<script>", "x" * 500, ""])
def test_a_request_id_that_is_none_is_not_repeated(api, sent):
    answer = api.get("/livez", headers={"X-Request-ID": sent})

    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


@pytest.mark.parametrize("path", [TENT, "/api/v1/auth/token/", "/explain/x/", "/", "/.well-known/jwks.json"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_page_of_another_origin_is_allowed_to_read_or_to_send_headers(api, tent, path, method):
    """So it presses no “Run it”: that sends X-Explain and JSON, for which a browser asks first, in vain."""
    asked = {
        "Origin": "https://cairn.evil",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-explain, content-type",
    }

    answer = api.request(method, path, headers=asked)

    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_what_a_page_may_send_unasked_signs_nobody_in(api, db, media_type):
    factories.user(email="ada@cairn.example")
    body = json.dumps({"email": "ada@cairn.example", "password": factories.PASSWORD}).encode()

    answer = api.request("POST", "/api/v1/auth/token/", body, content_type=media_type)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_the_api_knows_nobody_by_a_cookie(api, staff, tent, client):
    client.force_login(type(factories.user()).objects.get(public_id=staff.public_id))

    answer = client.post("/api/v1/categories/", {"name": "Planted"}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/products/'%20OR%201=1--/", b""),
        ("GET", "/api/v1/products/%00/", b""),
        ("GET", "/api/v1/products/%ff%fe/", b""),
        ("GET", "/api/v1/products/?q=%27%20UNION%20SELECT%201--", b""),
        ("GET", "/api/v1/products/?q=%ff", b""),
        ("GET", "/api/v1/products/?tag=%27", b""),
        ("GET", "/api/v1/products/?cursor=%00", b""),
        ("GET", "/api/v1/products/?min_price=1e309", b""),
        ("GET", "/api/v1/products/?" + "&".join(f"a{number}=1" for number in range(1001)), b""),
        ("GET", "/api/v1/reviews/%F0%9F%92%A9/", b""),
        ("GET", "/files/..%2f..%2f.env", b""),
        ("GET", "/static/..%2f..%2fconfig%2fenv.py", b""),
        ("GET", "/explain/%00/", b""),
        ("GET", "/search/?q=%00", b""),
        ("POST", "/api/v1/auth/token/", b'{"email": "\\ud800@x.example", "password": "x"}'),
        ("POST", "/api/v1/auth/token/", b'{"email": ' + b"9" * 5000 + b"}"),
        ("POST", "/api/v1/auth/token/", b"\xef\xbb\xbf{}"),
        ("POST", "/api/v1/auth/token/refresh/", b'{"refresh": "a.b.c"}'),
        ("POST", "/admin/login/", b"username=%00&password=%00"),
    ],
)
def test_whatever_is_sent_it_is_refused_or_answered_and_tells_nothing_of_the_inside(api, tent, method, path, body):
    content_type = "application/x-www-form-urlencoded" if path.startswith("/admin/") else "application/json"

    answer = api.request(method, path, body, content_type=content_type)

    assert answer.status_code < 500
    assert INSIDE.search(answer.text) is None


def test_a_page_that_is_not_there_lists_no_routes(api, settings):
    """What Django shows with DEBUG on, where every setting and route would stand."""
    answer = api.get("/no-such-page/", headers={"Accept": "text/html"})

    assert settings.DEBUG is False
    assert answer.status_code == 404
    assert INSIDE.search(answer.text) is None
    assert "URLconf" not in answer.text
