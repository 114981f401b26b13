"""Passwords: reset by who gets a key by mail, hashed as is due today, and not changed here."""

import pytest
from argon2 import PasswordHasher
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.core import mail

from accounts.models import TokenFamily, User
from config.settings import accounts
from tests import factories
from tests.api.account.conftest import Visitor, mailed, published, told

pytestmark = pytest.mark.integration

OTHER = "another walk in the hills"
TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address


def reset(email="ada@cairn.example", password=OTHER):
    visitor = Visitor()
    visitor.post("auth/password/request", email=email)
    return visitor.post("auth/password/reset", key=mailed(), password=password)


def test_a_password_is_not_changed_here(ada, signed_in):
    answer = signed_in.post("account/password/change", current_password=factories.PASSWORD, new_password=OTHER)

    assert told(answer) == (404, "not_found")
    assert User.objects.get().check_password(factories.PASSWORD)


def test_a_key_sets_the_password_and_ends_every_sign_in(ada, signed_in):
    reset()

    assert User.objects.get().check_password(OTHER)
    assert told(signed_in.get("auth/session")) == (410, "session_ended")
    assert not TokenFamily.objects.filter(revoked_at=None).exists()
    assert published()[-1] == "PasswordReset"


def test_a_key_is_good_once(ada):
    reset()
    key = mailed()

    again = Visitor().post("auth/password/reset", key=key, password="a third walk in the hills")

    assert told(again) == (400, "invalid_input")
    assert User.objects.get().check_password(OTHER)


@pytest.mark.parametrize("key", ["-x", "--", "x", "-", "1-", "zzzzzzzzzzzzzz-1", "\u0661-x"])
def test_a_key_of_no_account_is_refused_however_it_is_spelt(ada, key):
    assert told(Visitor().post("auth/password/reset", key=key, password=OTHER)) == (400, "invalid_input")


def test_who_has_the_key_has_the_mailbox(visitor):
    visitor.post("auth/signup", email="grace@cairn.example", password=factories.PASSWORD)

    reset("grace@cairn.example")

    signed_in = visitor.api.post(TOKEN, {"email": "grace@cairn.example", "password": OTHER})
    assert signed_in.status_code == 200
    assert "EmailVerified" in published()


def test_a_key_of_another_account_is_a_reset_of_that_one(ada, signed_in):
    grace = factories.user(email="grace@cairn.example")
    signed_in.post("auth/password/request", email=grace.email)

    signed_in.post("auth/password/reset", key=mailed(), password=OTHER)

    assert User.objects.get(email=grace.email).check_password(OTHER)
    assert User.objects.get(email=ada.email).check_password(factories.PASSWORD)
    assert published()[-1] == "PasswordReset"


@pytest.mark.parametrize("typed", ["KAY@cairn.example", " kay@cairn.example "])
def test_a_key_is_sent_to_the_address_of_the_account_however_it_was_typed(visitor, typed):
    factories.user(email="kay@cairn.example")

    visitor.post("auth/password/request", email=typed)

    assert mail.outbox[-1].to == ["kay@cairn.example"]


def test_a_key_is_asked_for_with_any_spelling_of_the_domain(visitor):
    factories.user(email="kay@xn--htte-0ra.example")

    visitor.post("auth/password/request", email="kay@h\u00fctte.example")

    assert mail.outbox[-1].to == ["kay@xn--htte-0ra.example"]


@pytest.mark.parametrize("typed", ["\u212aay@cairn.example", "kay@\uff43airn.example"])
def test_what_only_folds_to_an_address_has_no_key_sent_anywhere(visitor, typed):
    factories.user(email="kay@cairn.example")

    assert told(visitor.post("auth/password/request", email=typed)) == (400, "invalid_input")
    assert not mail.outbox


def test_a_stranger_is_told_that_there_is_no_account_by_mail_alone(visitor):
    answer = visitor.post("auth/password/request", email="nobody@cairn.example")

    assert answer.status_code == 200
    assert mail.outbox[-1].subject == "[Cairn] There is no account with this address"


def test_a_key_that_can_not_be_sent_is_told_alike_to_all(ada, broken_mail):
    answers = [Visitor().post("auth/password/request", email=email) for email in (ada.email, "nobody@cairn.example")]

    assert [told(answer) for answer in answers] == [(503, "service_unavailable")] * 2


# What an account may still have: another algorithm, or Argon2 as it was set up some years ago.
OLD = {
    "PBKDF2": PBKDF2PasswordHasher().encode(factories.PASSWORD, "a grain of salt", iterations=1000),
    "Argon2 with less memory": "argon2" + PasswordHasher(time_cost=1, memory_cost=1024).hash(factories.PASSWORD),
}


@pytest.fixture
def in_earnest(settings):
    """Hashed as in production."""
    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS


@pytest.mark.parametrize("old", OLD)
@pytest.mark.parametrize("door", ["token", "account"])
def test_an_old_hash_is_made_new_at_the_next_sign_in(ada, in_earnest, door, old):
    User.objects.update(password=OLD[old])
    credentials = {"email": ada.email, "password": factories.PASSWORD}

    visitor = Visitor()
    answer = visitor.api.post(TOKEN, credentials) if door == "token" else visitor.signs_in(**credentials)

    stored = User.objects.get().password
    hasher = identify_hasher(stored)
    assert answer.status_code == 200
    assert stored.startswith("argon2$argon2id$")
    assert not hasher.must_update(stored)
