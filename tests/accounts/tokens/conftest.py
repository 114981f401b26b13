"""A key file of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.tokens import keyring


@pytest.fixture
def key_file(settings, tmp_path, monkeypatch) -> Iterator[Path]:
    """Where the service now looks for its keys, at every use; there is no file yet."""
    path = tmp_path / "keys" / "signing_keys.json"
    settings.SIGNING_KEYS = path
    settings.EMBEDDED = True
    monkeypatch.setattr(keyring, "_LOOK_EVERY", 0)
    keyring._ring.cache_clear()
    yield path
    keyring._ring.cache_clear()
