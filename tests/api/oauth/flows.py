"""Ada, who has signed in; applications of Grace that would like to be let in; and the steps between them."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from accounts import services
from accounts.models import User
from tests import factories

AUTHORIZE, TOKEN, REVOKE = "/oauth/authorize/", "/oauth/token/", "/oauth/revoke/"
INTROSPECT, USERINFO = "/oauth/introspect/", "/oauth/userinfo/"
VERIFIER = "a-walk-in-the-hills-that-takes-a-whole-day-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
STATE = "where-i-was"
WEB, NATIVE = "https://notes.example/signed-in", "http://127.0.0.1/signed-in"


@dataclass
class Flow:
    """One application and one browser. A test changes one parameter of one step; None leaves it out."""

    registered: services.Registration
    browser: Client
    door: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def client_id(self) -> str:
        return str(self.registered.application.client_id)

    @property
    def redirect_uri(self) -> str:
        return str(self.registered.application.redirect_uris.split()[0])

    def question(self, **changes: Any) -> dict[str, str]:
        usual = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "catalog:read",
            "state": STATE,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return _changed(usual, changes)

    def asks(self, **changes: Any) -> Any:
        """What the person sees."""
        return self.browser.get(AUTHORIZE, self.question(**changes))

    def is_let_in(self, answer: str = "allow", **changes: Any) -> Any:
        """What the person's answer leads to."""
        return self.browser.post(AUTHORIZE, {"answer": answer}, query_params=self.question(**changes))

    def code(self, **changes: Any) -> str:
        return told(self.is_let_in(**changes))["code"]

    def exchanges(self, code: str, /, **changes: Any) -> Any:
        usual = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER,
        }
        return self.posts(TOKEN, {**usual, **changes})

    def tokens(self, **changes: Any) -> dict[str, Any]:
        answer = self.exchanges(self.code(**changes))
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def refreshes(self, token: str, /, **changes: Any) -> Any:
        return self.posts(TOKEN, {"grant_type": "refresh_token", "refresh_token": token, **changes})

    def posts(self, address: str, changes: dict[str, Any]) -> Any:
        """As this application, which proves itself where it has a secret."""
        proof = {"client_id": self.client_id, "client_secret": self.registered.secret}
        return self.door.post(address, _changed(proof, changes))

    def reads(self, token: str, path: str = "/api/v1/products/") -> int:
        return int(self.door.get(path, headers={"Authorization": f"Bearer {token}"}).status_code)


def _changed(usual: dict[str, Any], changes: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def told(answer: Any) -> dict[str, str]:
    """What an application is told by way of the browser."""
    assert answer.status_code == 303, answer.content
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


@pytest.fixture
def ada(db: None) -> User:
    return factories.user(email="ada@cairn.example", display_name="Ada")


@pytest.fixture
def grace(db: None) -> User:
    return factories.user(email="grace@cairn.example", display_name="Grace")


@pytest.fixture
def signed_in(ada: User) -> Client:
    """Ada's, with her session."""
    client = Client(raise_request_exception=False)
    client.force_login(ada)
    return client


@pytest.fixture
def register(grace: User) -> Callable[..., services.Registration]:
    def made(
        name: str = "Trail Notes",
        client_type: str = "confidential",
        grant: str = "authorization-code",
        redirect_uris: tuple[str, ...] = (WEB,),
    ) -> services.Registration:
        return services.register_application(
            actor=factories.actor(grace), name=name, client_type=client_type, grant=grant, redirect_uris=redirect_uris
        )

    return made


@pytest.fixture
def notes(register: Callable[..., services.Registration], signed_in: Client) -> Flow:
    """Runs on a server of its own, and has a secret."""
    return Flow(register(), signed_in)


@pytest.fixture
def pocket(register: Callable[..., services.Registration], signed_in: Client) -> Flow:
    """Runs on a telephone, and has none."""
    return Flow(register("Pocket", client_type="public", redirect_uris=(NATIVE,)), signed_in)
