"""Ada, who has signed in; applications of Grace that would like to be let in."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import services
from accounts.models import User
from tests import factories
from tests.api.oauth.flow import Flow

WEB, NATIVE = "https://notes.example/signed-in", "http://127.0.0.1/signed-in"


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
