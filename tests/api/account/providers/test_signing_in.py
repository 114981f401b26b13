"""There and back: who comes to which account by the word of a provider."""

from datetime import timedelta

import pytest

from accounts.models import TokenFamily, User
from core.access import Role
from core.models import OutboxEntry
from tests import factories
from tests.conftest import Api

pytestmark = pytest.mark.integration


def test_a_newcomer_gets_an_account_and_tokens_that_open_it(visitor, api):
    assert visitor.sign_in() == ""
    assert visitor.client.session.get_expiry_age() <= 300
    pair = visitor.tokens()

    assert pair.status_code == 200
    user = User.objects.get()
    assert (user.email, user.display_name, user.role) == ("ada@provider.example", "Ada", Role.CUSTOMER)
    assert not user.has_usable_password()
    assert api.post("/api/v1/auth/token/refresh/", {"refresh": pair.json()["refresh"]}).status_code == 200
    assert OutboxEntry.objects.filter(name="AccountCreated").count() == 1


def test_what_a_provider_opened_is_one_sign_in_first_as_a_session_and_then_as_tokens(visitor):
    visitor.sign_in()
    (session,) = living_sign_ins()
    assert session.ends_at - session.started_at <= timedelta(minutes=6)

    visitor.tokens()

    assert [each.kind for each in living_sign_ins()] == ["tokens"]
    assert OutboxEntry.objects.filter(name="SignedOut").count() == 0


def living_sign_ins():
    return list(TokenFamily.objects.filter(revoked_at=None))


def test_a_second_factor_is_asked_for_too(visitor, browser_of, api):
    visitor.sign_in()
    secret = factories.second_factor(User.objects.get())
    again = browser_of()

    assert again.sign_in() == ""
    pending = again.tokens()
    assert (pending.status_code, pending.json()["code"]) == (401, "second_factor_required")

    session = {"X-Session-Token": pending.json()["meta"]["session_token"]}
    path = "/api/account/app/v1/auth/2fa/authenticate"
    assert api.post(path, {"code": "000000"}, headers=session).status_code == 400
    done = api.post(path, {"code": factories.totp(secret)}, headers=session).json()["meta"]
    assert Api(done["access_token"]).get("/api/v1/products/").status_code == 200


def test_the_pages_say_which_providers_there_are(visitor, named, other_provider):
    named(other=other_provider)

    answer = visitor.client.get("/providers/")

    assert answer.json()["providers"] == [{"id": "home", "name": "Home"}, {"id": "other", "name": "Other"}]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_to_sign_in_leads_to_each_provider_and_back(visitor):
    page = visitor.client.get("/sign-in/", {"next": "/doors/"})

    assert b'action="/providers/home/"' in page.content
    assert page.content.count(b'name="next" value="/doors/"') > 1
