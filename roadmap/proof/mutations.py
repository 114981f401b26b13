"""Takes a marked block away, in a copy of the tree, and sees whether the tests of its topic notice.

For what no test can enter: declarations, and files that are not Python. Where there are functions, a test of the topic
must enter one (roadmap/proof/verdict.py).
"""

import ast
import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from roadmap.markers import python
from roadmap.markers.marks import Marker
from roadmap.markers.snapshot import DONE, Snapshot
from roadmap.proof import copies

SECONDS = 180
_AT_ONCE = 2
# pytest's exit status when tests failed, when their files could not be read, and when not even conftest could.
_RED = {1, 2, 4}


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
    with copies.made(root) as copy:
        path = copy / mutant.marker.path
        path.write_text(without(path, path.read_text(encoding="utf-8"), mutant.marker), encoding="utf-8")
        try:
            return copies.run(copy, mutant.tests, SECONDS).returncode in _RED
        except subprocess.TimeoutExpired:
            return False


def _require_green(tests: Sequence[str], root: Path) -> None:
    with copies.made(root) as copy:
        done = copies.run(copy, tests, 2 * SECONDS)
    if done.returncode != 0:
        raise NotComparable(done.stdout[-2000:])
