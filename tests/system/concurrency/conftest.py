"""Many at once: calls on connections of their own, and a real server with a database of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from accounts.tokens import keyring
from config.env import BASE_DIR, env
from config.settings.database import database

WORKERS, THREADS = 4, 8
on_both_services = pytest.mark.parametrize(
    "service",
    [pytest.param(name, marks=getattr(pytest.mark, name)) for name in ("postgresql", "mariadb")],
)


@pytest.fixture
def together(transactional_db: None) -> Callable[..., list[Any]]:
    """`together(call, call)`: what each gives or raises when they begin at the same moment, each on its connection."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(calls))
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: _outcome(call, start), calls))

    return run


def _outcome(call: Callable[[], Any], start: Barrier) -> Any:
    try:
        start.wait()
        return call()
    except Exception as error:  # noqa: BLE001  # what it raises is its outcome
        return error
    finally:
        connection.close()


@dataclass(frozen=True)
class Server:
    """The service as it runs in production: so many processes of so many threads, behind one port."""

    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def server(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server. Within the test, the default connection leads to the server's own database."""
    folder = tmp_path_factory.mktemp("server")
    with django_db_blocker.unblock(), own_database() as url, running(url, folder) as started:
        yield started


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a new database on the run's server, migrated; it is dropped at the end."""
    assert env.test_database_url is not None
    name = f"cairn_concurrency_{os.getpid()}"
    url = urlsplit(env.test_database_url.get_secret_value())._replace(path=f"/{name}").geturl()
    own = ConnectionHandler({"default": {**database(url), "TEST": {}}})["default"]
    _execute_outside(own, f"DROP DATABASE IF EXISTS {name}")
    _execute_outside(own, f"CREATE DATABASE {name}")
    usual = connections["default"]
    connections["default"] = own
    try:
        call_command("migrate", verbosity=0)
        yield url
    finally:
        own.close()
        connections["default"] = usual
        _execute_outside(own, f"DROP DATABASE {name}")


def _execute_outside(own: BaseDatabaseWrapper, statement: str) -> None:
    with own._nodb_cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def running(
    url: str, folder: Path, workers: int = WORKERS, port: int | None = None, /, **more: str
) -> Iterator[Server]:
    """The service on that database, with more variables in its environment."""
    server = Server(port or free_port(), folder / "log.txt")
    options = ["--workers", str(workers), "--blocking-threads", str(THREADS), "--port", str(server.port)]
    keyring.current()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", *options, "config.wsgi:application"]
    variables = {
        **os.environ,
        "MODE": "embedded",
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": settings.SECRET_KEY,
        # Tokens made here are believed there.
        "SIGNING_KEYS": str(settings.SIGNING_KEYS),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # A test says by X-Forwarded-For from where it asks.
        "TRUSTED_PROXIES": "127.0.0.0/8",
        **more,
    }
    with server.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=variables, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_ready(server, process)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not _is_ready(server):
        assert process.poll() is None, server.log.read_text()
        assert time.monotonic() < deadline, server.log.read_text()
        time.sleep(0.1)


def _is_ready(server: Server) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=2)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()


@pytest.fixture
def door(server: Server) -> Iterator["Door"]:
    """A client that many threads share, and the count of every status it was answered with."""
    limits = httpx.Limits(max_connections=WORKERS * THREADS, max_keepalive_connections=WORKERS * THREADS)
    with httpx.Client(base_url=server.address, timeout=15, limits=limits) as client:
        yield Door(client)


class Door:
    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.statuses: Counter[int] = Counter()

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer. When the database asks for patience, so does the service, and it is asked again."""
        for _ in range(10):
            answer = self.client.request(method, path, **options)
            self.statuses[answer.status_code] += 1
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            time.sleep(float(answer.headers["Retry-After"]))
        return answer

    def ask_together(self, calls: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
        with ThreadPoolExecutor(WORKERS * THREADS) as pool:
            return list(pool.map(lambda call: call(), calls))
