"""Signing up: an address is proven by a code before anything is opened, and nobody signs up as more than a customer."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core import mail

from accounts import services
from accounts.models import User
from core.access import Role
from tests import factories
from tests.api.account.conftest import Visitor, mailed, published, told

pytestmark = pytest.mark.integration

NEW = {"email": "Grace@Cairn.example", "password": factories.PASSWORD}
TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address


def test_who_proves_the_address_gets_tokens_that_open_the_api(visitor, tent):
    asked = visitor.post("auth/signup", **NEW)
    proven = visitor.post("auth/email/verify", key=mailed())

    assert told(asked) == (401, "email_verification_required")
    assert proven.status_code == 200
    bearer = {"Authorization": f"Bearer {proven.json()['meta']['access_token']}"}
    review = visitor.api.post("/api/v1/products/ridge-tent/reviews/", {"rating": 5}, headers=bearer)
    assert review.status_code == 201
    assert published()[-4:] == ["AccountCreated", "EmailVerified", "SignedIn", "ProductReviewed"]


def test_the_refresh_token_gives_the_next_pair(visitor):
    visitor.post("auth/signup", **NEW)
    meta = visitor.post("auth/email/verify", key=mailed()).json()["meta"]

    renewed = visitor.api.post(f"{TOKEN}refresh/", {"refresh": meta["refresh_token"]})

    assert renewed.status_code == 200


def test_nothing_is_opened_before(visitor, db):
    visitor.post("auth/signup", **NEW)

    assert told(visitor.get("account/authenticators")) == (401, "email_verification_required")
    assert told(visitor.api.post(TOKEN, NEW)) == (403, "email_not_verified")
    assert told(visitor.api.post(TOKEN, NEW | {"password": "a wrong one"})) == (401, "invalid_credentials")


def test_a_sign_in_before_sends_another_code(visitor):
    visitor.post("auth/signup", **NEW)
    later = Visitor()

    asked = later.signs_in(NEW["email"])
    proven = later.post("auth/email/verify", key=mailed())

    assert told(asked) == (401, "email_verification_required")
    assert len(mail.outbox) == 2
    assert proven.status_code == 200


@pytest.mark.parametrize(
    "more", [{"role": "admin"}, {"is_staff": True}, {"is_superuser": True}, {"is_active": True}, {"verified": True}]
)
def test_what_is_not_for_the_newcomer_to_say_is_refused_by_name(visitor, more):
    answer = visitor.post("auth/signup", **NEW, **more)

    assert told(answer) == (400, "field_not_allowed")
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(more))}"
    assert not User.objects.exists()


def test_whoever_signs_up_is_a_customer(visitor):
    visitor.post("auth/signup", **NEW)

    user = User.objects.get()
    assert (user.email, user.role, user.is_superuser) == ("grace@cairn.example", Role.CUSTOMER, False)


def test_a_second_sign_up_changes_nothing_and_tells_only_the_owner(visitor, ada):
    asked = visitor.post("auth/signup", email="ADA@cairn.example", password="somebody else's idea")

    assert told(asked) == (401, "email_verification_required")
    assert User.objects.get().check_password(factories.PASSWORD)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([ada.email], "[Cairn] You have an account already")
    assert published() == ["SignUpRepeated"]


SPELLINGS = ["x@\u00e9xample.example", "x@e\u0301xample.example", "x@XN--xample-9ua.example"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_mailbox_has_one_account_however_its_domain_is_spelled(visitor, spelling):
    visitor.post("auth/signup", email=SPELLINGS[0], password=factories.PASSWORD)
    Visitor().post("auth/signup", email=spelling, password="somebody else's idea")

    assert [user.email for user in User.objects.all()] == ["x@xn--xample-9ua.example"]
    assert {to for message in mail.outbox for to in message.to} == {"x@xn--xample-9ua.example"}


def test_a_code_goes_to_the_domain_that_was_typed_and_to_none_that_looks_like_it(visitor):
    visitor.post("auth/signup", email="a@stra\u00dfe.example", password=factories.PASSWORD)

    assert mail.outbox[-1].to == ["a@xn--strae-oqa.example"]
    assert mail.outbox[-1].message()["To"] == "a@xn--strae-oqa.example"


def test_of_two_who_sign_up_at_once_the_second_is_told_as_if_the_first_had_long_been_there(visitor, monkeypatch):
    sign_up = services.sign_up

    def overtaken(**newcomer: Any) -> User:
        sign_up(**newcomer)
        return sign_up(**newcomer)

    monkeypatch.setattr(services, "sign_up", overtaken)

    asked = visitor.post("auth/signup", **NEW)

    assert told(asked) == (401, "email_verification_required")
    assert mail.outbox[-1].subject == "[Cairn] You have an account already"
    assert User.objects.count() == 1


def test_the_code_counts_only_where_the_sign_up_began(visitor):
    visitor.post("auth/signup", **NEW)

    elsewhere = Visitor().post("auth/email/verify", key=mailed())

    assert told(elsewhere) == (409, "not_possible_now")


def test_three_wrong_codes_are_enough(visitor):
    visitor.post("auth/signup", **NEW)
    code = mailed()

    wrong = [told(visitor.post("auth/email/verify", key="AAAA-AAAA")) for _ in range(3)]

    assert wrong == [(400, "invalid_input")] * 3
    assert told(visitor.post("auth/email/verify", key=code)) == (409, "not_possible_now")


@pytest.mark.parametrize("password", ["short", "password123", "grace@cairn.example", "12345678901"])
def test_a_password_that_is_easily_guessed_is_refused(visitor, password):
    answer = visitor.post("auth/signup", **NEW | {"password": password})

    assert told(answer) == (400, "invalid_input")
    assert answer.json()["errors"][0]["pointer"] == "/password"


def test_an_error_speaks_both_dialects(visitor):
    answer = visitor.post("auth/signup", email="no address", password=factories.PASSWORD)

    body = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert body["errors"] == [
        {
            "code": "invalid",
            "detail": "Enter a valid e-mail address, with nothing but ASCII before the @.",
            "pointer": "/email",
            "message": "Enter a valid e-mail address, with nothing but ASCII before the @.",
            "param": "email",
        }
    ]
    assert (body["status"], body["type"]) == (400, "/api/problems/#invalid_input")


def test_the_mail_says_which_request_takes_the_code(visitor):
    visitor.post("auth/signup", **NEW)

    message = mail.outbox[-1]
    assert (message.to, message.subject) == (["grace@cairn.example"], "[Cairn] Welcome: your code")
    assert "http://testserver/api/account/app/v1/auth/email/verify" in message.body
    assert "&" not in message.body
    # Written as it is: where mails are files, its reader copies the request out of one.
    assert message.message()["Content-Transfer-Encoding"] == "7bit"


def test_the_command_of_that_page_can_be_pasted(api, visitor):
    page = unescape(api.get("/api/account/").content.decode())
    path, body = re.findall(r"curl -s http://testserver/api/account/app/v1/(\S+).*?-d '(.+?)'", page, re.DOTALL)[0]

    answer = visitor.post(path, **json.loads(body))

    assert (answer.status_code, visitor.session != "") == (401, True)
    assert len(mail.outbox) == 1


def test_the_page_that_mails_lead_to_names_every_route_of_a_sign_up(api):
    page = api.get("/api/account/").content.decode()

    for anchor in ("sign-up", "sign-in", "reset", "second-factor"):
        assert f'id="{anchor}"' in page
