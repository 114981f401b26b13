"""A family is every token that followed from one consent. Its name says when it began, so no table has to.

The toolkit names a family by a random UUID and lets it live for ever. Ours is a UUIDv8 (RFC 9562, 5.8): the time first,
as in UUIDv7, and then a digest of the code that it began with. So a code that comes a second time still names, once its
row is gone, the tokens that were given for it.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

# Renewed every day, an authorisation is over after this all the same.
FAMILY_LASTS = timedelta(days=90)

_TIME_DIGITS = 12
# The variant is 0b10. A third bit is ours, and set: MariaDB 10.11 takes no version 8 whose ninth byte is 0x80.
_VERSION, _VARIANT = 0x8 << 76, 0b101 << 61
_VERSION_BITS, _VARIANT_BITS = 0xF << 76, 0b111 << 61


def new_code(*, at: datetime) -> str:
    """An authorisation code: the millisecond, then 256 random bits."""
    return f"{int(at.timestamp() * 1000):0{_TIME_DIGITS}x}{secrets.token_urlsafe(32)}"


def named_by(code: str) -> UUID | None:
    """The family that follows from this code; None where it can't be a code of ours. Only its holder can name it."""
    try:
        milliseconds = int(code[:_TIME_DIGITS], 16)
    except ValueError:
        return None
    digest = int.from_bytes(hashlib.sha256(code.encode()).digest()[:10])
    number = abs(milliseconds) << 80 | digest
    return UUID(int=number & ~(_VERSION_BITS | _VARIANT_BITS) | _VERSION | _VARIANT)


def began(family: UUID) -> datetime:
    return datetime.fromtimestamp((family.int >> 80) / 1000, tz=UTC)


def ends(family: UUID) -> datetime:
    """When the last token of the family ends, however often it is renewed."""
    return began(family) + FAMILY_LASTS
