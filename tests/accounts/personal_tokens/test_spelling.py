"""What a personal token looks like: found by a scanner, guessed by nobody, told from a misprint without asking."""

import hashlib
import math
import re
import string
import zlib
from collections.abc import Callable

import pytest

from accounts.personal_tokens import spelling

pytestmark = pytest.mark.unit

# As a scanner for lost secrets has it.
PATTERN = re.compile(r"\bcairn_pat_[0-9A-Za-z]{36}\b")


@pytest.mark.roadmap("api.tokens")
def test_a_token_is_found_in_a_text_and_its_checksum_holds():
    token = spelling.made()

    assert PATTERN.findall(f"curl -H 'Authorization: Bearer {token}'") == [token]
    assert spelling.is_sound(token)


def test_a_token_has_more_random_bits_than_anybody_can_try():
    assert spelling.RANDOM_CHARACTERS * math.log2(len(set(spelling._ALPHABET))) > 160


def test_no_two_tokens_are_alike_and_all_letters_occur():
    tokens = {spelling.made() for _ in range(1000)}

    assert len(tokens) == 1000
    assert set(spelling._ALPHABET) <= set("".join(tokens))


MISPRINTS: dict[str, Callable[[str], str]] = {
    "in the checksum": lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
    "in the secret": lambda token: token[:10] + ("0" if token[10] != "0" else "1") + token[11:],
    "one short": lambda token: token[:-1],
    "one more": lambda token: token + "0",
    "a longer secret": lambda _: f"{spelling.PREFIX}{'0' * 31}{spelling._checksum('0' * 31)}",
    "a line": lambda token: token + "\n",
    "capitals": str.upper,
    "a foreign letter": lambda token: token[:-1] + "ß",
    "a foreign digit": lambda token: token[:-1] + "\u0661",
    "the beginning alone": lambda _: spelling.PREFIX,
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_a_misprint_is_no_token(misprint):
    assert not spelling.is_sound(MISPRINTS[misprint](spelling.made()))


@pytest.mark.parametrize("text", ["", "a", "ridge-tent", "0" * 30])
def test_the_checksum_is_a_number_that_scanners_can_compute(text):
    number = 0
    for character in spelling._checksum(text):
        number = number * 62 + (string.digits + string.ascii_uppercase + string.ascii_lowercase).index(character)

    assert number == zlib.crc32(text.encode())
    assert len(spelling._checksum(text)) == 6


def test_what_is_stored_is_the_sha_256_of_the_whole_token():
    token = spelling.made()

    assert spelling.digest(token) == hashlib.sha256(token.encode()).hexdigest()
