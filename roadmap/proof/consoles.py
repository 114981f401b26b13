"""Performs the commands of a page as a reader would type them, one after another in one shell, and compares."""

import difflib
import os
import re
import select
import shlex
import signal
import subprocess
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from roadmap import pages
from roadmap.pages import Command

ANYTHING = "..."
SECONDS = 60


@dataclass(frozen=True)
class Performed:
    """A command and what came back. No status: it did not end in its time, or the shell went with it."""

    command: Command
    output: str
    status: int | None

    @property
    def is_as_told(self) -> bool:
        """A command may fail where the page shows how; in silence, or behind nothing but `...`, it may not."""
        says_something = bool(self.command.output.replace(ANYTHING, "").strip())
        ended_well = self.status == 0 or (self.status is not None and says_something)
        return ended_well and _is_alike(self.command.output, self.output)

    @property
    def difference(self) -> str:
        """For people: what was to come, and what came."""
        told, came = self.command.output.splitlines(), self.output.splitlines()
        shown = [next((line for line in told if _stands_for(line, other)), other) for other in came]
        ended = "did not end" if self.status is None else f"ended with status {self.status}"
        lines = difflib.unified_diff(told, shown, "the page", "here", lineterm="")
        return "\n".join([f"$ {self.command.text}", f"({ended})", *lines])


def perform(
    commands: Iterable[Command],
    *,
    root: Path,
    port: int,
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Iterator[Performed]:
    """Each command from the root of the tree, with the service at this port. Ends behind one that does not end."""
    origin = f"http://127.0.0.1:{port}"
    with _shell(root, environment) as shell:
        for command in commands:
            text, output = (pages.told_at(origin, told) for told in (command.text, command.output))
            here = replace(command, text=text, output=output)
            output, status = shell.answer(here.text, seconds)
            yield Performed(here, output, status)
            if status is None:
                return


class _Shell:
    """A shell that is told one command at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101  # as it was opened with pipes
        assert process.stdout is not None  # noqa: S101  # as above
        self._input, self._output = process.stdin, process.stdout

    def answer(self, text: str, seconds: float) -> tuple[str, int | None]:
        """What the command says, and its exit status if it ends in time."""
        mark = uuid.uuid4().hex
        # In this shell, so that variables stay; without its input, which is the next command.
        self._input.write(f"eval {shlex.quote(text)} </dev/null\nprintf '\\n{mark} %d\\n' $?\n".encode())
        self._input.flush()
        said = self._read_until(mark, time.monotonic() + seconds)
        output, _, status = said.partition(f"\n{mark} ")
        lines = [line.rstrip() for line in output.splitlines()]
        return "\n".join(lines).rstrip("\n"), int(status) if status else None

    def _read_until(self, mark: str, deadline: float) -> str:
        said = b""
        while not re.search(rf"\n{mark} \d+\n".encode(), said):
            ready, _, _ = select.select([self._output], [], [], max(0, deadline - time.monotonic()))
            more = os.read(self._output.fileno(), 65536) if ready else b""
            if not more:
                break
            said += more
        return said.decode(errors="replace")


@contextmanager
def _shell(root: Path, environment: Mapping[str, str] | None) -> Iterator[_Shell]:
    command = ["bash", "--noprofile", "--norc"]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with process:
        try:
            yield _Shell(process)
        finally:
            # With all that it has started and left behind.
            os.killpg(process.pid, signal.SIGKILL)


def _is_alike(told: str, came: str) -> bool:
    """Part by part, each where it is met first: a pattern with as many `.*` may try for ever."""
    first, *others = _trimmed(told).split(ANYTHING)
    came = _trimmed(came)
    if not others or not came.startswith(first):
        return came == first
    at = len(first)
    for part in others[:-1]:
        found = came.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return came[at:].endswith(others[-1])


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


def _stands_for(told: str, came: str) -> bool:
    return told.strip() != ANYTHING and ANYTHING in told and _is_alike(told, came)
