"""A key file of a test's own."""

from pathlib import Path

import pytest

from accounts.tokens import keyring


@pytest.fixture
def key_file(settings, tmp_path, monkeypatch) -> Path:
    """Where the service now looks for its keys, at every use; there is no file yet."""
    path = tmp_path / "keys" / "signing_keys.json"
    settings.SIGNING_KEYS = path
    settings.EMBEDDED = True
    monkeypatch.setattr(keyring, "_LOOK_EVERY", 0)
    return path
