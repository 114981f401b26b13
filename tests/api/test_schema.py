"""The OpenAPI document says what the service does: all of it, and nothing else."""

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


def test_every_write_says_that_it_needs_a_token():
    writes = [
        operation
        for path, operations in COMMITTED["paths"].items()
        for method, operation in operations.items()
        if method != "get" and "/auth/" not in path and "/applications/" not in path and "/authorizations/" not in path
    ]

    assert writes
    assert {next(iter(*way.values())) for operation in writes for way in operation["security"]} == {
        "catalog:write",
        "reviews:write",
    }


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
    operations = [(method, each) for path in COMMITTED["paths"].values() for method, each in path.items()]

    assert {method for method, each in operations if "429" in each["responses"]} == {"post", "put", "patch", "delete"}
    assert all("429" in each["responses"] for method, each in operations if method != "get")


def test_the_documentation_page_needs_nothing_from_elsewhere(api, db):
    page = api.get("/api/docs/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_the_served_document_is_the_committed_one(api, db):
    served = yaml.safe_load(api.get("/api/openapi.yaml").content)

    assert served == COMMITTED
