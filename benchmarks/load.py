"""The load: wrk, which costs little, with a fixed number of connections that each ask again when answered."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from benchmarks.answers import HEADERS

CONNECTIONS = 16
_SCRIPT = Path(__file__).with_name("load.lua")
_TOTAL = re.compile(r"^TOTAL (\d+) (\d+) (\d+) (\d+)$", re.MULTILINE)
# An answer that is still under way at the end counts in bytes, but not as an answer.
_TOLERANCE = 0.05


class Load(NamedTuple):
    requests: int
    seconds: float
    bytes: int
    failed: int

    @property
    def throughput(self) -> float:
        return self.requests / self.seconds


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("The load generator wrk is not installed: apt-get install wrk (or brew install wrk).")


def loaded(port: int, requests: Path, seconds: float) -> Load:
    """What `seconds` of load came to. `requests` is a file as load.lua reads it."""
    options = [f"--connections={CONNECTIONS}", "--threads=1", f"--duration={seconds}s", f"--script={_SCRIPT}"]
    headers = [f"--header={name}: {value}" for name, value in HEADERS.items()]
    command = ["wrk", *options, *headers, f"http://127.0.0.1:{port}", "--", str(requests)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30)
    return parsed(done.stdout)


def parsed(output: str) -> Load:
    """The line that load.lua prints last."""
    match = _TOTAL.search(output)
    if match is None:
        raise SystemExit(f"wrk did not say what it did:\n{output}")
    requests, microseconds, transferred, failed = map(int, match.groups())
    return Load(requests, microseconds / 1e6, transferred, failed)


def refuse_unsound(load: Load, size: float) -> None:
    """A round counts only if every answer was a good one, as large on average as those that were checked."""
    if load.failed or not load.requests:
        raise SystemExit(f"{load.failed} of {load.requests} requests failed: no figures from such a round.")
    found = load.bytes / load.requests
    if abs(found / size - 1) > _TOLERANCE:
        raise SystemExit(f"Answers of {found:.0f} bytes under load, of {size:.0f} before: these are others.")
