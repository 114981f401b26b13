"""A demo of its own: data, port and output that nobody else uses."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MANAGE = (sys.executable, "manage.py", "demo", "--products", "20")
# The environment is this one: make need not set it up again.
MAKE = ("make", "--silent", "--assume-old=.venv/.dev", f"python={sys.executable}", "demo", "PRODUCTS=20")


@dataclass
class Demo:
    """A running demo. `told` is what it has printed so far."""

    process: subprocess.Popen[bytes]
    output: Path
    port: int
    data: Path

    @property
    def told(self) -> str:
        return self.output.read_text()

    @property
    def family(self) -> list[int]:
        """The processes that share its data folder: itself, and all that it started."""
        mark = f"DATA_DIR={self.data}\0".encode()
        return [int(entry.name) for entry in Path("/proc").iterdir() if mark in _environment(entry)]

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in self.told:
            assert self.process.poll() is None, self.told
            assert time.monotonic() < deadline, self.told
            time.sleep(0.05)

    def send(self, number: signal.Signals) -> int:
        """The exit status after that signal."""
        self.process.send_signal(number)
        return self.process.wait(60)


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes() + b"\0"
    except OSError:
        return b""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path, port) -> Iterator[Callable[..., Demo]]:
    """Starts a demo as a background job would: `start(*MAKE)`, with further variables by keyword."""
    demos = []

    def started(*command: str, **environment: str) -> Demo:
        variables = {**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path), "MODE": "", **environment}
        output = tmp_path / "output.txt"
        with output.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )
        demos.append(Demo(process, output, port, tmp_path))
        return demos[-1]

    yield started
    for demo in demos:
        for process in demo.family:
            os.kill(process, signal.SIGKILL)
        demo.process.wait()
