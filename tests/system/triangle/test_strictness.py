"""The provider that the tests sign in with is strict: what it would let pass proves nothing about who asks it."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.system.triangle.conftest import providing

pytestmark = pytest.mark.system

# Nobody listens there: the browser is not sent on.
REDIRECT = "http://127.0.0.1:9/callback"


@pytest.fixture(scope="module")
def provider(node, tmp_path_factory):
    with providing(node, REDIRECT, tmp_path_factory.mktemp("provider") / "log.txt") as running:
        yield running


@pytest.fixture
def visitor():
    with httpx.Client() as client:
        yield client


@pytest.fixture
def metadata(visitor, provider):
    return visitor.get(f"{provider.issuer}/.well-known/openid-configuration").json()


def asked(visitor, metadata, **changed):
    """What the provider answers to a request for a code, with some of its parameters changed."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    request = {
        "client_id": "shop",
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "openid email",
        "state": secrets.token_urlsafe(),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **changed,
    }
    return visitor.get(metadata["authorization_endpoint"], params={k: v for k, v in request.items() if v is not None})


def test_it_asks_who_one_is(visitor, metadata):
    answer = asked(visitor, metadata)

    assert answer.status_code == 303
    assert "Sign in at the provider" in visitor.send(answer.next_request, follow_redirects=True).text


@pytest.mark.parametrize(
    "changed",
    [{"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}],
    ids=["none", "plain"],
)
def test_it_gives_no_code_without_pkce(visitor, metadata, changed):
    answer = asked(visitor, metadata, **changed)

    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == ["invalid_request"]


def test_it_sends_nobody_to_another_address(visitor, metadata):
    answer = asked(visitor, metadata, redirect_uri=f"{REDIRECT}/elsewhere")

    assert answer.status_code == 400
    assert "Location" not in answer.headers
