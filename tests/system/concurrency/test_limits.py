"""A limit holds through four processes at once, whoever the callers say they are; and when its store dies."""

import logging
import re
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import httpx
import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.system.concurrency.conftest import THREADS, WORKERS, free_port, own_database, running

pytestmark = [pytest.mark.system, pytest.mark.postgresql]

logger = logging.getLogger(__name__)

REQUESTS, LIMIT = 1000, 100
REFRESH = "/api/v1/auth/token/refresh/"
# Enough of a window must be left for all requests to fall into it.
SECONDS_NEEDED = 30


@pytest.fixture(scope="module")
def store(request, tmp_path_factory):
    """A Redis of the tests' own: its process, to be killed, and its address."""
    if shutil.which("redis-server") is None:
        (pytest.fail if request.config.getoption("--require-services") else pytest.skip)("needs redis-server")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(["redis-server", *options], stdout=log, stderr=log)
    address = f"redis://127.0.0.1:{port}/0"
    _wait_for(address)
    yield process, address
    process.kill()
    process.wait()


def _wait_for(address):
    with redis.Redis.from_url(address, retry=Retry(ConstantBackoff(0.05), 100)) as client:
        client.ping()


@pytest.fixture(scope="module")
def client(django_db_blocker, store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("limited")
    many = httpx.Limits(max_connections=WORKERS * THREADS, max_keepalive_connections=WORKERS * THREADS)
    with (
        django_db_blocker.unblock(),
        own_database() as url,
        running(url, folder, CACHE_URL=store[1], TRUSTED_PROXIES="") as server,
        httpx.Client(base_url=server.address, timeout=15, limits=many) as client,
    ):
        yield client


def refresh(client, number=0):
    made_up = {"X-Forwarded-For": f"203.0.{number // 250}.{number % 250}"}
    return client.post(REFRESH, json={"refresh": "made up"}, headers=made_up)


def at_once(calls):
    with ThreadPoolExecutor(WORKERS * THREADS) as pool:
        return list(pool.map(lambda call: call(), calls))


def test_a_limit_holds_and_then_its_store_dies(client, store):
    already = LIMIT - _left_in_a_window_with_time(client)
    answers = at_once([lambda n=n: refresh(client, n) for n in range(REQUESTS)])

    counted = Counter(answer.status_code for answer in answers)
    logger.info("%d requests at once, %d before: %s", REQUESTS, already, dict(counted))
    passed = LIMIT - already
    assert counted == {HTTPStatus.UNAUTHORIZED: passed, HTTPStatus.TOO_MANY_REQUESTS: REQUESTS - passed}

    calls: list[Any] = [
        lambda n=n: refresh(client, n) if n % 2 else client.get("/api/v1/products/") for n in range(REQUESTS)
    ]
    calls.insert(REQUESTS // 2, store[0].kill)
    answers = [answer for answer in at_once(calls) if answer is not None]

    counted = Counter(answer.status_code for answer in answers)
    logger.info("the store killed meanwhile: %s", dict(counted))
    assert store[0].wait(5) is not None
    assert set(counted) == {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    assert counted[HTTPStatus.OK] == REQUESTS // 2


def _left_in_a_window_with_time(client):
    """How many requests are left, in a window that does not end before they are all made."""
    for _ in range(2):
        left, seconds = map(int, re.findall(r"[rt]=(\d+)", refresh(client).headers["RateLimit"]))
        if seconds >= SECONDS_NEEDED:
            return left
        time.sleep(seconds + 1)
    return pytest.fail("no window has the time that it should have")
