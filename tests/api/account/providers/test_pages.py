"""What somebody in a browser is shown where the way to a provider ends before it has led back."""

import pytest

from tests.api.account.providers.conftest import told
from tests.api.account.providers.crooked import Person

pytestmark = pytest.mark.integration

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
TO_SIGN_IN = b'<a class="main" href="/sign-in/">'


def is_page(answer, status):
    return (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_who_comes_back_without_having_begun_is_shown_a_page_that_leads_to_the_sign_in(visitor):
    page = visitor.client.get("/providers/home/callback/", headers=BROWSER)

    assert is_page(page, 409)
    assert TO_SIGN_IN in page.content
    assert b"not_possible_now" in page.content
    assert page["Cache-Control"] == "no-store"


def test_a_provider_out_of_reach_is_a_page_that_leads_to_the_sign_in(visitor, provider):
    provider.instead["/.well-known/openid-configuration"] = (500, {}, b"")

    page = visitor.client.post("/providers/home/", {"next": "/"}, headers=BROWSER)

    assert is_page(page, 502)
    assert TO_SIGN_IN in page.content
    assert b"Nobody was signed in." in page.content


def test_a_provider_that_there_is_not_is_a_page_too(visitor):
    assert is_page(visitor.client.get("/providers/nowhere/callback/", headers=BROWSER), 404)


def test_a_program_is_told_as_ever(visitor):
    answer = visitor.client.get("/providers/home/callback/")

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["code"] == "not_possible_now"


def test_who_takes_no_tokens_is_challenged_whatever_they_are_shown(visitor):
    page = visitor.client.post("/providers/token/", headers=BROWSER)

    assert is_page(page, 401)
    assert page["WWW-Authenticate"].startswith("Bearer")


def test_the_address_of_a_provider_leads_to_the_sign_in(visitor):
    answer = visitor.client.get("/providers/home/", headers=BROWSER)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert visitor.client.get("/providers/nowhere/", headers=BROWSER).status_code == 404


def test_a_page_keeps_nobody_from_beginning_again(visitor, provider):
    visitor.client.get("/providers/home/callback/", headers=BROWSER)

    assert told(visitor.come_back(provider.consents(visitor.begin(), Person()))) == ""
