"""Each gate of RFC 9700 taken away: what the tests beside this one see refused then gets through."""

from typing import Any

import pytest
from django.core import checks
from oauth2_provider.models import AccessToken, Application

from accounts.oauth import families
from api.oauth import requests
from api.oauth.consent import Authorize
from api.oauth.endpoints import Introspection, Revocation, Token, UserInfo
from core import clock
from tests.api.oauth import weakened
from tests.api.oauth.flows import TOKEN, USERINFO, VERIFIER, Flow, told

pytestmark = [pytest.mark.integration, pytest.mark.filterwarnings("ignore:.*RFC 9700:DeprecationWarning")]


@pytest.fixture
def without(settings):
    """`without(PKCE_REQUIRED=False)`: the provider with other settings, and with cores made of them."""

    def changed(**gates: Any) -> None:
        settings.OAUTH2_PROVIDER = {**settings.OAUTH2_PROVIDER, "ALWAYS_RELOAD_OAUTHLIB_CORE": True, **gates}

    yield changed
    for view in (Authorize, Token, Revocation, Introspection, UserInfo):
        # Kept with the view that made it: the next test would ask a weakened one.
        if "_oauthlib_core" in vars(view):
            del view._oauthlib_core


@pytest.mark.roadmap("api.oauth")
def test_where_pkce_is_not_required_a_code_needs_no_verifier(notes, without):
    without(PKCE_REQUIRED=False)

    code = notes.code(code_challenge=None, code_challenge_method=None)

    assert notes.exchanges(code, code_verifier=None).status_code == 200


def test_where_plain_is_taken_the_challenge_is_the_verifier(notes, without):
    without(
        OAUTH2_VALIDATOR_CLASS=weakened.TakesAnyChallenge,
        COMPLIANT_BCP_RFC9700_PKCE_METHOD=False,
    )

    code = notes.code(code_challenge=VERIFIER, code_challenge_method="plain")

    assert notes.exchanges(code).status_code == 200


def test_where_the_method_is_not_gated_our_own_rule_still_stands(notes, without):
    without(COMPLIANT_BCP_RFC9700_PKCE_METHOD=False)

    assert notes.is_let_in(code_challenge=VERIFIER, code_challenge_method="plain").status_code == 400


def test_where_all_grants_are_spoken_a_token_comes_in_the_address(notes, without):
    Application.objects.update(authorization_grant_type="implicit")
    without(
        OAUTH2_SERVER_CLASS=weakened.EveryGrant,
        OAUTH2_VALIDATOR_CLASS=weakened.TakesAnyResponse,
        COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT=False,
    )

    assert "access_token=" in notes.is_let_in(response_type="token")["Location"]


def test_where_all_grants_are_spoken_an_application_may_ask_for_the_password(notes, ada, without):
    Application.objects.update(authorization_grant_type="password")
    without(
        OAUTH2_SERVER_CLASS=weakened.EveryGrant,
        OAUTH2_VALIDATOR_CLASS=weakened.TakesAnyResponse,
        COMPLIANT_BCP_RFC9700_PASSWORD_GRANT=False,
    )
    body = {"grant_type": "password", "username": ada.email, "password": "a walk in the hills"}

    assert notes.posts(TOKEN, {**body, "scope": "catalog:read"}).status_code == 200


def test_where_redirects_are_matched_loosely_the_code_goes_elsewhere(notes, without):
    without(OAUTH2_VALIDATOR_CLASS=weakened.MatchesTheBeginning)

    answer = notes.is_let_in(redirect_uri="https://notes.attacker.example/")

    assert answer["Location"].startswith("https://notes.attacker.example/?code=")


def test_where_wildcards_are_allowed_any_host_below_will_do(notes, without):
    Application.objects.update(redirect_uris="https://*.notes.example/signed-in")
    elsewhere = {"redirect_uri": "https://attacker.notes.example/signed-in"}
    assert notes.is_let_in(**elsewhere).status_code == 400

    without(ALLOW_URI_WILDCARDS=True)

    assert notes.is_let_in(**elsewhere).status_code == 303


def test_where_spent_codes_are_forgotten_a_thief_keeps_the_tokens(notes, without):
    without(OAUTH2_VALIDATOR_CLASS=weakened.ForgetsSpentCodes)
    code = notes.code()
    given = notes.exchanges(code).json()

    assert notes.exchanges(code).status_code == 400

    assert notes.reads(given["access_token"]) == 200


def test_where_reuse_is_not_watched_a_thief_stays(notes, without):
    without(REFRESH_TOKEN_REUSE_PROTECTION=False)
    first = notes.tokens()
    second = notes.refreshes(first["refresh_token"]).json()

    assert notes.refreshes(first["refresh_token"]).status_code == 400

    assert notes.reads(second["access_token"]) == 200


def test_where_a_family_has_no_end_it_is_renewed_for_ever(notes, without):
    without(OAUTH2_VALIDATOR_CLASS=weakened.NeverEnds)
    given = notes.tokens()

    with clock.stopped(clock.now() + 2 * families.FAMILY_LASTS):
        assert notes.refreshes(given["refresh_token"]).status_code == 200


def test_where_nothing_rotates_a_refresh_token_is_good_for_ever(notes, without):
    without(ROTATE_REFRESH_TOKEN=False)
    given = notes.tokens()

    assert [notes.refreshes(given["refresh_token"]).status_code for _ in range(3)] == [200, 200, 200]


def test_where_tokens_are_kept_as_they_are_the_database_opens_the_shop(notes, without):
    without(COMPLIANT_BCP_RFC9700_TOKEN_STORAGE=False)
    given = notes.tokens()

    assert AccessToken.objects.get().token == given["access_token"]


def test_where_the_issuer_is_left_out_nobody_can_tell_who_answered(notes, without):
    without(COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS=False)

    assert "iss" not in told(notes.is_let_in())


def test_where_addresses_are_not_looked_at_a_token_in_one_opens_userinfo(notes, monkeypatch):
    """The toolkit's gate covers resources, not its own userinfo endpoint."""
    token = notes.tokens(scope="openid")["access_token"]
    monkeypatch.setattr(requests, "_NOT_IN_AN_ADDRESS", set())

    assert notes.door.get(USERINFO, {"access_token": token}).status_code == 200


def test_where_an_application_on_its_own_may_ask_for_anything_it_gets_it(register, signed_in, without):
    on_its_own = Flow(register(grant="client-credentials", redirect_uris=()), signed_in)
    wanted = {"grant_type": "client_credentials", "scope": "reviews:write"}
    assert on_its_own.posts(TOKEN, wanted).json()["error"] == "invalid_scope"

    without(OAUTH2_VALIDATOR_CLASS=weakened.TakesAnyScope)

    assert on_its_own.posts(TOKEN, wanted).status_code == 200


def test_where_claims_know_no_scope_every_application_is_told_the_address(notes, without):
    without(OAUTH2_VALIDATOR_CLASS=weakened.TellsMore)
    token = notes.tokens(scope="openid")["access_token"]

    answer = notes.door.get(USERINFO, headers={"Authorization": f"Bearer {token}"})

    assert answer.json()["email"] == "ada@cairn.example"


def test_where_a_closed_account_is_not_looked_at_it_is_renewed_for_ever(notes, ada, without):
    given = notes.tokens()
    type(ada).objects.update(is_active=False)
    without(OAUTH2_VALIDATOR_CLASS=weakened.BelievesTheClosed)

    # Who is closed is its owner, not Grace, who made the application.
    type(ada).objects.exclude(pk=ada.pk).update(is_active=True)

    assert notes.refreshes(given["refresh_token"]).status_code == 200


OPEN = {
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": False,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": False,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": False,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": False,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": False,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": False,
    "REFRESH_TOKEN_REUSE_PROTECTION": False,
    "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 5,
    "ALLOW_URI_WILDCARDS": True,
    "PKCE_REQUIRED": False,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],
}


@pytest.mark.roadmap("api.oauth")
@pytest.mark.parametrize("gate", [None, *OPEN])
def test_the_deployment_check_finds_every_open_gate(without, gate):
    production: dict[str, Any] = {"ALLOWED_REDIRECT_URI_SCHEMES": ["https"]}
    without(**{**production, **({gate: OPEN[gate]} if gate else {})})

    found = [each.id for each in checks.run_checks(include_deployment_checks=True) if "oauth2" in str(each.id)]

    assert bool(found) is (gate is not None), found
