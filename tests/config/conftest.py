"""Environments to start in."""

import pytest

from config.env import Env


@pytest.fixture
def environment(monkeypatch):
    """No variable of ours is set, and no .env is read. A test sets its own with `environment.setenv`."""
    monkeypatch.setitem(Env.model_config, "env_file", None)
    for name in Env.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def production(tmp_path):
    """Every variable that production needs."""
    keys = tmp_path / "signing_keys.json"
    keys.touch()
    return {
        "MODE": "production",
        "SECRET_KEY": "correct horse battery staple, and fifty characters or more",
        "SIGNING_KEYS": str(keys),
        "ALLOWED_HOSTS": "cairn.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "CACHE_URL": "redis://127.0.0.1:6379/15",
        "EMAIL_URL": "smtp://127.0.0.1:1025",
        "DATA_DIR": str(tmp_path),
    }
