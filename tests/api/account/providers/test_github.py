"""GitHub knows no OpenID Connect: who somebody is, its API says. What holds of the others holds of it."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter

from accounts.models import User
from tests import factories
from tests.api.account.providers.conftest import told

pytestmark = pytest.mark.integration

ADA = {"email": "ada@provider.example", "primary": True, "verified": True}


@pytest.fixture
def github(provider, settings, monkeypatch):
    """GitHub, on this machine. `github(emails)`: which addresses it knows of."""
    app = {"provider_id": "github", "name": "GitHub", "client_id": "shop", "settings": {"oauth_pkce_enabled": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {**settings.SOCIALACCOUNT_PROVIDERS["github"], "APPS": [app]}}
    places = {"access_token": "token", "authorize": "authorize", "profile": "user", "emails": "user/emails"}
    for name, path in places.items():
        monkeypatch.setattr(GitHubOAuth2Adapter, f"{name}_url", f"{provider.issuer}/{path}")

    def knowing(*emails):
        for path, document in {
            "/token": {"access_token": "of-github"},
            "/user": {"id": 4711, "login": "ada", "name": "Ada", "email": "shown@elsewhere.example"},
            "/user/emails": emails,
        }.items():
            provider.instead[path] = (200, {"Content-Type": "application/json"}, json.dumps(document).encode())

    knowing(ADA)
    return knowing


def sign_in(visitor):
    there = {name: values[0] for name, values in parse_qs(urlsplit(visitor.begin("github")).query).items()}
    assert there["redirect_uri"] == "http://testserver/providers/github/callback/"
    assert there["code_challenge_method"] == "S256"
    return told(visitor.come_back({"code": "a", "state": there["state"]}, "github"))


def test_a_person_signs_in_with_github(visitor, github):
    assert sign_in(visitor) == ""
    assert visitor.tokens().status_code == 200
    assert User.objects.get().email == ADA["email"]
    assert SocialAccount.objects.get().extra_data == {}


def test_the_address_is_the_one_that_github_mails_to(visitor, github):
    github({"email": "other@provider.example", "primary": False, "verified": True}, ADA)

    assert sign_in(visitor) == ""
    assert [address.email for address in User.objects.get().emailaddress_set.all()] == [ADA["email"]]


@pytest.mark.parametrize(
    "emails",
    [[], [{**ADA, "verified": False}], [{**ADA, "verified": False}, {**ADA, "email": "b@c.example", "primary": False}]],
    ids=["none", "not verified", "the main one not verified"],
)
def test_who_has_verified_no_address_there_gets_no_account_here(visitor, github, emails):
    github(*emails)

    assert sign_in(visitor) == "unverified_at_provider"
    assert not User.objects.exists()


def test_github_vouches_for_no_address(visitor, github):
    factories.user(email="ada@provider.example")

    assert sign_in(visitor) == "email_taken"
    assert visitor.tokens().status_code == 401


def test_an_answer_to_nothing_that_was_asked_is_refused(visitor, github):
    visitor.begin("github")

    assert visitor.come_back({"code": "a", "state": "made-up"}, "github").status_code == 409


@pytest.mark.parametrize("instead", [(500, {}, b"{}"), (200, {}, b"<html>"), (200, {}, b"[1]")], ids=str)
@pytest.mark.parametrize("path", ["/token", "/user", "/user/emails"])
def test_github_out_of_order_lets_nobody_in(visitor, github, provider, path, instead):
    provider.instead[path] = instead

    assert sign_in(visitor) == "unknown"
    assert not User.objects.exists()
