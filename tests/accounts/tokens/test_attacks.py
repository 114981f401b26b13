"""Forged tokens: each is refused in the same words, and each gets past a verifier that lacks the rule against it."""

import json
import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import jwt
import pytest

from accounts import services
from accounts.tokens import keyring, verifying
from accounts.tokens.claims import REFRESH_LASTS
from accounts.tokens.keys import KeySet, SigningKey
from api.callers.authentication import BearerToken
from core import clock
from tests import factories
from tests.accounts.tokens import forging, weakened

pytestmark = pytest.mark.integration

logger = logging.getLogger(__name__)

SIGNED_IN = "/api/v1/auth/logout/everywhere/"
REFRESH = "/api/v1/auth/token/refresh/"

# What is sent as an access token, and the verifier that believes it.
ATTACKS = {
    "alg none": (forging.no_signature, weakened.ObeysTheAlgorithm),
    "alg nOnE": (forging.no_signature_in_other_letters, weakened.ObeysTheAlgorithm),
    "HS256 with the public key": (forging.public_key_as_secret, weakened.ObeysTheAlgorithm),
    "HS256 with the public JWK": (forging.public_jwk_as_secret, weakened.ObeysTheAlgorithm),
    "kid that is a path": (forging.empty_secret, weakened.ObeysTheAlgorithm),
    "RS256 with another key": (forging.rsa_of_mine, weakened.SkipsTheSignature),
    "other curve": (forging.other_curve, weakened.SkipsTheSignature),
    "other key under our kid": (forging.other_key_of_that_name, weakened.SkipsTheSignature),
    "signature of zeros": (forging.zeros, weakened.SkipsTheSignature),
    "tampered claims": (forging.tampered_claims, weakened.SkipsTheSignature),
    "tampered signature": (forging.tampered_signature, weakened.SkipsTheSignature),
    "signature of another token": (forging.signature_of_another, weakened.SkipsTheSignature),
    "signature cut short": (forging.cut_short, weakened.SkipsTheSignature),
    "signature left out": (forging.without_a_signature, weakened.SkipsTheSignature),
    "key long retired": (forging.former_key, weakened.BelievesFormerKeys),
    "jwk": (forging.key_in_the_header, weakened.BelievesTheHeader),
    "jku": (forging.key_at_an_address, weakened.BelievesTheHeader),
    "x5u": (forging.certificate_at_an_address, weakened.BelievesTheHeader),
    "x5c": (forging.certificate_in_the_header, weakened.BelievesTheHeader),
    "crit": (forging.critical_extension, weakened.TakesAnyHeader),
    "refresh token": (lambda loot: loot.refresh, weakened.IgnoresTheKind),
    "ID token": (forging.id_token, weakened.IgnoresTheKind),
    "no typ": (forging.no_kind, weakened.IgnoresTheKind),
    "other aud": (lambda loot: loot.saying(aud="another-api"), weakened.without("aud")),
    "our aud among others": (lambda loot: loot.saying(aud=["cairn-api", "another-api"]), weakened.without("aud")),
    "no aud": (lambda loot: loot.saying(aud=None), weakened.without("aud")),
    "other iss": (lambda loot: loot.saying(iss="https://attacker.example"), weakened.without("iss")),
    "no iss": (lambda loot: loot.saying(iss=None), weakened.without("iss")),
    "expired": (lambda loot: loot.saying(exp=loot.claims["iat"] - 11), weakened.IgnoresTheEnd),
    "no exp": (lambda loot: loot.saying(exp=None), weakened.without("exp")),
    "exp without an end": (lambda loot: loot.saying(exp=float("inf")), weakened.without("exp")),
    "not yet valid": (lambda loot: loot.saying(nbf=loot.claims["nbf"] + 60), weakened.IgnoresTheBeginning),
    "issued in the future": (lambda loot: loot.saying(iat=loot.claims["iat"] + 60), weakened.IgnoresTheBeginning),
    "unknown role": (lambda loot: loot.saying(role="root"), weakened.TakesAnyRole),
    "no role": (lambda loot: loot.saying(role=None), weakened.without("role")),
    "no sub": (lambda loot: loot.saying(sub=None), weakened.without("sub")),
    "no family": (lambda loot: loot.saying(sid=None), weakened.without("sid")),
    "claim said twice": (forging.repeated_claim, weakened.TakesRepetition),
    "header said twice": (forging.repeated_header, weakened.TakesRepetition),
    "huge": (forging.huge, weakened.TakesAnyLength),
    "another spelling": (forging.another_spelling, weakened.TakesAnySpelling),
    "whitespace inside": (forging.in_the_signature(" " * 4), weakened.TakesAnySpelling),
    "NUL inside": (forging.in_the_signature("\0" * 4), weakened.TakesAnySpelling),
    "line break inside": (forging.in_the_signature("\r\n" * 2), weakened.TakesAnySpelling),
}


@pytest.fixture
def loot(db, monkeypatch):
    """Ada's tokens, in a house whose former key has signed its last long ago."""
    at = clock.now()
    former = SigningKey.made(signs_from=at - 3 * REFRESH_LASTS)
    present = SigningKey.made(signs_from=at - 2 * REFRESH_LASTS)
    keys = KeySet((former, present))
    monkeypatch.setattr(keyring, "current", lambda: keys)
    pair = services.start_family(user=factories.user())
    claims = jwt.decode(pair.access, options={"verify_signature": False})
    return forging.Loot(pair.access, pair.refresh, claims, key=present, former=former)


def sent(api, token):
    """The answer to it where one must be signed in."""
    return api.post(SIGNED_IN, {}, headers={"Authorization": f"Bearer {token}"})


def refreshed(api, token):
    return api.post(REFRESH, {"refresh": token})


def assert_refused_without_a_reason(answer, log):
    body = json.loads(answer.content)
    assert (answer.status_code, body["code"]) == (HTTPStatus.UNAUTHORIZED, "invalid_token")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="cairn"'
    assert (body["detail"], body["errors"]) == ("The token is not valid. Sign in again.", [])
    assert "token refused" in log.text


def test_what_an_honest_caller_has_is_believed(api, loot):
    assert refreshed(api, loot.refresh).status_code == HTTPStatus.OK
    assert sent(api, loot.saying()).status_code == HTTPStatus.NO_CONTENT


@pytest.mark.roadmap("api.jwt")
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_and_only_the_log_knows_why(api, loot, name, caplog):
    caplog.set_level(logging.INFO)
    forge, _ = ATTACKS[name]

    answer = sent(api, forge(loot))

    assert_refused_without_a_reason(answer, caplog)


@pytest.mark.roadmap("api.jwt")
@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_succeeds_where_its_rule_is_missing(api, loot, name, monkeypatch):
    forge, weak = ATTACKS[name]
    monkeypatch.setattr(verifying, "VERIFIER", weak())
    # What reads the header stands in the way of spaces too; here the verifier alone is asked.
    monkeypatch.setattr(BearerToken, "get_raw_token", lambda _, header: header.removeprefix(b"Bearer "))

    answer = sent(api, forge(loot))

    assert answer.status_code == HTTPStatus.NO_CONTENT


def test_an_access_token_renews_nothing_but_where_its_kind_is_ignored(api, loot, monkeypatch, caplog):
    caplog.set_level(logging.INFO)

    assert_refused_without_a_reason(refreshed(api, loot.access), caplog)
    monkeypatch.setattr(verifying, "VERIFIER", weakened.IgnoresTheKind())
    assert refreshed(api, loot.access).status_code == HTTPStatus.OK


def test_clocks_may_be_ten_seconds_apart_and_no_more(api, loot):
    at = clock.now()
    for apart, status in [(9, HTTPStatus.NO_CONTENT), (12, HTTPStatus.UNAUTHORIZED)]:
        behind, ahead = at - timedelta(seconds=apart), at + timedelta(seconds=apart)

        with clock.stopped(at):
            ended = sent(api, loot.saying(exp=int(behind.timestamp())))
            begins = sent(api, loot.saying(nbf=int(ahead.timestamp())))

        assert (ended.status_code, begins.status_code) == (status, status)


KIDS: list[Any] = [[], {}, 7, "", "\0"]
NONSENSE = [
    *("a.b.c", "é.é.é", "W10.W10.AA", "bnVsbA.e30.AA", "[" * 1000 + ".a.b", "WwWw.e30.A", "." * 50, "a.b.c.d"),
    *(forging.compact(header, "{}", bytes) for header in ("[" * 1000, '{"alg": 1e999}', "[1]", "null")),
    *(forging.compact({"alg": "ES256", "kid": kid, "typ": "at+jwt"}, "{}", bytes) for kid in KIDS),
]


@pytest.mark.parametrize("token", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused_not_a_bug(api, db, token, caplog):
    caplog.set_level(logging.INFO)

    assert_refused_without_a_reason(sent(api, token), caplog)
