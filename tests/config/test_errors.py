"""Django's own refusals, told as problems to a program and as a page to a person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from core.access import Role
from roadmap.explain.explanations import KEPT
from tests import factories

pytestmark = pytest.mark.integration

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def breaking(monkeypatch):
    """`breaking(error)`: /readyz raises it."""

    def arrange(error: Exception) -> None:
        def broken() -> None:
            raise error

        monkeypatch.setattr(connection, "cursor", broken)

    return arrange


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_missing_slash_is_put_right_by_308_which_keeps_method_and_body(client, method):
    answer = getattr(client, method)("/api/v1/products?limit=5&tag=storm")

    assert answer.status_code == 308
    assert answer["Location"] == "/api/v1/products/?limit=5&tag=storm"


def test_a_path_without_its_slash_that_leads_nowhere_is_not_found(client):
    assert client.get("/api/v1/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/admin/nowhere/", "/admin/auth/group/"])
def test_nobody_is_sent_to_where_they_are(client, db, path):
    client.force_login(factories.user(Role.STAFF))

    assert client.get(path).status_code == 404


def test_a_page_without_options_says_which_methods_it_has(client):
    answer = client.options("/api/docs/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["//evil.example/api/docs", "//evil.example", "//api/docs", "///api/docs"])
def test_no_redirect_leaves_this_host(client, path):
    answer = client.get("/", PATH_INFO=path)

    assert answer.status_code in {308, 404}
    assert not answer.get("Location", "").startswith("//")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json", ""])
def test_a_program_is_told_a_problem(client, accept):
    answer = client.get("/nowhere/", headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_a_person_is_shown_a_page(client):
    answer = client.get("/nowhere/", headers=BROWSER)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize("accept", ["application/json", BROWSER["Accept"]], ids=["program", "person"])
def test_who_asks_for_an_explanation_that_is_gone_hears_that_few_are_kept(client, accept):
    answer = client.get("/explain/of-last-year/", headers={"Accept": accept})

    assert answer.status_code == 404
    assert f"the last {KEPT} that were explained" in answer.content.decode()


def test_the_api_tells_a_problem_to_a_person_too(client):
    answer = client.get("/api/v1/nowhere/", headers=BROWSER)

    assert answer["Content-Type"] == "application/problem+json"


def test_a_host_that_is_not_ours_is_refused(client):
    answer = client.get("/api/v1/products/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_request"


def test_a_form_without_its_token_is_refused():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada@cairn.example"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"


def test_a_closed_door_is_told(client, breaking):
    breaking(PermissionDenied("the cellar"))

    answer = client.get("/readyz")

    assert answer.status_code == 403
    assert answer.json()["code"] == "not_permitted"
    assert "cellar" not in answer.content.decode()


@pytest.mark.parametrize("accept", ["application/json", BROWSER["Accept"]], ids=["program", "person"])
def test_a_bug_is_told_without_a_word_from_inside(client, breaking, accept):
    breaking(RuntimeError("the secret of the cellar"))

    answer = client.get("/readyz", headers={"Accept": accept})

    assert answer.status_code == 500
    body = answer.content.decode()
    assert answer["X-Request-ID"] in body
    assert "cellar" not in body
    assert "Traceback" not in body
