"""Every error that the service can give: each code of the table, provoked through the front door."""

import json
import re
from http import HTTPStatus
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings
from django.utils.html import escape

from accounts import services as accounts
from accounts.models import User
from api import problems
from catalog import services
from core.access import Role
from core.errors import DomainError
from core.money import Money
from tests import factories

pytestmark = pytest.mark.integration

OWN = "/api/v1/account/"
TENT = "/api/v1/products/ridge-tent/"
APPLICATIONS = "/api/v1/applications/"
NOTES = {"name": "Notes", "type": "public", "redirect_uris": ["https://notes.example"]}
NEW = {"sku": "NEW-1", "name": "New tent", "category": "tents", "price": {"amount": 100}}


@pytest.fixture
def door(api, given_away, customer, staff, tent, stove):
    """The service with a tent and a stove in it, seen by nobody, a customer and a member of staff."""
    return {"anyone": api, "customer": api.as_(customer), "staff": api.as_(staff), "given away": given_away(staff)}


def etag(door, path=TENT):
    return {"headers": {"If-Match": door["staff"].get(path).headers["ETag"]}}


def twice(door):
    door["customer"].post(f"{TENT}reviews/", {"rating": 5})
    return door["customer"].post(f"{TENT}reviews/", {"rating": 1})


def stale(door):
    seen = etag(door)
    door["staff"].patch(TENT, {"description": "Changed."}, **seen)
    return door["staff"].patch(TENT, {"description": "Lost."}, **seen)


def archived(door):
    """The tent, archived behind the caller's back, at the version that it then has."""
    door["staff"].delete(TENT, **etag(door))
    return etag(door)


def broken(door):
    with mock.patch("core.statements.Statement.rows", side_effect=ZeroDivisionError):
        return door["anyone"].get(TENT)


def without_database(door):
    with mock.patch("core.statements.Statement.rows", side_effect=OperationalError):
        return door["anyone"].get(TENT)


def overfull(door):
    for _ in range(11):
        answer = door["staff"].post(f"{TENT}deliveries/", {"quantity": 100_000})
    return answer


def forged(door):
    return door["anyone"].get(TENT, headers={"Authorization": "Bearer forged"})


def explained(door):
    with override_settings(EMBEDDED=False):
        return door["anyone"].get(TENT, headers={"X-Explain": "1"})


def spent(door):
    refresh = {"refresh": accounts.start_family(user=factories.user()).refresh}
    door["anyone"].post("/api/v1/auth/token/refresh/", refresh)
    return door["anyone"].post("/api/v1/auth/token/refresh/", refresh)


def the_last_admin_leaves(door):
    last = door["anyone"].as_(factories.actor(factories.user(Role.ADMIN)))
    return last.post(f"{OWN}deletion/", {"password": factories.PASSWORD})


def at_a_provider():
    """A provider that is named, and does not answer: nothing listens on that port."""
    app = {"provider_id": "home", "client_id": "shop", "settings": {"server_url": "http://127.0.0.1:9"}}
    openid: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {**openid, "APPS": [app]}}):
        return Client().post("/providers/home/")


def too_often(door):
    # Twice as often as allowed: a window may end meanwhile.
    answers = [door["anyone"].post("/api/v1/auth/token/", {"email": "a@b.co", "password": "x"}) for _ in range(21)]
    return next(answer for answer in answers if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS)


ACCOUNT = "/api/account/app/v1/"
ADA = {"email": "ada@cairn.example", "password": factories.PASSWORD}


def signed_up(door):
    """Somebody new, whose address is not proven yet."""
    newcomer = {"email": "new@cairn.example", "password": factories.PASSWORD}
    return newcomer, door["anyone"].post(f"{ACCOUNT}auth/signup", newcomer)


def unproven(door):
    newcomer, _ = signed_up(door)
    return door["anyone"].post("/api/v1/auth/token/", newcomer)


def without_second_factor(door):
    factories.second_factor(User.objects.get(email=ADA["email"]))
    return door["anyone"].post("/api/v1/auth/token/", ADA)


def without_the_password_again(door):
    token = door["anyone"].post(f"{ACCOUNT}auth/login", ADA).json()["meta"]["session_token"]
    signed_in = {"headers": {"X-Session-Token": token}}
    told = door["anyone"].get(f"{ACCOUNT}account/authenticators/totp", **signed_in).json()
    code = factories.totp(told["meta"]["secret"])
    return door["anyone"].post(f"{ACCOUNT}account/authenticators/totp", {"code": code}, **signed_in)


def too_many(door):
    with mock.patch("accounts.services.personal_tokens.MOST", 1):
        for name in ("One", "Another"):
            answer = door["customer"].post("/api/v1/tokens/", {"name": name, "scopes": ["catalog:read"]})
    return answer


def without_a_secret(door):
    made = door["customer"].post(APPLICATIONS, NOTES).json()
    return door["customer"].post(f"{APPLICATIONS}{made['client_id']}/secret/", {})


JSON = {"content_type": "application/json"}
PROVOKED = {
    "bad_request": lambda d: d["anyone"].get("/api/v1/products/", headers={"Host": "elsewhere.example"}),
    "malformed_json": lambda d: d["staff"].request("POST", "/api/v1/products/", b'{"sku": ', **JSON),
    "invalid_character": lambda d: d["staff"].post("/api/v1/products/", {**NEW, "name": "a\0b"}),
    "json_too_deep": lambda d: d["staff"].request("POST", "/api/v1/products/", b"[" * 10_000, **JSON),
    "invalid_input": lambda d: d["staff"].post("/api/v1/products/", {**NEW, "name": ""}),
    "invalid_quantity": lambda d: d["staff"].post(f"{TENT}deliveries/", {"quantity": 0}),
    "field_not_allowed": lambda d: d["staff"].post("/api/v1/products/", {**NEW, "version": 7}),
    "unknown_parameter": lambda d: d["anyone"].get("/api/v1/products/?colour=red"),
    "invalid_parameter": lambda d: d["anyone"].get("/api/v1/products/?sort=popularity"),
    "invalid_page_size": lambda d: d["anyone"].get("/api/v1/products/?limit=0"),
    "invalid_cursor": lambda d: d["anyone"].get("/api/v1/products/?cursor=made-up"),
    "invalid_if_match": lambda d: d["staff"].delete(TENT, headers={"If-Match": "*"}),
    "length_required": lambda d: d["staff"].request("POST", "/api/v1/products/", b"", **JSON, CONTENT_LENGTH=""),
    "body_too_large": lambda d: d["staff"].request("POST", "/api/v1/products/", b" " * (1024 * 1024 + 1), **JSON),
    "unsupported_media_type": lambda d: d["staff"].request(
        "POST", "/api/v1/products/", b"a=1", content_type="text/csv"
    ),
    "not_acceptable": lambda d: d["anyone"].get(TENT, headers={"Accept": "image/png"}),
    "method_not_allowed": lambda d: d["anyone"].delete("/api/v1/products/"),
    "invalid_redirect_uri": lambda d: d["customer"].post(
        APPLICATIONS, {**NOTES, "redirect_uris": ["http://a.example"]}
    ),
    "invalid_token": forged,
    "token_reused": spent,
    "invalid_credentials": lambda d: d["anyone"].post("/api/v1/auth/token/", {"email": "a@b.co", "password": "x"}),
    "email_verification_required": lambda d: signed_up(d)[1],
    "email_not_verified": unproven,
    "second_factor_required": without_second_factor,
    "reauthentication_required": without_the_password_again,
    "not_possible_now": lambda d: d["anyone"].post(f"{ACCOUNT}auth/email/verify", {"key": "AAAA-AAAA"}),
    "session_ended": lambda d: d["anyone"].get(f"{ACCOUNT}auth/session", headers={"X-Session-Token": "forged"}),
    "sign_in_required": lambda d: d["anyone"].post("/api/v1/products/", NEW),
    "rate_limited": too_often,
    "wrong_password": lambda d: d["customer"].post(f"{OWN}deletion/", {"password": "guessed"}),
    "not_permitted": lambda d: d["customer"].post("/api/v1/products/", NEW),
    "insufficient_scope": lambda d: d["given away"].post("/api/v1/products/", NEW),
    "csrf_failed": lambda _: Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"}),
    "explain_refused": explained,
    "not_found": lambda d: d["anyone"].get("/api/v1/nowhere/"),
    "product_not_found": lambda d: d["anyone"].get("/api/v1/products/nowhere/"),
    "category_not_found": lambda d: d["anyone"].get("/api/v1/categories/nowhere/"),
    "review_not_found": lambda d: d["anyone"].get("/api/v1/reviews/nowhere/"),
    "sign_in_not_found": lambda d: d["customer"].delete(f"{OWN}sign-ins/nowhere/"),
    "application_not_found": lambda d: d["customer"].delete(f"{APPLICATIONS}nothing/"),
    "authorization_not_found": lambda d: d["customer"].delete("/api/v1/authorizations/nothing/"),
    "precondition_required": lambda d: d["staff"].delete(TENT),
    "version_conflict": stale,
    "unable_to_create_product": lambda d: d["staff"].post("/api/v1/products/", {**NEW, "slug": "ridge-tent"}),
    "unable_to_edit_product": lambda d: d["staff"].patch(TENT, {"slug": "other"}, **etag(d)),
    "unable_to_change_price": lambda d: d["staff"].put(f"{TENT}price/", {"price": {"amount": 1}}, **archived(d)),
    "unable_to_restock": overfull,
    "unable_to_publish": lambda d: d["staff"].put(f"{TENT}publication/", {}, **etag(d)),
    "unable_to_archive": lambda d: d["staff"].delete(TENT, **archived(d)),
    "unable_to_create_category": lambda d: d["staff"].post("/api/v1/categories/", {"name": "Tents"}),
    "unable_to_edit_category": lambda d: d["staff"].put(
        "/api/v1/categories/shelter/", {"name": "Shelter", "parent": "tents"}, **etag(d, "/api/v1/categories/shelter/")
    ),
    "unable_to_delete_category": lambda d: d["staff"].delete(
        "/api/v1/categories/tents/", **etag(d, "/api/v1/categories/tents/")
    ),
    "unable_to_review": twice,
    "unable_to_change_password": lambda d: d["customer"].post(
        f"{OWN}password/", {"password": factories.PASSWORD, "new_password": "short"}
    ),
    "unable_to_delete_account": the_last_admin_leaves,
    "token_not_found": lambda d: d["customer"].delete("/api/v1/tokens/nothing/"),
    "unable_to_create_token": too_many,
    "unable_to_register_application": lambda d: d["customer"].post(
        APPLICATIONS, {**NOTES, "grant": "client_credentials"}
    ),
    "unable_to_replace_secret": without_a_secret,
    "internal_error": broken,
    "provider_unavailable": lambda _: at_a_provider(),
    "service_unavailable": without_database,
}


def test_every_code_of_the_table_is_provoked_here():
    assert set(PROVOKED) == set(problems.STATUS)


def test_every_refusal_of_a_service_that_rest_calls_is_in_the_table():
    def below(error):
        return {error} | {inner for each in error.__subclasses__() for inner in below(each)}

    refusals = {error for error in below(DomainError) if not error.__subclasses__()}
    reachable = {
        error.code
        for error in refusals
        if error.__module__.startswith(
            (
                "accounts.services.second_factors",
                "accounts.selectors",
                "accounts.services.own",
                "accounts.services.personal_tokens",
                "accounts.services.sign_ins",
                "accounts.tokens",
                "catalog.selectors",
                "catalog.services",
                "core.",
            )
        )
    }

    assert reachable
    assert reachable <= set(problems.STATUS)


@pytest.mark.parametrize("code", problems.STATUS)
def test_a_code_comes_as_problem_details_with_its_status(door, code):
    answer = PROVOKED[code](door)

    body = json.loads(answer.content)
    assert (body["code"], answer.status_code, body["status"]) == (code, problems.STATUS[code], problems.STATUS[code])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert body["request_id"] == answer.headers["X-Request-ID"]
    assert {"type", "title", "detail", "errors"} <= body.keys()


@pytest.mark.parametrize("code", problems.STATUS)
def test_the_type_of_a_problem_leads_to_its_place_on_a_page(door, code):
    page, anchor = str(problems.Problem(code, "").as_dict()["type"]).split("#")

    assert f'id="{anchor}"' in door["anyone"].get(page).content.decode()


def test_a_code_has_one_status():
    assert len(problems.STATUS) == sum(len(codes) for codes in problems.MEANINGS.values())


@pytest.mark.parametrize("code", problems.STATUS)
def test_a_problem_is_told_on_its_page_with_what_to_do(door, code):
    page = door["anyone"].get("/api/problems/").content.decode()
    told = problems.MEANINGS[problems.STATUS[code]][code]

    assert re.fullmatch(r"[A-Z`][^.]+\. [A-Z`].+\.", told), "What is wrong, and what to do: two sentences."
    assert escape(told.split("`")[0]) in page
    assert "`" not in page


def test_a_bug_tells_nothing_of_the_inside(door):
    text = broken(door).content.decode()

    assert not any(word in text for word in ("ZeroDivisionError", "Traceback", "SELECT", ".py"))


def test_an_unreachable_database_says_when_to_try_again(door):
    assert without_database(door).headers["Retry-After"] == "1"


def test_a_refused_caller_is_challenged(door):
    assert forged(door).headers["WWW-Authenticate"].startswith("Bearer")


def test_a_method_that_is_not_served_names_those_that_are(door):
    assert door["anyone"].delete("/api/v1/products/").headers["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize("part", ["price", "publication", "deliveries"])
def test_what_can_only_be_written_is_not_read(door, part):
    for caller in ("anyone", "customer", "staff"):
        assert door[caller].get(f"{TENT}{part}/").status_code == 405


@pytest.mark.roadmap("language.generators")
def test_errors_point_at_each_place(door):
    body = {"name": "x" * 121, "category": "tents", "price": {"amount": 1.5}, "tags": ["ok", "Not OK"], "a/b~c": 1}

    unknown = door["staff"].post("/api/v1/products/", body).json()
    del body["a/b~c"]
    invalid = door["staff"].post("/api/v1/products/", body).json()

    assert [error["pointer"] for error in unknown["errors"]] == ["/a~1b~0c"]
    assert {error["pointer"] for error in invalid["errors"]} == {"/sku", "/name", "/price/amount", "/tags/1"}


def test_a_refusal_of_the_domain_points_at_the_field_and_adds_its_facts(door):
    body = overfull(door).json()

    assert body["errors"][0]["pointer"] == "/quantity"
    assert body["available"] <= services.products.MAX_STOCK


def test_another_customers_review_is_not_yours_to_edit(door, tent):
    review = factories.review(tent)
    path = f"/api/v1/reviews/{review.public_id}/"

    answer = door["customer"].put(path, {"rating": 1}, **etag(door, path))

    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


def test_a_price_of_zero_never_reaches_the_service(door, tent, staff):
    answer = door["staff"].put(f"{TENT}price/", {"price": {"amount": 0}}, **etag(door))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/price/amount")
    with pytest.raises(services.UnableToChangePrice):
        services.change_price(actor=staff, slug=tent.slug, expected_version=tent.version, new_price=Money(0))
