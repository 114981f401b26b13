"""One refresh token, used twenty times at once: through four server processes, and with the library alone."""

import json
import logging
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from http import HTTPStatus
from threading import Barrier

import pytest
from django.db.models import F

from accounts import services
from accounts.models import SpentRefresh, TokenFamily
from config.env import BASE_DIR
from core.models import OutboxEntry
from tests import factories
from tests.system.concurrency.conftest import on_both_services

logger = logging.getLogger(__name__)

AT_ONCE = 20
REFRESH = "/api/v1/auth/token/refresh/"


@pytest.fixture
def rounds(request):
    return request.config.getoption("--rounds")


def used_at_once(door, token, number):
    """What each of so many simultaneous uses of the token is answered."""
    start = Barrier(AT_ONCE)
    # Each round comes from an address of its own: what is tested is no limit of requests.
    headers = {"X-Forwarded-For": f"203.0.113.{number % 250}"}

    def use():
        start.wait()
        return door.ask("POST", REFRESH, json={"refresh": token}, headers=headers)

    return door.ask_together([use] * AT_ONCE)


@pytest.mark.system
@on_both_services
@pytest.mark.timeout(600)
def test_of_20_uses_at_once_one_gets_the_next_pair_and_a_late_one_ends_the_family(service, door, rounds):
    first = token = services.start_family(user=factories.user()).refresh

    for number in range(rounds):
        answers = used_at_once(door, token, number)

        told = Counter((answer.status_code, answer.json().get("code")) for answer in answers)
        assert told == {(200, None): 1, (401, "token_reused"): AT_ONCE - 1}
        (token,) = [answer.json()["refresh"] for answer in answers if answer.status_code == HTTPStatus.OK]
    family = TokenFamily.objects.get()
    assert family.is_alive(at=family.started_at)
    assert SpentRefresh.objects.count() == rounds

    SpentRefresh.objects.update(spent_at=F("spent_at") - services.GRACE - timedelta(seconds=1))
    late = used_at_once(door, first, rounds)

    assert Counter(answer.json()["code"] for answer in late) == {"token_reused": AT_ONCE}
    assert door.ask("POST", REFRESH, json={"refresh": token}).json()["code"] == "invalid_token"
    # The test's own connection: what it sees, the server's processes have committed.
    assert TokenFamily.objects.get().revoked_at is not None
    assert OutboxEntry.objects.filter(name="RefreshTokenReused").count() == 1
    logger.info("%s: %d rounds of %d: answers by status: %s", service, rounds, AT_ONCE, dict(door.statuses))
    assert set(door.statuses) <= {200, 401, 503}


@pytest.mark.system
def test_the_library_alone_lets_several_of_20_uses_through(tmp_path):
    """Why there is a view of our own: simplejwt with its blacklist, as its documentation sets it up."""
    command = [
        sys.executable,
        "-m",
        "tests.system.concurrency.simplejwt_alone",
        str(tmp_path / "db.sqlite3"),
        str(AT_ONCE),
    ]

    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=True, timeout=100)

    through = json.loads(done.stdout)
    logger.info("simplejwt alone: through in each round of %d: %s", AT_ONCE, through)
    assert max(through) > 1
