"""What an app holds: a handle on a session, good for a while at these routes alone, and one pair of tokens."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import services
from accounts.models import TokenFamily
from api.account.tokens import SESSION_LASTS
from core.access import Role
from tests import factories
from tests.api.account.conftest import ACCOUNT, Visitor, published, told

pytestmark = pytest.mark.integration


def cookie(value):
    return Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={value}"})


def test_a_sign_in_gives_one_pair(ada, signed_in):
    family = TokenFamily.objects.get()

    assert family.user == ada
    assert published() == ["SignedIn"]


def test_later_answers_bring_no_tokens(signed_in):
    answer = signed_in.get("auth/session")

    assert answer.status_code == 200
    assert "access_token" not in answer.json()["meta"]


def test_a_session_token_opens_nothing_as_a_cookie(db):
    visitor = Visitor()
    visitor.signs_in(factories.user(Role.ADMIN).email)

    assert cookie(visitor.session).get("/admin/").status_code == 302


def test_the_key_of_a_session_is_no_session_token(signed_in):
    signed_in.session = Session.objects.get().session_key

    assert told(signed_in.get("auth/session")) == (410, "session_ended")


@pytest.mark.parametrize("token", ["x", "é", "=" * 88, "AAAA" * 22])
def test_what_we_did_not_make_is_an_ended_session(visitor, token):
    answer = visitor.api.get(f"{ACCOUNT}auth/session", headers={"X-Session-Token": token})

    assert told(answer) == (410, "session_ended")


def test_a_token_of_the_api_opens_no_account_route(api, ada):
    answer = api.as_(factories.actor(ada)).get(f"{ACCOUNT}auth/session")

    assert told(answer) == (401, "sign_in_required")


def test_the_session_lasts_for_what_allauth_needs_it(signed_in):
    session = Session.objects.get()

    lasts = session.get_decoded()["_session_expiry"]
    assert timedelta(seconds=lasts) == SESSION_LASTS


def test_a_sign_out_ends_session_and_tokens(signed_in):
    signed_in.delete("auth/session")

    assert told(signed_in.get("auth/session")) == (410, "session_ended")
    assert not TokenFamily.objects.filter(revoked_at=None).exists()
    assert published() == ["SignedIn", "SignedOut"]


def test_signing_out_everywhere_ends_the_session_too(ada, signed_in):
    services.sign_out_everywhere(actor=factories.actor(ada))

    assert told(signed_in.get("auth/session")) == (410, "session_ended")


def test_an_account_that_is_closed_between_password_and_code_is_not_entered(ada):
    secret, visitor = factories.second_factor(ada), Visitor()
    visitor.signs_in(ada.email)
    services.deactivate_account(actor=factories.OPERATOR, public_id=ada.public_id)

    answer = visitor.post("auth/2fa/authenticate", code=factories.totp(secret))

    assert told(answer) == (401, "invalid_credentials")
    assert not TokenFamily.objects.exists()


def test_a_sign_out_leaves_the_other_sign_ins(ada, signed_in):
    elsewhere = Visitor()
    elsewhere.signs_in(ada.email)

    signed_in.delete("auth/session")

    assert elsewhere.get("auth/session").status_code == 200
    assert TokenFamily.objects.filter(revoked_at=None).count() == 1


def test_no_number_of_a_row_is_told(ada, signed_in):
    user = signed_in.get("auth/session").json()["data"]["user"]

    assert user == {"id": ada.public_id, "display": "Ada", "email": ada.email, "has_usable_password": True}


def test_nothing_is_kept_on_the_way(signed_in):
    answers = [signed_in.get("auth/session"), signed_in.get("account/authenticators/totp"), Visitor().get("config")]

    assert [(answer["Cache-Control"], answer.has_header("Expires")) for answer in answers] == [("no-store", False)] * 3


def test_an_app_gets_no_cookie(ada):
    visitor = Visitor()

    answer = visitor.signs_in(ada.email)

    assert not answer.cookies
