"""Signing in by API."""

from datetime import timedelta

import pytest

from accounts.models import User
from api.v1.auth import tokens_for
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration

TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address


@pytest.fixture
def ada(db):
    return factories.user(Role.STAFF, email="ada@cairn.example")


def sign_in(api, **changed):
    return api.post(TOKEN, {"email": "Ada@Cairn.example", "password": factories.PASSWORD, **changed})


def authorised(token):
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_a_pair_of_tokens_opens_what_the_role_may_do(api, ada, shelter):
    pair = sign_in(api).json()

    answer = api.post("/api/v1/categories/", {"name": "Tents"}, **authorised(pair["access"]))

    assert set(pair) == {"access", "refresh"}
    assert answer.status_code == 201


def test_a_refresh_token_is_good_for_the_next_pair(api, ada):
    pair = sign_in(api).json()

    refreshed = api.post(f"{TOKEN}refresh/", {"refresh": pair["refresh"]})

    assert refreshed.status_code == 200
    assert api.get("/api/v1/categories/", **authorised(refreshed.json()["access"])).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_alike(api, ada):
    wrong, unknown = sign_in(api, password="wrong"), sign_in(api, email="nobody@cairn.example")

    told = [{key: value for key, value in each.json().items() if key != "request_id"} for each in (wrong, unknown)]
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert told[0] == told[1]


def test_a_disabled_account_does_not_sign_in(api, ada):
    User.objects.update(is_active=False)

    assert sign_in(api).json()["code"] == "invalid_credentials"


def test_a_refresh_token_opens_nothing_itself(api, ada):
    answer = api.get("/api/v1/categories/", **authorised(tokens_for(ada)))

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_an_expired_token_is_refused(api, ada):
    token = tokens_for(ada).access_token
    token.set_exp(lifetime=-timedelta(seconds=1))

    assert api.get("/api/v1/categories/", **authorised(token)).status_code == 401


def test_a_token_without_a_role_is_refused_not_a_bug(api, ada):
    token = tokens_for(ada).access_token
    del token["role"]

    assert api.get("/api/v1/categories/", **authorised(token)).status_code == 401


def test_refreshing_for_an_account_that_is_gone_is_401(api, ada):
    pair = sign_in(api).json()
    ada.delete()

    answer = api.post(f"{TOKEN}refresh/", {"refresh": pair["refresh"]})

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_tokens_are_never_kept_by_a_cache(api, ada):
    assert sign_in(api).headers["Cache-Control"] == "no-store"
