"""Signing in and out by API."""

from datetime import timedelta

import pytest

from accounts.models import TokenFamily, User
from core import clock
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration

TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address
LOGOUT = "/api/v1/auth/logout/"
SHELVES = "/api/v1/categories/"


@pytest.fixture
def ada(db):
    return factories.user(Role.STAFF, email="ada@cairn.example")


def sign_in(api, **changed):
    return api.post(TOKEN, {"email": "Ada@Cairn.example", "password": factories.PASSWORD, **changed})


def refresh(api, token):
    return api.post(f"{TOKEN}refresh/", {"refresh": token})


def authorised(token, scheme="Bearer"):
    return {"headers": {"Authorization": f"{scheme} {token}"}}


def told(answer):
    return answer.status_code, answer.json()["code"]


@pytest.mark.roadmap("role.auth-security")
def test_a_pair_of_tokens_opens_what_the_role_may_do(api, ada, shelter):
    pair = sign_in(api).json()

    answer = api.post(SHELVES, {"name": "Tents"}, **authorised(pair["access"]))

    assert set(pair) == {"access", "refresh"}
    assert answer.status_code == 201


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_the_case_of_the_scheme_means_nothing(api, ada, shelter, scheme):
    token = sign_in(api).json()["access"]

    assert api.get(SHELVES, **authorised(token, scheme)).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer  a", "Bearer a b", "Basic YTpi", "Token a", "a.b.c"]
)
def test_a_header_that_is_not_understood_is_refused_not_taken_for_nobody(api, db, header):
    answer = api.get(SHELVES, headers={"Authorization": header})

    assert told(answer) == (401, "invalid_token")


def test_signing_in_is_remembered(api, ada):
    sign_in(api)

    assert User.objects.get().last_login is not None


def test_a_refresh_token_is_good_for_the_next_pair_once(api, ada):
    pair = sign_in(api).json()

    first, second = refresh(api, pair["refresh"]), refresh(api, pair["refresh"])

    assert first.status_code == 200
    assert api.get(SHELVES, **authorised(first.json()["access"])).status_code == 200
    assert told(second) == (401, "token_reused")
    assert second.headers["WWW-Authenticate"].startswith("Bearer")
    assert refresh(api, first.json()["refresh"]).status_code == 200


def test_who_is_late_with_a_spent_token_ends_the_family(api, ada):
    pair = sign_in(api).json()
    following = refresh(api, pair["refresh"]).json()

    with clock.stopped(clock.now() + timedelta(minutes=1)):
        late, after = refresh(api, pair["refresh"]), refresh(api, following["refresh"])

    assert told(late) == (401, "token_reused")
    assert told(after) == (401, "invalid_token")


def test_a_wrong_password_and_an_unknown_address_are_told_alike(api, ada):
    wrong, unknown = sign_in(api, password="wrong"), sign_in(api, email="nobody@cairn.example")

    bodies = [{key: value for key, value in each.json().items() if key != "request_id"} for each in (wrong, unknown)]
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert bodies[0] == bodies[1]


def test_a_disabled_account_does_not_sign_in(api, ada):
    User.objects.update(is_active=False)

    assert told(sign_in(api)) == (401, "invalid_credentials")


def test_refreshing_for_an_account_that_is_gone_is_401(api, ada):
    pair = sign_in(api).json()
    ada.delete()

    assert told(refresh(api, pair["refresh"])) == (401, "invalid_token")


def test_tokens_are_never_kept_by_a_cache(api, ada):
    pair = sign_in(api)

    assert pair.headers["Cache-Control"] == "no-store"
    assert refresh(api, pair.json()["refresh"]).headers["Cache-Control"] == "no-store"


def test_signing_out_ends_this_sign_in_alone(api, ada):
    here, there = sign_in(api).json(), sign_in(api).json()

    answers = [api.post(LOGOUT, {"refresh": here["refresh"]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert told(refresh(api, here["refresh"])) == (401, "invalid_token")
    assert refresh(api, there["refresh"]).status_code == 200


def test_signing_out_takes_no_access_token_and_no_forged_one(api, ada):
    pair = sign_in(api).json()

    for token in (pair["access"], "forged", f"{pair['refresh']}x"):
        assert told(api.post(LOGOUT, {"refresh": token})) == (401, "invalid_token")
    assert TokenFamily.objects.get().revoked_at is None


def test_signing_out_everywhere_ends_all_of_ones_own_sign_ins(api, ada, other_customer):
    pairs = [sign_in(api).json() for _ in range(2)]
    other = api.post(TOKEN, {"email": other_customer.name, "password": factories.PASSWORD}).json()

    answer = api.post(f"{LOGOUT}everywhere/", {}, **authorised(pairs[0]["access"]))

    assert answer.status_code == 204
    assert {told(refresh(api, pair["refresh"])) for pair in pairs} == {(401, "invalid_token")}
    assert refresh(api, other["refresh"]).status_code == 200


def test_nobody_can_sign_out_everywhere_who_is_not_signed_in(api, db):
    assert told(api.post(f"{LOGOUT}everywhere/", {})) == (401, "sign_in_required")
