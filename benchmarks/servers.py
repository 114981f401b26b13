"""The contestants' servers: all granian, one worker each, with as many threads and database connections."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from benchmarks.answers import fetched
from benchmarks.contestants import Contestant
from benchmarks.works import LIST_PATH

POOL_SIZE = 8
# As the shop is served: more only take the interpreter from one another.
THREADS = 4
ROOT = Path(__file__).resolve().parent.parent
_SECONDS_TO_START = 30


@contextlib.contextmanager
def running(contestant: Contestant, port: int, database: str, folder: Path) -> Iterator[int]:
    """Serve the contestant on the port, and give the server's process id. What it says goes to a file in `folder`."""
    _require_free(port)
    log = folder / f"{port}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            _command(contestant, port),
            cwd=ROOT,
            env=environment(contestant, database, folder),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        _wait_until_ready(contestant, process, port, log)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def environment(contestant: Contestant, database: str, folder: Path) -> dict[str, str]:
    """What a contestant finds in its environment."""
    (folder / "static").mkdir(exist_ok=True)
    ours = {
        "DATABASE_URL": database,
        "CACHE_URL": "redis://127.0.0.1:6379/14",
        # No mail is sent either.
        "EMAIL_URL": "smtp://127.0.0.1",
        # A file must be there; nobody signs in.
        "SIGNING_KEYS": __file__,
        "POOL_SIZE": str(POOL_SIZE),
        "SECRET_KEY": "benchmarks-sign-nothing-that-anybody-could-want-to-forge",
        "DATA_DIR": str(folder),
    }
    return os.environ | ours | contestant.environment


def _command(contestant: Contestant, port: int) -> list[str]:
    threads = ["--blocking-threads", str(THREADS)] if contestant.interface == "wsgi" else []
    options = ["--interface", contestant.interface, "--host", "127.0.0.1", "--port", str(port), *threads]
    quiet = ["--workers", "1", "--log-level", "warning", "--no-access-log"]
    return [sys.executable, "-m", "granian", *options, *quiet, contestant.application]


def _require_free(port: int) -> None:
    # Not bind(): granian shares a port with whoever has it, and half the load would go there.
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise SystemExit(f"Port {port} is taken. Choose others: --port 8400")


def _wait_until_ready(contestant: Contestant, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{contestant.name} does not start. It says:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def _is_ready(port: int) -> bool:
    try:
        return fetched(port, [LIST_PATH])[0].status == HTTPStatus.OK
    except (OSError, http.client.HTTPException, ValueError):
        return False
