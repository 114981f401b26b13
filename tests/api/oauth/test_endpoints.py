"""What applications ask: the end of a token, its worth, whose it is, and what the provider can do."""

import base64
import hashlib
from datetime import timedelta

import jwt
import pytest
from django.urls import get_resolver

from accounts.tokens import keyring
from accounts.tokens.keys import KeySet, SigningKey
from api import matrix
from core import clock
from core.access import Scope
from core.limits import policies
from tests.api.oauth.flows import INTROSPECT, REVOKE, TOKEN, USERINFO, Flow

pytestmark = pytest.mark.integration

ISSUER = "http://testserver"
NOTHING = {"active": False}
ALL = "openid profile email catalog:read"


def keys(door):
    return jwt.PyJWKSet.from_dict(door.get("/.well-known/jwks.json").json())


def claims(flow, token):
    """What an application reads, as PyJWT checks it."""
    key = keys(flow.door)[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, ["ES256"], audience=flow.client_id, issuer=ISSUER)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_one_token_ends_its_family(notes, kind):
    given = notes.tokens()

    answer = notes.posts(REVOKE, {"token": given[kind]})

    assert answer.status_code == 200
    assert notes.reads(given["access_token"]) == 401
    assert notes.refreshes(given["refresh_token"]).status_code == 400


def test_revoking_a_spent_token_ends_its_family_too(notes):
    first = notes.tokens()
    second = notes.refreshes(first["refresh_token"]).json()

    notes.posts(REVOKE, {"token": first["refresh_token"]})

    assert notes.reads(second["access_token"]) == 401


def test_another_sign_in_at_the_same_application_goes_on(notes):
    given, other = notes.tokens(), notes.tokens()

    notes.posts(REVOKE, {"token": given["refresh_token"]})

    assert notes.reads(other["access_token"]) == 200


def test_an_application_revokes_nothing_of_another(notes, register, signed_in):
    other = Flow(register("Other"), signed_in)
    given = notes.tokens()

    for kind in ("access_token", "refresh_token"):
        assert other.posts(REVOKE, {"token": given[kind]}).status_code == 200

    assert notes.reads(given["access_token"]) == 200


@pytest.mark.parametrize("proof", [{"client_secret": None}, {"client_secret": "wrong"}, {"client_id": "nobody"}])
def test_who_does_not_prove_itself_revokes_and_learns_nothing(notes, proof):
    given = notes.tokens()

    for address in (REVOKE, INTROSPECT):
        answer = notes.posts(address, {"token": given["access_token"], **proof})
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert notes.reads(given["access_token"]) == 200


def test_an_application_on_its_own_can_end_its_token(register, signed_in):
    on_its_own = Flow(register(grant="client-credentials", redirect_uris=()), signed_in)
    given = on_its_own.posts(TOKEN, {"grant_type": "client_credentials", "scope": "catalog:read"}).json()

    on_its_own.posts(REVOKE, {"token": given["access_token"]})

    assert on_its_own.reads(given["access_token"]) == 401


def test_a_confidential_application_is_told_what_its_token_is_worth(notes, ada):
    given = notes.tokens()

    told = notes.posts(INTROSPECT, {"token": given["access_token"]}).json()

    assert told.pop("exp") <= clock.now().timestamp() + 300
    assert told == {
        "active": True,
        "scope": "catalog:read",
        "client_id": notes.client_id,
        "token_type": "Bearer",
        "sub": ada.public_id,
    }


def test_of_a_token_that_is_not_its_own_or_not_alive_it_is_told_nothing(notes, register, signed_in):
    other = Flow(register("Other"), signed_in)
    given, ended = notes.tokens(), notes.tokens()
    notes.posts(REVOKE, {"token": ended["access_token"]})

    assert other.posts(INTROSPECT, {"token": given["access_token"]}).json() == NOTHING
    for token in (ended["access_token"], given["refresh_token"], "made up", ""):
        assert notes.posts(INTROSPECT, {"token": token}).json() == NOTHING
    with clock.stopped(clock.now() + timedelta(minutes=6)):
        assert notes.posts(INTROSPECT, {"token": given["access_token"]}).json() == NOTHING


def test_a_public_application_is_told_nothing(pocket):
    given = pocket.tokens()

    assert pocket.posts(INTROSPECT, {"token": given["access_token"]}).status_code == 401
    assert pocket.posts(INTROSPECT, {"token": given["access_token"], "client_secret": ""}).status_code == 401


def test_a_token_to_look_at_is_not_put_into_an_address(notes):
    token = notes.tokens()["access_token"]

    assert notes.door.get(INTROSPECT, {"token": token}).status_code == 400
    assert notes.door.get(INTROSPECT).status_code == 405


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("openid", {"sub"}),
        ("openid profile", {"sub", "name"}),
        ("openid email", {"sub", "email", "email_verified"}),
        (ALL, {"sub", "name", "email", "email_verified"}),
    ],
)
def test_an_application_is_told_what_was_agreed_to(notes, ada, scope, told):
    given = notes.tokens(scope=scope)

    userinfo = notes.door.get(USERINFO, headers={"Authorization": f"Bearer {given['access_token']}"}).json()
    technical = {"iss", "aud", "exp", "iat", "auth_time", "jti", "at_hash"}

    assert set(userinfo) == told
    assert {
        name: value for name, value in claims(notes, given["id_token"]).items() if name not in technical
    } == userinfo
    assert userinfo["sub"] == ada.public_id


def test_who_was_not_asked_who_they_are_is_told_to_nobody(notes):
    given = notes.tokens(scope="catalog:read")

    answer = notes.door.get(USERINFO, headers={"Authorization": f"Bearer {given['access_token']}"})

    assert answer.status_code in {401, 403}
    assert "id_token" not in given


@pytest.mark.parametrize("kind", ["id_token", "refresh_token"])
def test_userinfo_takes_no_other_kind_of_token(notes, kind):
    given = notes.tokens(scope=ALL)

    answer = notes.door.get(USERINFO, headers={"Authorization": f"Bearer {given[kind]}"})

    assert answer.status_code == 401
    assert "invalid_token" in answer["WWW-Authenticate"]


def test_userinfo_knows_no_closed_account(notes, ada):
    given = notes.tokens(scope=ALL)
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)

    answer = notes.door.get(USERINFO, headers={"Authorization": f"Bearer {given['access_token']}"})

    assert answer.status_code == 401


@pytest.mark.roadmap("api.oauth")
def test_an_id_token_is_signed_by_the_house_and_bound_to_its_question(notes):
    given = notes.tokens(scope=ALL, nonce="a nonce of mine")
    header = jwt.get_unverified_header(given["id_token"])
    said = claims(notes, given["id_token"])

    half = hashlib.sha256(given["access_token"].encode()).digest()[:16]
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    assert said["nonce"] == "a nonce of mine"
    assert said["exp"] - said["iat"] <= 301
    assert said["at_hash"] == base64.urlsafe_b64encode(half).decode().rstrip("=")


def test_an_id_token_outlives_the_turn_of_its_key(notes, monkeypatch):
    at = clock.now()
    former = KeySet((SigningKey.made(signs_from=at - timedelta(days=1)),))
    ring = [former]
    monkeypatch.setattr(keyring, "current", lambda: ring[0])
    given = notes.tokens(scope=ALL)

    ring[0] = former.rotated(at=at, signs_from=at)

    after = notes.tokens(scope=ALL)
    assert claims(notes, given["id_token"])["sub"] == claims(notes, after["id_token"])["sub"]
    kids = {jwt.get_unverified_header(each["id_token"])["kid"] for each in (given, after)}
    assert len(kids) == 2


def test_an_access_token_of_the_house_is_no_id_token(notes, ada, api):
    signed_in = api.post("/api/v1/auth/token/", {"email": ada.email, "password": "a walk in the hills"}).json()

    with pytest.raises(jwt.InvalidTokenError):
        claims(notes, signed_in["access"])


def test_both_addresses_of_discovery_tell_the_same_and_no_more_than_is_true(notes):
    openid = notes.door.get("/.well-known/openid-configuration")
    plain = notes.door.get("/.well-known/oauth-authorization-server")
    told = openid.json()

    assert told == plain.json()
    assert told["issuer"] == ISSUER
    assert set(told["scopes_supported"]) == {*Scope, "openid", "profile", "email"}
    assert told["grant_types_supported"] == ["authorization_code", "refresh_token", "client_credentials"]
    assert (told["response_types_supported"], told["code_challenge_methods_supported"]) == (["code"], ["S256"])
    addresses = [value.removeprefix(ISSUER) for name, value in told.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(addresses) == 6
    for address in addresses:
        get_resolver().resolve(address)


def test_the_toolkits_other_doors_are_not_there(api):
    ours = {route.split(" ")[1] for route in matrix.routes() if "/oauth/" in route}

    assert ours == {f"/oauth/{name}/" for name in ("authorize", "token", "revoke", "introspect", "userinfo")}
    for gone in ("applications/", "authorized_tokens/", "device/", "register/", "logout/", "device-authorization/"):
        assert api.get(f"/oauth/{gone}").status_code == 404


@pytest.mark.parametrize("address", [TOKEN, REVOKE, INTROSPECT])
def test_no_cookie_speaks_for_an_application(notes, address):
    notes.browser.handler.enforce_csrf_checks = True

    assert notes.browser.post(address, {"token": "x", "grant_type": "refresh_token"}).status_code in {400, 401}


def test_endpoints_are_limited_by_address(notes, monkeypatch):
    (usual,) = policies.POLICIES["oauth"]
    monkeypatch.setitem(policies.POLICIES, "oauth", (usual._replace(windows=((1, policies.HOUR),)),))
    ask = [notes.door.post(TOKEN, {}, REMOTE_ADDR=f"203.0.113.{host}") for host in (7, 7, 7, 8)]

    assert [answer.status_code for answer in ask] == [400, 429, 429, 400]
    assert int(ask[1]["Retry-After"]) > 0
