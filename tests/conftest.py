"""What every test may ask for: people, a few products, a client, a count of statements, a stopped clock."""

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import redis
from django.core.cache import caches
from django.core.mail.backends import locmem
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from accounts import bearers
from accounts.personal_tokens import uses
from catalog.models import Category, Product
from core import clock
from core.access import Actor, Role, Scope
from tests import factories

pytest_plugins = ["roadmap.proof.plugin", "tests.api.oauth.flows"]

# The mark of a test that needs one database, and the name Django has for that database.
SERVICES = {"postgresql": "postgresql", "mariadb": "mysql"}
# A database of its own there: the tests empty it.
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-services",
        action="store_true",
        help="fail, rather than skip, a test whose database is not reachable",
    )
    parser.addoption("--rounds", type=int, default=20, help="how often a race is run; 200 for the figures in the docs")


def pytest_configure(config: pytest.Config) -> None:
    # Nothing is collected for a test run: WhiteNoise serves from the apps' folders and misses the other one.
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


def pytest_sessionstart(session: pytest.Session) -> None:
    """A run on a database that does not answer ends at once, in one line: an error only where it is required."""
    if connection.vendor not in SERVICES.values():
        return
    address = connection.settings_dict["HOST"], int(connection.settings_dict["PORT"])
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        status = 1 if session.config.getoption("--require-services") else 0
        host, port = address
        pytest.exit(f"{connection.vendor} does not answer at {host}:{port}: nothing was tested", returncode=status)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test of one database runs where the whole run is on that database, and says why where it is not."""
    for mark, vendor in SERVICES.items():
        if item.get_closest_marker(mark) is None:
            continue
        if connection.vendor != vendor:
            pytest.skip(f"needs {mark}, this run is on {connection.vendor}: make test-{mark}")

    if item.get_closest_marker("redis") is not None:
        _require_redis(item)


def _require_redis(item: pytest.Item) -> None:
    """Redis stands beside whatever database the run is on: the tests that need it run wherever it answers."""
    try:
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=2).ping()
    except redis.RedisError as error:
        if item.config.getoption("--require-services"):
            pytest.fail(f"Redis does not answer at {REDIS_URL}: {error}", pytrace=False)
        pytest.skip(f"needs Redis at {REDIS_URL} (REDIS_URL says otherwise)")


_service: dict[bool, ClientHandler] = {}


@receiver(setting_changed)
def _is_made_anew(**_changed: Any) -> None:
    _service.clear()


class _Client(Client):
    """Asks middlewares that are made once, as in a process that serves, and again when a test has changed a setting."""

    def request(self, **request: Any) -> Any:
        self.handler = _service.setdefault(self.handler.enforce_csrf_checks, self.handler)
        return super().request(**request)


class Api:
    """The service's front door: speaks JSON, and as whom one asks. Answers are Django's responses."""

    def __init__(self, token: str = "", *, checks_csrf: bool = False) -> None:
        self._client = _Client(
            enforce_csrf_checks=checks_csrf,
            raise_request_exception=False,
            headers={"Authorization": f"Bearer {token}"} if token else None,
        )

    def as_(self, actor: Actor) -> "Api":
        """The same door, signed in."""
        return Api(factories.access_token(actor))

    def get(self, path: str, query: dict[str, Any] | None = None, **options: Any) -> Any:
        return self._client.get(path, query, **options)

    def post(self, path: str, body: Any, **options: Any) -> Any:
        return self._client.post(path, body, content_type="application/json", **options)

    def put(self, path: str, body: Any, **options: Any) -> Any:
        return self._client.put(path, body, content_type="application/json", **options)

    def patch(self, path: str, body: Any, **options: Any) -> Any:
        return self._client.patch(path, body, content_type="application/json", **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self._client.delete(path, **options)

    def request(self, method: str, path: str, data: bytes = b"", **options: Any) -> Any:
        """Anything at all, well-formed or not."""
        return self._client.generic(method, path, data, **options)


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet() -> None:
    """Each test has all its limits before it."""
    caches["counters"].clear()


@pytest.fixture(autouse=True)
def _no_use_is_noted_yet() -> None:
    """What a test that made no request has left would be written at the end of another's."""
    uses._due.clear()


@pytest.fixture
def api(db: None) -> Api:
    return Api()


@pytest.fixture
def given_away(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Api]:
    """`given_away(actor, *scopes)`: the door for a token of theirs that is good for so much."""

    def door(of: Actor, *scopes: Scope) -> Api:
        monkeypatch.setattr(bearers, "KINDS", {"given-away": lambda _: replace(of, scopes=frozenset(scopes))})
        return Api("given-away")

    return door


@pytest.fixture
def customer(db: None) -> Actor:
    return factories.actor(factories.user(email="ada@cairn.example", display_name="Ada"))


@pytest.fixture
def other_customer(db: None) -> Actor:
    return factories.actor(factories.user(email="grace@cairn.example", display_name="Grace"))


@pytest.fixture
def staff(db: None) -> Actor:
    return factories.actor(factories.user(Role.STAFF, email="tenzing@cairn.example", display_name="Tenzing"))


@pytest.fixture
def admin(db: None) -> Actor:
    return factories.actor(factories.user(Role.ADMIN, email="edmund@cairn.example", display_name="Edmund"))


@pytest.fixture
def shelter(db: None) -> Category:
    return factories.category("Shelter")


@pytest.fixture
def tents(shelter: Category) -> Category:
    return factories.category("Tents", parent=shelter)


@pytest.fixture
def tent(tents: Category) -> Product:
    """On sale: five of them, at 125.00 EUR."""
    return factories.product("Ridge tent", slug="ridge-tent", category=tents, tags=["storm", "two-person"])


@pytest.fixture
def stove(db: None) -> Product:
    """On sale, on another shelf than the tent."""
    cooking = factories.category("Cooking")
    return factories.product("Pocket stove", price=4900, slug="pocket-stove", category=cooking, tags=["gas"])


@pytest.fixture
def statements(db: None) -> CaptureQueriesContext:
    """`with statements: ...`, then `len(statements)` of them were sent to the database."""
    return CaptureQueriesContext(connection)


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server hangs up."""

    def hang_up(*_: object) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", hang_up)


# roadmap: tools.testing-integration
@pytest.fixture
def elsewhere(transactional_db: None) -> Callable[[Callable[[], Any]], Any]:
    """`elsewhere(call)`: what the call gives on a second connection, which sees what is committed and no more."""

    def run(call: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_on_its_own_connection, call).result()

    return run


def _on_its_own_connection(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connection._close()  # type: ignore[attr-defined]  # close() leaves a database in memory open, and so its connection unclosed.


@pytest.fixture
def stopped_clock() -> Iterator[datetime]:
    """The instant at which the clock stands still: later than the run, so what was there before is visible."""
    at = datetime(2100, 7, 1, 12, 0, tzinfo=UTC)
    with clock.stopped(at):
        yield at
