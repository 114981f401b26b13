"""The security best current practice for OAuth 2 (RFC 9700), rule by rule. What each gate keeps out: test_gates.py."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from accounts.oauth import families
from core import clock
from tests.api.oauth.flows import AUTHORIZE, CHALLENGE, STATE, TOKEN, USERINFO, VERIFIER, WEB, Flow, told

pytestmark = pytest.mark.integration

TRICKS = {
    "other path": "https://notes.example/signed-in/more",
    "path above": "https://notes.example/",
    "dots in the path": "https://notes.example/x/../signed-in",
    "slash at the end": "https://notes.example/signed-in/",
    "query": f"{WEB}?next=https://attacker.example",
    "empty query": f"{WEB}?",
    "fragment": f"{WEB}#top",
    "empty fragment": f"{WEB}#",
    "user in front": "https://notes.example@attacker.example/signed-in",
    "user of the true host": "https://attacker@notes.example/signed-in",
    "host above": "https://example/signed-in",
    "host below": "https://more.notes.example/signed-in",
    "wildcard": "https://*.example/signed-in",
    "path in capitals": "https://notes.example/SIGNED-IN",
    "other port": "https://notes.example:8443/signed-in",
    "plain http": "http://notes.example/signed-in",
    "other scheme": "notes://notes.example/signed-in",
    "script": "javascript:alert(1)",
    "no scheme": "//notes.example/signed-in",
    "backslash": "https://notes.example\\@attacker.example/signed-in",
    "encoded slash": "https://notes.example%2fsigned-in",
    "parameters of the path": f"{WEB};attacker",
    "space behind": f"{WEB} ",
    "two": f"{WEB} https://attacker.example",
}


def assert_stays_here(answer):
    """A page of ours says no, and sends nobody anywhere."""
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert b"asked the wrong way" in answer.content


def assert_refused(answer, error, status=400):
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.content
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("trick", TRICKS)
def test_a_redirect_uri_is_matched_exactly(notes, trick):
    assert_stays_here(notes.asks(redirect_uri=TRICKS[trick]))
    assert_stays_here(notes.is_let_in(redirect_uri=TRICKS[trick]))
    assert not Grant.objects.exists()


def test_a_star_in_an_address_stands_for_no_other_host(notes):
    Application.objects.update(redirect_uris="https://*.example/signed-in")

    assert_stays_here(notes.is_let_in(redirect_uri=WEB))


def test_an_unknown_application_is_sent_nowhere(notes):
    assert_stays_here(notes.asks(client_id="nobody"))
    assert_stays_here(notes.asks(client_id=notes.client_id.swapcase()))


def test_a_native_application_may_listen_at_any_port_of_this_machine(pocket):
    answer = pocket.is_let_in(redirect_uri="http://127.0.0.1:51004/signed-in")

    assert answer["Location"].startswith("http://127.0.0.1:51004/signed-in?code=")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "[::1]", "127.0.0.1.attacker.example", "2130706433"])
def test_another_name_of_this_machine_is_another_address(pocket, host):
    assert_stays_here(pocket.asks(redirect_uri=f"http://{host}/signed-in"))


WITHOUT_PKCE: dict[str, dict[str, Any]] = {
    "none": {"code_challenge": None, "code_challenge_method": None},
    "plain": {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
    "plain by default": {"code_challenge_method": None},
    "method of another case": {"code_challenge_method": "s256"},
    "challenge cut short": {"code_challenge": CHALLENGE[:-1]},
    "challenge of any letters": {"code_challenge": "é" * 43},
}


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("kind", WITHOUT_PKCE)
def test_pkce_with_s256_is_required_of_every_application(notes, pocket, kind):
    for flow in (notes, pocket):
        assert_stays_here(flow.asks(**WITHOUT_PKCE[kind]))
        assert_stays_here(flow.is_let_in(**WITHOUT_PKCE[kind]))


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("verifier", [None, "", "b" * 53, VERIFIER.upper(), CHALLENGE])
def test_a_code_is_worth_nothing_without_its_verifier(notes, verifier):
    answer = notes.exchanges(notes.code(), code_verifier=verifier)

    assert_refused(answer, "invalid_grant" if verifier else answer.json()["error"])
    assert not AccessToken.objects.exists()


@pytest.mark.roadmap("api.oauth")
def test_a_code_used_twice_ends_what_was_given_for_it(notes):
    code = notes.code()
    given = notes.exchanges(code).json()
    assert notes.reads(given["access_token"]) == 200

    assert_refused(notes.exchanges(code), "invalid_grant")

    assert notes.reads(given["access_token"]) == 401
    assert_refused(notes.refreshes(given["refresh_token"]), "invalid_grant")


def test_a_code_is_for_the_application_that_it_was_given_to(notes, register, signed_in):
    other = Flow(register("Other"), signed_in)
    code = notes.code()

    assert_refused(other.exchanges(code), "invalid_grant")
    assert notes.exchanges(code).status_code == 200


def test_another_application_ends_nothing_by_a_code_that_it_saw(notes, register, signed_in):
    other = Flow(register("Other"), signed_in)
    code = notes.code()
    given = notes.exchanges(code).json()

    assert_refused(other.exchanges(code), "invalid_grant")
    assert notes.reads(given["access_token"]) == 200


def test_a_code_is_for_the_address_that_it_was_sent_to(register, signed_in):
    both = Flow(register(redirect_uris=(WEB, "https://notes.example/other")), signed_in)

    answer = both.exchanges(both.code(), redirect_uri="https://notes.example/other")

    assert_refused(answer, "invalid_request")


def test_a_code_lasts_a_minute(notes):
    code = notes.code()
    (grant,) = Grant.objects.all()
    assert grant.expires - grant.created <= timedelta(seconds=60.5)

    Grant.objects.update(expires=clock.now() - timedelta(seconds=1))

    assert_refused(notes.exchanges(code), "invalid_grant")


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("kind", ["token", "id_token", "id_token token", "code token", "code id_token", "none", "CODE"])
def test_there_is_no_implicit_grant(notes, kind):
    for grant in ("authorization-code", "implicit", "openid-hybrid"):
        Application.objects.update(authorization_grant_type=grant, algorithm="RS256")

        answer = notes.is_let_in(response_type=kind, scope="openid", nonce="n")

        assert told(answer)["error"] in {"unsupported_response_type", "unauthorized_client"}
        assert "token" not in answer["Location"].replace("response_type", "")


@pytest.mark.parametrize("grant_type", ["password", "urn:ietf:params:oauth:grant-type:device_code", "openid", "", "x"])
def test_there_are_no_other_grants(notes, ada, grant_type):
    Application.objects.update(authorization_grant_type="password")
    body = {"grant_type": grant_type, "username": ada.email, "password": "a walk in the hills", "device_code": "x"}

    answer = notes.posts(TOKEN, {**body, "scope": "catalog:read"})

    assert answer.json()["error"] in {"unsupported_grant_type", "invalid_request", "unauthorized_client"}
    assert answer.status_code == 400


@pytest.mark.roadmap("api.oauth")
def test_the_state_comes_back_and_the_issuer_with_it(notes):
    allowed, refused = told(notes.is_let_in()), told(notes.is_let_in("refuse"))
    wrong = told(notes.asks(scope="everything"))

    assert {answer["state"] for answer in (allowed, refused, wrong)} == {STATE}
    assert {answer["iss"] for answer in (allowed, refused, wrong)} == {"http://testserver"}
    assert (refused["error"], wrong["error"]) == ("access_denied", "invalid_scope")


def test_an_application_that_speaks_to_two_can_tell_which_one_answered(notes):
    """Mix-up: what is discovered as the issuer is what the answer names."""
    issuer = notes.door.get("/.well-known/openid-configuration").json()

    assert issuer["authorization_response_iss_parameter_supported"] is True
    assert told(notes.is_let_in())["iss"] == issuer["issuer"]


def test_an_issuer_that_the_address_brings_along_is_replaced(notes):
    """None is registered with one any more."""
    brought = f"{WEB}?iss=https://attacker.example"
    Application.objects.update(redirect_uris=brought)

    assert notes.is_let_in(redirect_uri=brought)["Location"].count("iss=") == 1
    assert told(notes.is_let_in(redirect_uri=brought))["iss"] == "http://testserver"


@pytest.mark.roadmap("api.oauth")
def test_a_refresh_token_used_twice_ends_its_family(notes):
    first = notes.tokens()
    second = notes.refreshes(first["refresh_token"]).json()
    assert (notes.reads(first["access_token"]), notes.reads(second["access_token"])) == (401, 200)

    assert_refused(notes.refreshes(first["refresh_token"]), "invalid_grant")

    assert notes.reads(second["access_token"]) == 401
    assert_refused(notes.refreshes(second["refresh_token"]), "invalid_grant")


def test_a_refresh_token_is_for_its_application(notes, register, signed_in):
    other = Flow(register("Other"), signed_in)
    given = notes.tokens()

    assert_refused(other.refreshes(given["refresh_token"]), "invalid_grant")
    assert notes.refreshes(given["refresh_token"]).status_code == 200


def test_a_refresh_token_that_is_not_used_ends(notes):
    given = notes.tokens()
    AccessToken.objects.update(expires=F("expires") - timedelta(days=14, seconds=301))

    assert_refused(notes.refreshes(given["refresh_token"]), "invalid_grant")


@pytest.mark.roadmap("api.oauth")
def test_a_family_ends_however_often_it_is_renewed(notes):
    given = notes.tokens()
    at = clock.now()

    with clock.stopped(at + families.FAMILY_LASTS - timedelta(minutes=1)):
        given = notes.refreshes(given["refresh_token"]).json()
    with clock.stopped(at + families.FAMILY_LASTS + timedelta(minutes=1)):
        assert_refused(notes.refreshes(given["refresh_token"]), "invalid_grant")


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("scope", ["catalog:read catalog:write", "catalog:write", "openid", "everything"])
def test_no_scope_is_added_by_refreshing(notes, scope):
    given = notes.tokens()

    assert_refused(notes.refreshes(given["refresh_token"], scope=scope), "invalid_scope")


def test_a_scope_can_be_left_out_by_refreshing(notes):
    given = notes.tokens(scope="catalog:read reviews:write")

    answer = notes.refreshes(given["refresh_token"], scope="catalog:read")

    assert answer.json()["scope"] == "catalog:read"


def test_who_names_no_scope_gets_none(notes):
    assert told(notes.asks(scope=None))["error"] == "invalid_scope"


@pytest.mark.parametrize("address", [USERINFO, "/api/v1/products/"])
def test_a_token_in_an_address_opens_nothing(notes, address):
    token = notes.tokens(scope="openid catalog:read")["access_token"]

    answer = notes.door.get(address, {"access_token": token})

    assert answer.status_code == 400


def test_secrets_in_an_address_are_refused(notes):
    body = {"grant_type": "authorization_code", "code": notes.code(), "client_id": notes.client_id}

    answer = notes.door.post(TOKEN, body, query_params={"client_secret": notes.registered.secret})

    assert_refused(answer, "invalid_request")


def test_what_opens_something_is_stored_as_a_hash_alone(notes, ada):
    given = notes.tokens()
    application = Application.objects.get(client_id=notes.client_id)

    assert notes.registered.secret not in application.client_secret
    assert {row.token for row in (*AccessToken.objects.all(), *RefreshToken.objects.all())} == {""}
    stored = {row.token_checksum for row in (*AccessToken.objects.all(), *RefreshToken.objects.all())}
    assert not stored & {given["access_token"], given["refresh_token"]}
    assert len(stored) == 2


def test_an_access_token_lasts_five_minutes(notes):
    given = notes.tokens()

    assert given["expires_in"] == 300
    with clock.stopped(clock.now() + timedelta(seconds=301)):
        assert notes.reads(given["access_token"]) == 401


@pytest.mark.parametrize("secret", [None, "", "wrong"])
def test_a_confidential_application_proves_itself(notes, secret):
    code = notes.code()

    assert_refused(notes.exchanges(code, client_secret=secret), "invalid_client", 401)
    assert_refused(
        notes.refreshes(notes.exchanges(code).json()["refresh_token"], client_secret=secret), "invalid_client", 401
    )


def test_a_public_application_needs_no_secret_and_has_none(pocket):
    assert pocket.registered.secret is None
    assert pocket.exchanges(pocket.code()).status_code == 200


def test_the_page_of_consent_is_shown_in_no_frame(notes):
    page = notes.asks()

    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_the_page_of_consent_may_lead_to_its_application_and_nowhere_else(notes, pocket):
    def actions(page):
        rules = dict(rule.split(" ", 1) for rule in page["Content-Security-Policy"].split("; "))
        return rules["form-action"]

    assert actions(notes.asks()) == "'self' https://notes.example"
    port = {"redirect_uri": "http://127.0.0.1:51004/signed-in"}
    assert actions(pocket.asks(**port)) == "'self' http://127.0.0.1:51004"


def test_nobody_consents_by_a_form_of_another_site(notes, ada):
    notes.browser.handler.enforce_csrf_checks = True

    answer = notes.is_let_in()

    assert answer.status_code == 403
    assert not Grant.objects.exists()


@pytest.mark.parametrize("more", [{}, {"scope": "catalog:write"}, {"approval_prompt": "auto"}, {"prompt": "consent"}])
def test_consent_is_asked_for_every_time(notes, more):
    notes.tokens()

    page = notes.asks(**more)

    assert page.status_code == 200
    assert b"Let it in" in page.content


def test_an_answer_is_not_repeated_by_the_browser(notes):
    """303 and never 307, which would send the application what was typed here."""
    assert notes.is_let_in().status_code == 303


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "scope", "state", "code_challenge", "response_type"])
def test_a_parameter_that_stands_twice_is_refused(notes, name):
    question = notes.question()
    twice = {**question, name: [question[name], question[name]]}

    assert_stays_here(notes.browser.get(AUTHORIZE, twice))


@pytest.mark.parametrize("parameter", ["resource", "request", "request_uri"])
def test_a_restriction_that_is_not_served_is_not_ignored(notes, parameter):
    assert_stays_here(notes.asks(**{parameter: "https://elsewhere.example"}))


NUL = ["client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "claims"]


@pytest.mark.parametrize("name", NUL)
def test_a_letter_that_no_database_takes_is_refused(notes, name):
    assert_stays_here(notes.asks(**{name: "a\0b"}))


@pytest.mark.parametrize("name", ["client_id", "code", "refresh_token", "grant_type", "code_verifier", "scope"])
def test_a_letter_that_no_database_takes_is_refused_of_applications_too(notes, name):
    assert_refused(notes.exchanges("code", **{name: "a\0b"}), "invalid_request")


def test_a_nonce_has_an_end(notes):
    assert_stays_here(notes.asks(scope="openid", nonce="n" * 256))
