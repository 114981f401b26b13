"""What one server has ended, the processes of another refuse within a second: sign-ins, and personal tokens."""

import logging
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import pytest

from accounts import services
from accounts.models import PersonalToken
from core.access import Scope
from tests import factories
from tests.conftest import REDIS_URL
from tests.system.concurrency.conftest import on_both_services, own_database, running

pytestmark = [pytest.mark.system, pytest.mark.redis, on_both_services]

logger = logging.getLogger(__name__)

TOKEN, PRODUCTS = "/api/v1/tokens/", "/api/v1/products/"
# What is remembered is asked anew when the second ends in which it was asked.
REMEMBERED = 1.0
AT_ONCE = 16
# Other tests empty the database that they count in, and may run at the same time.
SHARED = urlsplit(REDIS_URL)._replace(path="/13").geturl()


@pytest.fixture(scope="module")
def servers(django_db_blocker, tmp_path_factory):
    """Two servers on one database and one Redis: what ends at the first is in use at the second, in two processes."""
    folders = [tmp_path_factory.mktemp(name) for name in ("here", "there")]
    with (
        django_db_blocker.unblock(),
        own_database() as url,
        running(url, folders[0], 1, CACHE_URL=SHARED) as here,
        running(url, folders[1], 2, CACHE_URL=SHARED) as there,
        httpx.Client(base_url=here.address, timeout=15) as first,
        httpx.Client(base_url=there.address, timeout=15, headers={"Connection": "close"}) as second,
    ):
        yield first, second


def asked(client, token):
    """How often each status is answered to many requests on connections of their own: they reach all processes."""
    headers = {"Authorization": f"Bearer {token}"}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(lambda _: client.get(PRODUCTS, headers=headers).status_code, range(4 * AT_ONCE)))


def assert_refused_within_a_second(client, token, end):
    """In use at the moment of its end; requests that begin a second later find it ended, in whatever process."""
    assert asked(client, token) == {HTTPStatus.OK: 4 * AT_ONCE}
    end()
    ended_at = time.monotonic()
    meanwhile = asked(client, token)
    time.sleep(max(0.0, ended_at + REMEMBERED - time.monotonic()))

    afterwards = asked(client, token)

    logger.info("meanwhile %s, a second later %s", dict(meanwhile), dict(afterwards))
    assert afterwards == {HTTPStatus.UNAUTHORIZED: 4 * AT_ONCE}


def test_a_sign_in_that_has_ended_at_one_server_opens_nothing_at_another(service, servers):
    here, there = servers
    pair = services.start_family(user=factories.user())

    def sign_out():
        answer = here.post("/api/v1/auth/logout/", json={"refresh": pair.refresh})
        assert answer.status_code == HTTPStatus.NO_CONTENT

    assert_refused_within_a_second(there, pair.access, sign_out)


def test_a_personal_token_revoked_at_one_server_opens_nothing_at_another(service, servers):
    here, there = servers
    user = factories.user()
    token = factories.personal_token(user, Scope.CATALOG_READ)
    owner = {"Authorization": f"Bearer {factories.access_token(factories.actor(user))}"}

    def revoke():
        path = f"{TOKEN}{PersonalToken.objects.get(user=user).public_id}/"
        assert here.delete(path, headers=owner).status_code == HTTPStatus.NO_CONTENT

    assert_refused_within_a_second(there, token, revoke)


def written(user):
    """When the token of this person was used: written once the answer is out, so perhaps in a moment."""
    for _ in range(100):
        used_at = PersonalToken.objects.get(user=user).last_used_at
        if used_at is not None:
            return used_at
        time.sleep(0.05)
    return pytest.fail("no use was written")


def test_the_last_use_is_written_once_by_all_processes(service, servers):
    _, there = servers
    user = factories.user()
    token = factories.personal_token(user, Scope.CATALOG_READ)

    assert asked(there, token) == {HTTPStatus.OK: 4 * AT_ONCE}

    used_at = written(user)
    asked(there, token)
    assert PersonalToken.objects.get(user=user).last_used_at == used_at
