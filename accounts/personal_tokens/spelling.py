"""How a personal token looks: a name that scanners for lost secrets can search for, a secret, and a checksum.

`cairn_pat_`, then 30 random letters and digits (178 bits), then six that are the CRC-32 of those before. As a pattern:
`cairn_pat_[0-9A-Za-z]{36}`; the checksum tells a token from a text that only looks like one, without asking anybody.
"""

import hashlib
import re
import secrets
import string
from zlib import crc32

PREFIX = "cairn_pat_"
RANDOM_CHARACTERS = 30
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECKSUM_CHARACTERS = 6  # 62**6 > 2**32
_TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_CHARACTERS + _CHECKSUM_CHARACTERS}}}", re.ASCII)


def made() -> str:
    """A new one that nobody can guess."""
    random = "".join(secrets.choice(_ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return f"{PREFIX}{random}{_checksum(random)}"


def is_sound(token: str) -> bool:
    """Whether it can be one of ours at all. The checksum is no secret: anybody can compute it."""
    if _TOKEN.fullmatch(token) is None:
        return False
    random, checksum = token[len(PREFIX) : -_CHECKSUM_CHARACTERS], token[-_CHECKSUM_CHARACTERS:]
    return checksum == _checksum(random)


def digest(token: str) -> str:
    """What is stored in its place. Plain and fast: of 178 random bits nobody finds out any by trying (ADR 0020)."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(random: str) -> str:
    number, found = crc32(random.encode()), ""
    for _ in range(_CHECKSUM_CHARACTERS):
        number, digit = divmod(number, len(_ALPHABET))
        found = _ALPHABET[digit] + found
    return found
