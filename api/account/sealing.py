"""Texts that only this service can read: secrets at rest, and handles that mean nothing to whoever holds them.

The keys follow from SECRET_KEY, one for each purpose (HKDF, RFC 5869); those of SECRET_KEY_FALLBACKS still open.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def sealed(text: str, purpose: str) -> str:
    """Another one each time, though the text be the same."""
    return _fernets(purpose).encrypt(text.encode()).decode()


def opened(text: str, purpose: str) -> str:
    """What was sealed for that purpose. Raises cryptography's InvalidToken."""
    return _fernets(purpose).decrypt(text).decode()


def handle(text: str, purpose: str) -> str:
    """The same each time for the same text (AES-SIV, RFC 5297)."""
    key = next(_keys(purpose, 64))
    return base64.urlsafe_b64encode(AESSIV(key).encrypt(text.encode(), None)).decode()


def behind(handle: str, purpose: str) -> str | None:
    """The text that the handle was made for; None for one that we did not make."""
    try:
        sealed = base64.urlsafe_b64decode(handle)
    except (binascii.Error, ValueError):
        return None
    texts = (_opened(AESSIV(key).decrypt, sealed) for key in _keys(purpose, 64))
    return next((text for text in texts if text is not None), None)


def _opened(decrypt: Callable[[bytes, Any], bytes], sealed: bytes) -> str | None:
    try:
        return decrypt(sealed, None).decode()
    except (InvalidTag, ValueError):
        return None


def _fernets(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys(purpose, 32)])


def _keys(purpose: str, length: int) -> Iterator[bytes]:
    """The present key first."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derivation = HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode())
        yield derivation.derive(force_bytes(secret))
