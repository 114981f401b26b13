"""What a provider, or somebody in its place, may answer without being believed (RFC 9700; OpenID Connect Core)."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from accounts.models import User
from tests.api.account.providers.conftest import told
from tests.api.account.providers.crooked import CLIENT_ID, Key, Person

pytestmark = pytest.mark.integration

ADA = Person()


def nobody_came(visitor):
    return visitor.tokens().status_code == 401 and not User.objects.exists()


def refused(answer):
    return answer.status_code == 409 and answer.json()["code"] == "not_possible_now"


def test_what_the_provider_is_asked_holds_no_address_but_ours(visitor):
    there = visitor.begin()

    for part in (
        "redirect_uri=http%3A%2F%2Ftestserver%2Fproviders%2Fhome%2Fcallback%2F&",
        "code_challenge_method=S256",
    ):
        assert part in there


@pytest.mark.parametrize("part", ["state", "nonce", "code_challenge"])
def test_each_request_is_known_by_numbers_of_its_own(visitor, part):
    one, other = (parse_qs(urlsplit(visitor.begin()).query)[part] for _ in range(2))

    assert one != other


@pytest.mark.parametrize("state", ["", "made-up", None])
def test_an_answer_to_nothing_that_was_asked_is_refused(visitor, provider, state):
    answer = provider.consents(visitor.begin(), ADA) | {"state": state}

    assert refused(visitor.come_back({name: value for name, value in answer.items() if value is not None}))
    assert nobody_came(visitor)


def test_the_answer_of_another_browser_is_refused(visitor, browser_of, provider):
    """Mallory begins, and sends Ada the link that would sign her in as Mallory."""
    of_mallory = provider.consents(browser_of().begin(), Person(sub="of-mallory"))
    visitor.begin()

    assert refused(visitor.come_back(of_mallory))
    assert nobody_came(visitor)


def test_an_answer_is_good_once(visitor, browser_of, provider):
    answer = provider.consents(visitor.begin(), ADA)
    assert told(visitor.come_back(answer)) == ""

    assert refused(visitor.come_back(answer))
    assert refused(browser_of().come_back(answer))


def test_a_code_is_good_once(visitor, browser_of, provider):
    """Stolen on its way, and brought to a sign-in that the thief has begun."""
    answer = provider.consents(visitor.begin(), ADA)
    visitor.come_back(answer)
    thief = browser_of()
    own = provider.consents(thief.begin(), Person(sub="of-mallory"))

    assert told(thief.come_back(own | {"code": answer["code"]})) == "unknown"
    assert thief.tokens().status_code == 401


def test_a_code_that_was_not_used_yet_is_of_no_use_to_a_thief(visitor, browser_of, provider):
    """PKCE: the verifier is in Ada's session, not in the thief's."""
    stolen = provider.consents(visitor.begin(), ADA)["code"]
    thief = browser_of()
    own = provider.consents(thief.begin(), Person(sub="of-mallory"))

    assert told(thief.come_back(own | {"code": stolen})) == "unknown"
    assert nobody_came(thief)


def test_a_state_ends(visitor, provider, monkeypatch):
    answer = provider.consents(visitor.begin(), ADA)
    later = time.time() + 601
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)

    assert refused(visitor.come_back(answer))


LIES = {
    "other nonce": {"nonce": "of-another-sign-in"},
    "empty nonce": {"nonce": ""},
    "no nonce": {"nonce": None},
    "other issuer": {"iss": "https://other.example"},
    "issuer with a slash": {"iss": "slash"},
    "no issuer": {"iss": None},
    "for another client": {"aud": "other"},
    "for us and another": {"aud": [CLIENT_ID, "other"]},
    "for nobody": {"aud": None},
    "given to another": {"azp": "other"},
    "over": {"exp": 1},
    "without end": {"exp": None},
    "of tomorrow": {"iat": int(time.time()) + 86400},
    "of nobody": {"sub": None},
    "of a number": {"sub": 4711},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_id_token_that_is_not_the_answer_to_our_question_is_refused(visitor, provider, lie):
    provider.claims = LIES[lie] if lie != "issuer with a slash" else {"iss": f"{provider.issuer}/"}

    assert visitor.sign_in() == "unknown"
    assert nobody_came(visitor)


@pytest.mark.parametrize("kid", ["first", "other"])
def test_an_id_token_that_another_key_has_signed_is_refused(visitor, provider, kid):
    provider.published, provider.signing = [provider.signing], Key(kid)

    assert visitor.sign_in() == "unknown"
    assert nobody_came(visitor)


class Unsigned(Key):
    def signed(self, claims):
        return jwt.encode(claims, "", algorithm="none", headers={"kid": self.kid})


class SignedByThePublicKey(Key):
    """HMAC, with what anybody may read."""

    def signed(self, claims):
        header = base64url({"alg": "HS256", "kid": self.kid})
        body = header + b"." + base64url(claims)
        signature = hmac.digest(json.dumps(self.jwk).encode(), body, hashlib.sha256)
        return (body + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def base64url(document):
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=")


@pytest.mark.parametrize("kind", [Unsigned, SignedByThePublicKey])
def test_an_id_token_that_needs_no_private_key_is_refused(visitor, provider, kind):
    provider.signing = kind()

    assert visitor.sign_in() == "unknown"
    assert nobody_came(visitor)


@pytest.mark.parametrize("token", ["", "no.token", None, 7, ["a"]], ids=repr)
def test_what_is_no_id_token_is_refused(visitor, provider, token):
    provider.answer = {"id_token": token}

    assert visitor.sign_in() == "unknown"


@pytest.mark.parametrize("token", [None, 7, ""], ids=repr)
def test_what_is_no_access_token_is_refused(visitor, provider, token):
    provider.answer = {"access_token": token}

    assert visitor.sign_in() == "unknown"


@pytest.mark.parametrize("sub", ["of-another", None])
def test_the_userinfo_of_another_is_refused(visitor, provider, sub):
    provider.userinfo = {"sub": sub}

    assert visitor.sign_in() == "unknown"
    assert nobody_came(visitor)


def test_an_address_is_as_verified_as_its_own_place_says(visitor, provider):
    """The ID token calls one address verified; the userinfo has another, and says nothing of it."""
    provider.claims = {"email": ADA.email, "email_verified": True}
    provider.userinfo = {"email": "grace@provider.example", "email_verified": None}

    assert visitor.sign_in() == "unverified_at_provider"


def test_the_answer_of_one_provider_is_refused_where_another_should_answer(browser_of, named, provider, other_provider):
    named(other=other_provider)
    visitor = browser_of()
    at_home = provider.consents(visitor.begin("home"), ADA)
    elsewhere = other_provider.consents(visitor.begin("other"), ADA)

    assert refused(visitor.come_back(at_home, "other"))
    assert refused(visitor.come_back(elsewhere, "home"))
    assert nobody_came(visitor)


def test_a_code_that_another_provider_has_made_is_not_taken_to_this_one(browser_of, named, provider, other_provider):
    """Mix-up: the other provider is Mallory's, and sends the browser on to where we have an account."""
    named(other=other_provider)
    visitor = browser_of()
    answer = provider.consents(visitor.begin("other"), ADA)

    assert told(visitor.come_back(answer, "other")) == "unknown"
    assert "/token" not in other_provider.asked
    assert nobody_came(visitor)


@pytest.mark.parametrize(("says", "error"), [(True, "unknown"), (False, "")])
def test_a_provider_that_says_its_name_in_every_answer_is_held_to_it(visitor, provider, says, error):
    provider.metadata = {"authorization_response_iss_parameter_supported": says}
    answer = provider.consents(visitor.begin(), ADA)
    del answer["iss"]

    assert told(visitor.come_back(answer)) == error


def test_who_says_no_at_the_provider_comes_back_without_an_account(visitor, provider):
    state = provider.consents(visitor.begin(), ADA)["state"]

    answer = visitor.come_back({"error": "access_denied", "state": state, "iss": provider.issuer})

    assert told(answer) == "cancelled"
    assert nobody_came(visitor)


@pytest.mark.parametrize(
    "place",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "", "/\n/evil.test"],
)
def test_nobody_is_led_elsewhere(visitor, provider, place):
    answer = visitor.come_back(provider.consents(visitor.begin(next=place), ADA))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_query_chooses_neither_where_to_nor_what_for(visitor):
    there = visitor.client.post(
        "/providers/home/?next=//evil.example&scope=admin&auth_params=redirect_uri%3Dhttps://evil.example", {}
    ).headers["Location"]

    assert "evil" not in there
    assert "admin" not in there


def test_a_provider_that_nobody_has_named_is_not_there(visitor):
    for name in ("google", "openid_connect", "elsewhere"):
        assert visitor.client.post(f"/providers/{name}/").status_code == 404
        assert visitor.come_back({"code": "a", "state": "b"}, name).status_code == 404


def test_the_form_must_come_from_us(browser_of):
    visitor = browser_of()
    visitor.client.handler.enforce_csrf_checks = True
    token = visitor.client.get("/providers/").json()["csrf_token"]

    assert visitor.client.post("/providers/home/").status_code == 403
    assert visitor.client.post("/providers/token/").status_code == 403
    assert visitor.client.post("/providers/home/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_tokens_are_taken_once_and_soon(visitor, monkeypatch):
    visitor.sign_in()
    monkeypatch.setattr("api.account.providers.views.TIME_TO_TAKE_TOKENS", timedelta(minutes=-1))
    assert visitor.tokens().status_code == 401

    monkeypatch.undo()
    assert visitor.tokens().status_code == 200
    assert visitor.tokens().status_code == 401


def test_a_session_of_the_admin_is_no_word_of_a_provider(visitor, admin):
    visitor.client.force_login(User.objects.get())

    assert visitor.tokens().status_code == 401


def test_who_begins_too_often_waits(visitor):
    answers = [visitor.client.post("/providers/nowhere/").status_code for _ in range(121)]

    assert 429 in answers
