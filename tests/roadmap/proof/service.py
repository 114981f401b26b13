"""The service as a reader starts it, with data of its own: `make demo`, freshly seeded."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from roadmap.register import ROOT

# What a reader's shell has, and nothing of what pytest has set for itself.
_INHERITED = ("PATH", "HOME", "LANG", "CHROMIUM_PATH")


@dataclass(frozen=True)
class Service:
    """At 127.0.0.1, on this port."""

    port: int
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """For a command that a reader types beside it."""
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {**inherited, "DATA_DIR": str(self.folder), "PORT": str(self.port), "NO_COLOR": "1"}

    @property
    def _database(self) -> Path:
        return self.folder / "db.sqlite3"

    @property
    def _fresh(self) -> Path:
        return self.folder / "fresh.sqlite3"

    def keep(self) -> None:
        """From now on this is what `refresh` goes back to."""
        _copy(self._database, self._fresh)

    def refresh(self) -> None:
        """Undo what was written meanwhile, so that no page reads another's traces. The server need not stop."""
        _copy(self._fresh, self._database)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


@contextmanager
def running(folder: Path, products: int) -> Iterator[Service]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        service = Service(probe.getsockname()[1], folder)
    command = [sys.executable, "manage.py", "demo", "--products", str(products)]
    output = folder / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=service.environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        _wait_until_up(process, output)
        service.keep()
        yield service
    finally:
        process.terminate()
        process.wait(60)


def _wait_until_up(process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + 90
    while "Ctrl-C stops it" not in output.read_text():
        assert process.poll() is None, output.read_text()
        assert time.monotonic() < deadline, output.read_text()
        time.sleep(0.05)
