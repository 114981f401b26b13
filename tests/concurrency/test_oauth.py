"""One refresh token, and one code, of an application used twenty times at once through four server processes.

The toolkit alone looks before it locks: of twenty it let two through on PostgreSQL and four on MariaDB, and answered
others with 500, having met itself at a unique index. With our validator's locks the first is the only one.
"""

import logging
from collections import Counter
from threading import Barrier

import pytest
from django.test import Client
from oauth2_provider.models import AccessToken, RefreshToken

from accounts import services
from tests import factories
from tests.api.oauth.flows import TOKEN, VERIFIER, Flow
from tests.concurrency.conftest import on_both_services

logger = logging.getLogger(__name__)

AT_ONCE = 20


@pytest.fixture
def rounds(request):
    return request.config.getoption("--rounds")


@pytest.fixture
def pocket(server):
    """Ada's browser, and an application without a secret; both are in the server's database."""
    ada, browser = factories.user(), Client()
    browser.force_login(ada)
    registered = services.register_application(
        actor=factories.actor(ada),
        name="Pocket",
        client_type="public",
        grant="authorization-code",
        redirect_uris=["https://pocket.example/signed-in"],
    )
    return Flow(registered, browser)


def at_once(door, flow, body):
    """What each of so many simultaneous askers is answered."""
    start = Barrier(AT_ONCE)

    def use():
        start.wait()
        return door.ask("POST", TOKEN, data={"client_id": flow.client_id, **body})

    return door.ask_together([use] * AT_ONCE)


def outcomes(answers):
    return Counter((answer.status_code, answer.json().get("error")) for answer in answers)


def reads(door, token):
    return door.ask("GET", "/api/v1/products/", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.system
@on_both_services
@pytest.mark.timeout(600)
def test_of_20_uses_of_a_refresh_token_at_once_one_is_answered_and_the_family_ends(service, door, rounds, pocket):
    for _ in range(rounds):
        given = pocket.tokens()
        answers = at_once(door, pocket, {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]})

        assert outcomes(answers) == {(200, None): 1, (400, "invalid_grant"): AT_ONCE - 1}
        (won,) = [answer.json() for answer in answers if answer.status_code == 200]
        # Twenty at once are nineteen too many: whoever has the successor, it is worth nothing.
        assert reads(door, won["access_token"]) == 401
    assert not RefreshToken.objects.filter(revoked=None, access_token__isnull=False).exists()
    logger.info("%s: %d rounds of %d: answers by status: %s", service, rounds, AT_ONCE, dict(door.statuses))
    assert set(door.statuses) <= {200, 400, 401, 503}


@pytest.mark.system
@on_both_services
@pytest.mark.timeout(600)
def test_of_20_uses_of_a_code_at_once_one_is_answered_and_what_it_got_ends(service, door, rounds, pocket):
    for _ in range(rounds):
        body = {"grant_type": "authorization_code", "code": pocket.code(), "redirect_uri": pocket.redirect_uri}
        answers = at_once(door, pocket, {**body, "code_verifier": VERIFIER})

        assert outcomes(answers) == {(200, None): 1, (400, "invalid_grant"): AT_ONCE - 1}
        (won,) = [answer.json() for answer in answers if answer.status_code == 200]
        assert reads(door, won["access_token"]) == 401
    assert not AccessToken.objects.exists()
    logger.info("%s: %d rounds of %d: answers by status: %s", service, rounds, AT_ONCE, dict(door.statuses))
    assert set(door.statuses) <= {200, 400, 401, 503}
