"""The public keys, as others get them."""

import jwt
import pytest

from accounts.management.commands.keys import NOTICE
from accounts.tokens import keyring
from core import clock
from tests import factories

pytestmark = pytest.mark.integration

PATH = "/.well-known/jwks.json"


def test_a_stranger_verifies_a_token_with_the_published_keys(api, customer):
    token = factories.access_token(customer)
    key = jwt.PyJWKSet.from_dict(api.get(PATH).json())[jwt.get_unverified_header(token)["kid"]]

    claims = jwt.decode(token, key, algorithms=["ES256"], audience="cairn-api", issuer="cairn")

    assert claims["sub"] == customer.public_id


def test_no_secret_is_published(api):
    answer = api.get(PATH)

    assert answer.headers["Content-Type"] == "application/jwk-set+json"
    for key in keyring.current().keys:
        assert key.as_jwk()["d"] not in answer.content.decode()


def test_the_keys_are_cached_for_less_than_the_notice_of_a_new_one(api):
    cached = int(api.get(PATH).headers["Cache-Control"].removeprefix("public, max-age="))

    assert 60 <= cached < NOTICE


def test_a_key_that_will_sign_is_published_before_it_does(api, monkeypatch):
    at = clock.now()
    keys = keyring.current().rotated(at=at, signs_from=clock.now().replace(year=at.year + 1))
    monkeypatch.setattr(keyring, "current", lambda: keys)

    assert [key["kid"] for key in api.get(PATH).json()["keys"]] == [key.kid for key in keys.keys]


def test_keys_are_only_read(api):
    assert api.post(PATH, {}).status_code == 405
