"""Takes a marked block away, in a copy of the tree, and sees whether the tests of its topic notice.

For what no test can enter: declarations, and files that are not Python. Where there are functions, a test of the topic
must enter one (roadmap/proof/verdict.py).
"""

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from roadmap.markers import files, python
from roadmap.markers.marks import Marker
from roadmap.markers.snapshot import DONE, Snapshot

SECONDS = 180
_AT_ONCE = 2
# pytest's exit status when tests failed, when their files could not be read, and when not even conftest could.
_RED = {1, 2, 4}
_PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
# What this process, if it is a test itself, has set for its own run.
_OF_A_RUN = ("PYTEST", "COV", "DJANGO_SETTINGS_MODULE")


class NotComparable(RuntimeError):
    """The tests fail in a copy from which nothing was taken; the message is what they said."""


@dataclass(frozen=True)
class Mutant:
    """A tree without one marked block, and the tests that should notice."""

    marker: Marker
    tests: tuple[str, ...]


def mutants(snapshot: Snapshot, root: Path) -> list[Mutant]:
    """One for each marker of a done topic that marks no function."""
    return [
        Mutant(marker, tuple(test.place for test in standing.tests))
        for standing in snapshot.standings
        if standing.status == DONE
        for marker in standing.code
        if not python.has_function(root, marker)
    ]


def sample(found: Sequence[Mutant], count: int, seed: str) -> list[Mutant]:
    """So many of them, others for another seed."""

    def lot(mutant: Mutant) -> str:
        return hashlib.sha256(f"{seed} {mutant.marker.slug} {mutant.marker.place}".encode()).hexdigest()

    return sorted(found, key=lot)[:count]


def tried(chosen: Sequence[Mutant], root: Path) -> Iterator[tuple[Mutant, bool]]:
    """Each with whether its tests went red, in the given order. Raises NotComparable."""
    if chosen:
        _require_green(sorted({test for mutant in chosen for test in mutant.tests}), root)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from zip(chosen, pool.map(lambda mutant: _is_caught(mutant, root), chosen), strict=True)


def without(path: Path, text: str, marker: Marker) -> str:
    """The file's text without the marked lines. The others keep their numbers."""
    lines = text.splitlines()
    taken = lines[marker.first - 1 : marker.last]
    blank = [""] * len(taken)
    if path.suffix == ".py":
        blank[0] = f"{taken[0][: len(taken[0]) - len(taken[0].lstrip())]}pass"
    mutated = "\n".join([*lines[: marker.first - 1], *blank, *lines[marker.last :]]) + "\n"
    if path.suffix == ".py":
        ast.parse(mutated)
    return mutated


def _is_caught(mutant: Mutant, root: Path) -> bool:
    with _copy(root) as copy:
        path = copy / mutant.marker.path
        path.write_text(without(path, path.read_text(encoding="utf-8"), mutant.marker), encoding="utf-8")
        try:
            return _run(mutant.tests, copy).returncode in _RED
        except subprocess.TimeoutExpired:
            return False


def _require_green(tests: Sequence[str], root: Path) -> None:
    with _copy(root) as copy:
        done = _run(tests, copy, seconds=2 * SECONDS)
    if done.returncode != 0:
        raise NotComparable(done.stdout[-2000:])


def _run(tests: Sequence[str], copy: Path, seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OF_A_RUN)}
    # Its results are those of another tree: they go with the copy.
    own = {"DATA_DIR": str(copy / ".cairn"), "TEST_DATABASE_URL": "", "DATABASE_URL": "", "MODE": ""}
    return subprocess.run(
        [sys.executable, *_PYTEST, *tests],
        cwd=copy,
        env={**inherited, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    """The tree in a folder of its own: known to git, as tests of the tree expect, and with this environment."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        files.copy(root, copy)
        for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
            subprocess.run(command, cwd=copy, check=True)
        (copy / ".venv").symlink_to(sys.prefix)
        yield copy
