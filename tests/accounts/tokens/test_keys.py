"""Keys and whose turn it is. No file here."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from accounts.tokens.claims import LEEWAY, REFRESH_LASTS
from accounts.tokens.keys import KeySet, SigningKey

pytestmark = pytest.mark.unit

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def rotated():
    """Two keys: one from noon on, the next from one o'clock."""
    return KeySet.made(at=NOON).rotated(at=NOON, signs_from=NOON + HOUR)


def test_the_next_key_signs_when_its_time_has_come_and_not_before(rotated):
    first, second = rotated.keys

    assert rotated.signing(NOON) is rotated.signing(NOON + HOUR - timedelta(seconds=1)) is first
    assert rotated.signing(NOON + HOUR) is second


def test_the_next_key_is_known_before_it_signs(rotated):
    assert set(rotated.verifying(NOON)) == {key.kid for key in rotated.keys}


def test_a_former_key_verifies_until_its_last_token_has_ended(rotated):
    first, second = rotated.keys
    end = NOON + HOUR + REFRESH_LASTS + LEEWAY

    assert first.kid in rotated.verifying(end - timedelta(seconds=1))
    assert set(rotated.verifying(end)) == {second.kid}


def test_a_rotation_leaves_out_what_no_token_needs(rotated):
    later = NOON + HOUR + REFRESH_LASTS + DAY

    again = rotated.rotated(at=later, signs_from=later)

    assert [key.kid for key in again.keys[:-1]] == [rotated.keys[1].kid]


def test_a_rotation_takes_the_place_of_one_that_has_not_begun(rotated):
    again = rotated.rotated(at=NOON, signs_from=NOON + HOUR)

    assert again.keys[0] is rotated.keys[0]
    assert len(again.keys) == 2


def test_with_all_keys_still_to_come_the_first_one_signs(rotated):
    assert rotated.signing(NOON - DAY) is rotated.keys[0]


def test_a_set_is_what_its_text_says(rotated):
    again = KeySet.from_json(rotated.as_json())

    assert [key.as_jwk() for key in again.keys] == [key.as_jwk() for key in rotated.keys]


def test_what_everybody_may_know_holds_no_secret(rotated):
    for key in rotated.keys:
        assert key.public_jwk.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert key.as_jwk()["d"] not in json.dumps(key.public_jwk)


def test_a_key_is_named_by_its_thumbprint():
    """The point 1·G of P-256, reckoned apart from this code (RFC 7638)."""
    key = SigningKey(ec.derive_private_key(1, ec.SECP256R1()), 0)

    assert key.kid == "xx0BcA-wMohw8atYDJOe6peGModklG2wRHBlXHMvl0M"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"keys": []}',
        '{"keys": [{"kty": "EC"}]}',
        json.dumps(
            {"keys": [{**ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP384R1()), as_dict=True), "signs_from": 0}]}
        ),
        json.dumps(
            {
                "keys": [
                    {
                        **ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True),
                        "signs_from": 0,
                    }
                ]
            }
        ),
    ],
    ids=["nothing", "no keys", "a list", "none", "half a key", "another curve", "a public key"],
)
def test_a_text_that_is_no_set_of_our_keys_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        KeySet.from_json(text)


def test_the_last_key_stays(rotated):
    first, second = rotated.keys

    with pytest.raises(ValueError, match="There is no key"):
        rotated.without(first.kid).without(second.kid)
