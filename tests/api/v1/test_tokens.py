"""Personal tokens through the front door: shown once, listed without their secret, revoked, and made by no token."""

import pytest

from accounts.models import PersonalToken, User
from core.access import Scope
from tests import factories
from tests.conftest import Api

pytestmark = pytest.mark.integration

TOKENS, PRODUCTS, REVIEWS = "/api/v1/tokens/", "/api/v1/products/", "/api/v1/products/ridge-tent/reviews/"
NEW = {"name": "Price watcher", "scopes": ["reviews:write", "catalog:read"], "expires_in_days": 7}


@pytest.fixture
def own(api, customer):
    return api.as_(customer)


@pytest.mark.roadmap("api.tokens")
def test_a_token_is_shown_once_and_then_opens_what_it_is_for(stopped_clock, own, tent):
    answer = own.post(TOKENS, NEW)

    made = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert made["token"].startswith("cairn_pat_")
    assert made | {"token": "", "id": ""} == {
        "id": "",
        "name": "Price watcher",
        "scopes": ["catalog:read", "reviews:write"],
        "created_at": "2100-07-01T12:00:00Z",
        "expires_at": "2100-07-08T12:00:00Z",
        "last_used_at": None,
        "token": "",
    }
    door = Api(made["token"])
    assert door.get(PRODUCTS).status_code == 200
    assert door.post(REVIEWS, {"rating": 5}).status_code == 201
    assert door.post("/api/v1/categories/", {"name": "Stoves"}).json()["code"] == "insufficient_scope"

    listed = own.get(TOKENS)
    assert [each["id"] for each in listed.json()["results"]] == [made["id"]]
    assert listed.json()["results"][0]["last_used_at"] == "2100-07-01T12:00:00Z"
    assert made["token"] not in listed.content.decode()
    assert PersonalToken.objects.get().digest not in listed.content.decode()


@pytest.mark.roadmap("api.tokens")
def test_a_revoked_token_opens_nothing(own, django_capture_on_commit_callbacks):
    answer = own.post(TOKENS, NEW)
    door = Api(answer.json()["token"])
    assert door.get(PRODUCTS).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        assert own.delete(answer["Location"]).status_code == 204

    refused = door.get(PRODUCTS)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    assert own.get(TOKENS).json()["results"] == []


def test_anothers_token_is_as_if_it_were_not_there(own, api, other_customer):
    path = own.post(TOKENS, NEW)["Location"]
    other = api.as_(other_customer)

    foreign, missing = other.delete(path), other.delete(f"{TOKENS}no-such-token/")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() | {"request_id": ""} == missing.json() | {"request_id": ""}
    assert foreign.headers.keys() == missing.headers.keys()
    assert other.get(TOKENS).json()["results"] == []


def test_no_token_reaches_the_tokens(own):
    door = Api(own.post(TOKENS, {**NEW, "scopes": [scope.value for scope in Scope]}).json()["token"])

    answers = [door.get(TOKENS), door.post(TOKENS, NEW), door.delete(f"{TOKENS}any/")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "insufficient_scope")] * 3


def test_who_is_nobody_has_no_list(api):
    assert (api.get(TOKENS).status_code, api.get(TOKENS).json()["code"]) == (401, "sign_in_required")


def test_the_list_goes_page_by_page(own, customer):
    for _ in range(5):
        factories.personal_token(User.objects.get(public_id=customer.public_id))
    first = own.get(TOKENS, {"limit": 3}).json()

    second = own.get(first["next"]).json()

    seen = [each["id"] for each in first["results"] + second["results"]]
    assert seen == list(PersonalToken.objects.order_by("-created_at", "-id").values_list("public_id", flat=True))


def test_the_list_is_one_statement_however_many_there_are(own, customer, statements):
    for _ in range(5):
        factories.personal_token(User.objects.get(public_id=customer.public_id))

    with statements:
        own.get(TOKENS)

    assert len(statements) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": "catalog:read"},
        {"expires_in_days": 0},
        {"expires_in_days": 366},
        {"expires_in_days": None},
        {"role": "admin"},
    ],
)
def test_what_is_asked_for_is_checked(own, wrong):
    assert own.post(TOKENS, NEW | wrong).status_code == 400
    assert not PersonalToken.objects.exists()


def test_so_many_are_made_in_an_hour_and_revoking_is_not_counted_with_it(own):
    answers = [own.post(TOKENS, NEW) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [201] * 20 + [429]
    assert own.get(TOKENS).status_code == 200
    assert own.delete(answers[0]["Location"]).status_code == 204
