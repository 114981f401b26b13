"""Other providers: off until the environment names them, whole or not at all."""

import json
import os
import subprocess
import sys

import pytest

from config.env import BASE_DIR, read_env

pytestmark = pytest.mark.integration

OIDC = {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": "shop", "OIDC_CLIENT_SECRET": "s"}
GOOGLE = {"GOOGLE_CLIENT_ID": "shop", "GOOGLE_CLIENT_SECRET": "s"}
GITHUB = {"GITHUB_CLIENT_ID": "shop", "GITHUB_CLIENT_SECRET": "s"}
ASK = """
import json
from config import settings
told = {kind: [[app["provider_id"], app["settings"]] for app in named["APPS"]]
        for kind, named in settings.SOCIALACCOUNT_PROVIDERS.items()}
print(json.dumps([told, [str(source) for source in settings.SECURE_CSP["form-action"]]]))
"""


def settings_with(folder, **variables):
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        **dict.fromkeys({**OIDC, **GOOGLE, **GITHUB}, ""),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_nobody_is_asked_until_somebody_is_named(tmp_path):
    assert settings_with(tmp_path) == [{"openid_connect": [], "github": []}, ["'self'"]]


def test_those_are_asked_that_are_named(tmp_path):
    told, targets = settings_with(tmp_path, **OIDC, **GOOGLE, **GITHUB, OIDC_VOUCHES_FOR_EMAIL="true")

    google, oidc = (settings for _, settings in told["openid_connect"])
    assert [name for name, _ in told["openid_connect"]] == ["google", "oidc"]
    assert (google["server_url"], google["email_authentication"]) == (
        "https://accounts.google.com",
        ["gmail.com", "googlemail.com"],
    )
    assert (oidc["server_url"], oidc["email_authentication"]) == (OIDC["OIDC_ISSUER"], True)
    ((_, github),) = told["github"]
    assert "email_authentication" not in github
    assert all(each["oauth_pkce_enabled"] for each in (google, oidc, github))
    assert targets == ["'self'", "https://accounts.google.com", "https://login.example", "https://github.com"]


def test_a_provider_vouches_for_nobody_unless_the_operator_says_so(tmp_path):
    told, _ = settings_with(tmp_path, **OIDC)

    assert told["openid_connect"][0][1]["email_authentication"] is False


@pytest.mark.parametrize("group", [OIDC, GOOGLE, GITHUB], ids=lambda group: next(iter(group)))
def test_what_is_half_named_stops_the_start(environment, group):
    for missing in group:
        for name, value in (group | {missing: ""}).items():
            environment.setenv(name, value)

        with pytest.raises(SystemExit, match=f"{missing} must be set when "):
            read_env()


@pytest.mark.parametrize(
    ("mode", "issuer"),
    [
        ("embedded", "login.example"),
        ("embedded", "http://login.example"),
        ("embedded", "http://127.0.0.1.login.example"),
        ("embedded", "https://login.example?a=b"),
        ("embedded", "https://login.example#a"),
        ("embedded", "https://"),
        ("production", "http://127.0.0.1:4000"),
    ],
)
def test_an_issuer_that_could_be_anybody_stops_the_start(environment, production, mode, issuer):
    for name, value in (production | OIDC | {"MODE": mode, "OIDC_ISSUER": issuer}).items():
        environment.setenv(name, value)

    with pytest.raises(SystemExit, match="OIDC_ISSUER begins with https"):
        read_env()


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:4000", "http://localhost:4000", "https://login.example/realms/a"])
def test_in_embedded_mode_a_provider_may_be_on_this_machine(environment, issuer):
    for name, value in (OIDC | {"OIDC_ISSUER": issuer}).items():
        environment.setenv(name, value)

    assert read_env().oidc_issuer == issuer


def test_a_printed_environment_shows_no_secret_of_a_client(environment):
    for name, value in (OIDC | {"OIDC_CLIENT_SECRET": "between us"}).items():
        environment.setenv(name, value)

    assert "between us" not in repr(read_env())
