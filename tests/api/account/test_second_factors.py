"""A second factor: set up with the password at hand, asked for by both doors, each code good once."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from allauth.mfa.models import Authenticator

from accounts import services
from accounts.models import TokenFamily
from core import clock
from tests import factories
from tests.api.account.conftest import Visitor, published, told

pytestmark = pytest.mark.integration

TOKEN = "/api/v1/auth/token/"  # noqa: S105  # an address
CREDENTIALS = {"email": "ada@cairn.example", "password": factories.PASSWORD}


@pytest.fixture
def secret(ada):
    """What Ada's app holds."""
    return factories.second_factor(ada)


def signs_in(code):
    visitor = Visitor()
    visitor.signs_in(CREDENTIALS["email"])
    return visitor.post("auth/2fa/authenticate", code=code)


def asks_for_tokens(**code):
    return Visitor().api.post(TOKEN, CREDENTIALS | code)


def by(door, code):
    return signs_in(code) if door == "account" else asks_for_tokens(code=code)


def recovery_codes(visitor):
    visitor.post("auth/reauthenticate", password=factories.PASSWORD)
    return visitor.get("account/authenticators/recovery-codes").json()["data"]["unused_codes"]


def set_up(visitor):
    """Through the front door. Returns the secret."""
    visitor.post("auth/reauthenticate", password=factories.PASSWORD)
    secret = visitor.get("account/authenticators/totp").json()["meta"]["secret"]
    assert visitor.post("account/authenticators/totp", code=factories.totp(secret)).status_code == 200
    return secret


def in_half_a_minute():
    return clock.stopped(clock.now() + timedelta(seconds=30))


def test_who_began_with_a_password_that_is_no_more_does_not_get_in(ada, secret):
    visitor = Visitor()
    visitor.signs_in(ada.email)
    services.reset_password(user=ada, new_password="another walk in the hills")

    answer = visitor.post("auth/2fa/authenticate", code=factories.totp(secret))

    assert told(answer) == (401, "invalid_credentials")
    assert not TokenFamily.objects.exists()


def test_it_is_asked_for_once_it_is_set_up(signed_in):
    secret = set_up(signed_in)

    with in_half_a_minute():
        visitor = Visitor()
        asked = visitor.signs_in(CREDENTIALS["email"])
        opened = visitor.post("auth/2fa/authenticate", code=factories.totp(secret))

    assert told(asked) == (401, "second_factor_required")
    assert "access_token" not in asked.json()["meta"]
    assert opened.status_code == 200
    assert opened.json()["meta"]["access_token"]
    assert "SecondFactorAdded" in published()


def test_a_sign_in_with_it_gives_one_pair(secret):
    signs_in(factories.totp(secret))

    assert TokenFamily.objects.count() == 1


def test_the_password_alone_sets_none_up(signed_in):
    secret = signed_in.get("account/authenticators/totp").json()["meta"]["secret"]

    answer = signed_in.post("account/authenticators/totp", code=factories.totp(secret))

    assert told(answer) == (401, "reauthentication_required")


def test_a_wrong_code_sets_none_up(signed_in):
    signed_in.post("auth/reauthenticate", password=factories.PASSWORD)
    signed_in.get("account/authenticators/totp")

    answer = signed_in.post("account/authenticators/totp", code="no code")

    assert told(answer) == (400, "invalid_input")
    assert not Authenticator.objects.exists()


def test_an_account_has_one_though_two_sessions_had_a_secret_before_them(ada, signed_in):
    other = Visitor()
    other.signs_in(ada.email)
    other.post("auth/reauthenticate", password=factories.PASSWORD)
    late = other.get("account/authenticators/totp").json()["meta"]["secret"]
    set_up(signed_in)

    answer = other.post("account/authenticators/totp", code=factories.totp(late))

    assert told(answer) == (410, "session_ended")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_the_code_that_set_it_up_opens_no_sign_in(stopped_clock, signed_in, monkeypatch):
    monkeypatch.setattr("time.time", stopped_clock.timestamp)
    secret = set_up(signed_in)

    assert told(asks_for_tokens(code=factories.totp(secret))) == (401, "second_factor_required")


def test_no_secret_is_stored_as_it_is(signed_in):
    secret = set_up(signed_in)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.count() == 2


def test_secrets_outlive_a_new_secret_key(secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, which is as long as it should be, at the least"  # noqa: S105  # for a test

    assert asks_for_tokens(code=factories.totp(secret)).status_code == 200


@pytest.mark.parametrize(
    ("first", "second"), [("account", "account"), ("token", "token"), ("account", "token"), ("token", "account")]
)
def test_a_code_is_good_once(secret, stopped_clock, first, second):
    code = factories.totp(secret)

    answers = [by(door, code) for door in (first, second)]

    assert [answer.status_code == 200 for answer in answers] == [True, False]


def test_a_code_is_good_for_the_next_half_minute_and_no_longer(secret, stopped_clock):
    code = factories.totp(secret)

    with clock.stopped(stopped_clock + timedelta(seconds=60)):
        assert asks_for_tokens(code=code).status_code == 401
    with clock.stopped(stopped_clock + timedelta(seconds=59)):
        assert asks_for_tokens(code=code).status_code == 200


def test_an_older_code_is_not_good_after_a_newer_one(secret, stopped_clock):
    older = factories.totp(secret)

    with in_half_a_minute():
        assert asks_for_tokens(code=factories.totp(secret)).status_code == 200
        assert asks_for_tokens(code=older).status_code == 401


@pytest.mark.parametrize("sent", [{}, {"code": "000000x"}, {"code": "1"}])
def test_no_code_and_a_wrong_one_are_told_alike(secret, sent):
    assert told(asks_for_tokens(**sent)) == (401, "second_factor_required")


def test_a_wrong_password_is_told_before_any_code(secret):
    answer = Visitor().api.post(TOKEN, CREDENTIALS | {"password": "wrong", "code": factories.totp(secret)})

    assert told(answer) == (401, "invalid_credentials")


def test_a_code_that_is_not_asked_for_does_no_harm(ada):
    assert asks_for_tokens(code="123456").status_code == 200


def test_a_recovery_code_opens_once_by_either_door(signed_in):
    set_up(signed_in)
    first, second, *_ = recovery_codes(signed_in)

    answers = [signs_in(first), asks_for_tokens(code=first), asks_for_tokens(code=second), signs_in(second)]

    assert [answer.status_code for answer in answers] == [200, 401, 200, 400]
    assert published().count("RecoveryCodeUsed") == 2


def test_new_recovery_codes_replace_the_old(signed_in):
    set_up(signed_in)
    old, *_ = recovery_codes(signed_in)

    new, *_ = signed_in.post("account/authenticators/recovery-codes").json()["data"]["unused_codes"]

    assert asks_for_tokens(code=old).status_code == 401
    assert asks_for_tokens(code=new).status_code == 200
    assert "RecoveryCodesReplaced" in published()


def test_taken_away_it_is_not_asked_for(signed_in):
    set_up(signed_in)

    answer = signed_in.delete("account/authenticators/totp")

    assert answer.status_code == 200
    assert asks_for_tokens().status_code == 200
    assert not Authenticator.objects.exists()
    assert published()[-2:] == ["SecondFactorRemoved", "SignedIn"]


def test_codes_are_not_tried_out_from_many_addresses(secret, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    visitor = Visitor()
    visitor.signs_in(CREDENTIALS["email"])

    answers = []
    for number in range(21):  # Twice as often as allowed: a window may end meanwhile.
        visitor.headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answers.append(visitor.post("auth/2fa/authenticate", code="000000x"))

    assert {answer.status_code for answer in answers} == {400, 429}
