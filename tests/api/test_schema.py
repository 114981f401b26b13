"""The OpenAPI document says what the service does: all of it, and nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from api import problems
from core.access import Scope

pytestmark = pytest.mark.integration

COMMITTED = yaml.safe_load(Path("api/openapi.yaml").read_text())


def routes(resolver, prefix="/") -> list[tuple[str, Any]]:
    found = []
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += routes(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/api/v1/"):
            found.append((path, pattern.callback))
    return found


def documented():
    return {
        (path, method.upper())
        for path, operations in COMMITTED["paths"].items()
        for method in operations
        if method != "parameters"
    }


def served():
    return {
        (path.replace("<slug:", "{").replace(">", "}"), method.upper())
        for path, view in routes(get_resolver())
        for method in view.cls().allowed_methods
        if method not in {"OPTIONS", "HEAD"}
    }


def test_every_route_is_documented_and_every_document_is_a_route():
    assert documented() == served()


def test_the_document_lists_every_code_and_no_other():
    schemas, responses = COMMITTED["components"]["schemas"], COMMITTED["components"]["responses"]

    by_status = " ".join(response["description"] for response in responses.values())

    assert set(schemas["Problem"]["properties"]["code"]["enum"]) == set(problems.STATUS)
    assert all(code in by_status for code in problems.STATUS)


def test_every_operation_says_in_words_of_its_own_what_it_is_for():
    told = [
        (operation.get("summary", ""), operation["operationId"].replace("_", " ").capitalize())
        for operations in COMMITTED["paths"].values()
        for operation in operations.values()
    ]

    assert all(summary and summary != generated for summary, generated in told)
    assert len({summary for summary, _ in told}) == len(told)


def test_the_document_says_what_there_is_beside_the_catalogue():
    assert all(word in COMMITTED["info"]["description"] for word in ("accounts", "tokens", "applications"))


def test_every_write_says_that_it_needs_a_token_and_a_cookie_one_for_csrf_too():
    writes = [
        operation
        for path, operations in COMMITTED["paths"].items()
        for method, operation in operations.items()
        if method != "get"
        and not path.startswith(
            ("/api/v1/auth/", "/api/v1/tokens/", "/api/v1/applications/", "/api/v1/authorizations/")
        )
    ]

    assert writes
    assert all(
        way.keys() in ({"bearer"}, {"cookie", "csrf"}, {"oauth2"}) for each in writes for way in each["security"]
    )
    scopes = {tuple(way["bearer"]) for operation in writes for way in operation["security"] if "bearer" in way}
    assert scopes == {("catalog:write",), ("reviews:write",), ()}


def test_what_no_personal_token_opens_says_so_and_that_somebody_must_come():
    tokens = [
        each for path, operations in COMMITTED["paths"].items() if "/tokens/" in path for each in operations.values()
    ]

    assert [operation["security"][0] for operation in tokens] == [{"bearer": []}] * 3
    assert all({} not in operation["security"] for operation in tokens)


def test_what_a_scope_opens_an_application_of_others_may_ask_for():
    scheme = COMMITTED["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]
    ways = [
        way
        for path in COMMITTED["paths"].values()
        for operation in path.values()
        for way in operation.get("security", [])
    ]

    assert set(scheme["scopes"]) == set(Scope)
    assert [way["oauth2"] for way in ways if "oauth2" in way] == [way["bearer"] for way in ways if way.get("bearer")]


def test_whatever_is_limited_says_so():
    limited = {
        f"{method} {path}"
        for path, operations in COMMITTED["paths"].items()
        for method, each in operations.items()
        if "429" in each["responses"]
    }
    writes = {f"{method} {path}" for path, each in COMMITTED["paths"].items() for method in each if method != "get"}

    assert limited == writes | {"get /api/v1/products/"}


def test_the_documentation_page_needs_nothing_from_elsewhere(api, db):
    page = api.get("/api/docs/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_the_documentation_stands_in_the_frame_of_the_house(api, db):
    text = api.get("/api/docs/").content.decode()

    assert '<nav class="bar"' in text
    assert '<div id="swagger-ui">' in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]* src=)", text)


def test_the_served_document_is_the_committed_one(api, db):
    served = yaml.safe_load(api.get("/api/openapi.yaml").content)

    assert served == COMMITTED
