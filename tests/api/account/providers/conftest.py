"""Two providers that a test may make lie, and a browser that goes to them and comes back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.api.account.providers import crooked
from tests.api.account.providers.crooked import Crooked, Person


def configured(provider: Crooked, name: str, **more: Any) -> dict[str, Any]:
    settings = {
        "server_url": provider.issuer,
        "token_auth_method": "client_secret_basic",
        "oauth_pkce_enabled": True,
        "email_authentication": False,
        **more,
    }
    who = {"provider_id": name, "name": name.title()}
    return {**who, "client_id": crooked.CLIENT_ID, "secret": crooked.SECRET, "settings": settings}


@pytest.fixture
def provider() -> Iterator[Crooked]:
    with crooked.running() as running:
        yield running


@pytest.fixture
def other_provider() -> Iterator[Crooked]:
    with crooked.running() as running:
        yield running


@pytest.fixture
def named(settings: Any, provider: Crooked) -> Any:
    """`named(other=…)`: the settings, with these providers besides `home`. `home` may vouch for addresses."""

    def configure(*, vouches: Any = False, **others: Crooked) -> None:
        apps = [configured(provider, "home", email_authentication=vouches)]
        apps += [configured(other, name) for name, other in others.items()]
        openid = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": apps}
        settings.SOCIALACCOUNT_PROVIDERS = {**settings.SOCIALACCOUNT_PROVIDERS, "openid_connect": openid}

    configure()
    return configure


class Browser:
    """Of somebody who signs in with `home`, or with another provider. It keeps its cookies."""

    def __init__(self, provider: Crooked) -> None:
        self.provider = provider
        self.client = Client(raise_request_exception=False)

    def begin(self, name: str = "home", **form: str) -> str:
        """Where the service sends it to."""
        answer = self.client.post(f"/providers/{name}/", {"next": "/shop/", **form})
        assert answer.status_code == 302, answer.content
        return str(answer.headers["Location"])

    def come_back(self, answer: dict[str, str], name: str = "home") -> Any:
        return self.client.get(f"/providers/{name}/callback/", answer)

    def sign_in(self, person: Person | None = None, **form: str) -> str:
        """There and back. Gives the error that it comes back to the shop with, or nothing."""
        there = self.begin(**form)
        return told(self.come_back(self.provider.consents(there, person or Person())))

    def tokens(self) -> Any:
        return self.client.post("/providers/token/")


def told(answer: Any) -> str:
    """The error in the address that a browser is led on to; it is always our own."""
    assert answer.status_code == 302, answer.content
    parts = urlsplit(answer.headers["Location"])
    assert (parts.netloc, parts.path) == ("", "/shop/")
    return parse_qs(parts.query).get("error", [""])[0]


@pytest.fixture
def browser_of(db: None, provider: Crooked, named: Any) -> Any:
    """A new browser at each call: `browser_of()` is somebody else's."""
    return lambda: Browser(provider)


@pytest.fixture
def visitor(browser_of: Any) -> Browser:
    return browser_of()
