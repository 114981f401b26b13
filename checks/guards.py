"""Takes each guard of guards.toml away, in a copy of the tree, and sees a test go red: `python -m checks.guards`."""

import argparse
import ast
import hashlib
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from roadmap.markers import files
from roadmap.proof import copies

SECONDS = 120
_AT_ONCE = 2
# pytest's exit status when tests failed. A tree that can't even be imported says nothing about a guard.
_RED = 1
# Where a database of the tests' own may be made, for what SQLite can't show.
_URLS = {"postgresql": "POSTGRESQL_URL"}


@dataclass(frozen=True)
class Guard:
    """`takes` stands once in the file; with `leaves` in its place one of the tests `red` fails."""

    name: str
    file: str
    takes: str
    leaves: str
    red: tuple[str, ...]
    needs: str = ""

    @property
    def variables(self) -> dict[str, str] | None:
        """The environment of its tests; None where the database that it needs has no address here."""
        if not self.needs:
            return {}
        address = os.environ.get(_URLS[self.needs], "")
        return {"TEST_DATABASE_URL": address} if address else None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m checks.guards", description=__doc__)
    parser.add_argument("--most", type=int, help="try so many, others for another commit; all without it")
    most, root = parser.parse_args(arguments).most, Path.cwd()
    guards = load(root)
    if problems := list(drifted(guards, root)):
        print("\n".join(problems))
        return 1
    possible = [guard for guard in guards if guard.variables is not None]
    chosen = sampled(possible, most, seed=files.commit(root))
    started = time.monotonic()
    if said := _red_anyway(chosen, root):
        print(f"The tests fail in a copy of the tree, with nothing taken from it:\n{said}")
        return 1
    missed = [guard for guard, is_caught in _tried(chosen, root) if not is_caught]
    left_out = f", {len(guards) - len(possible)} left out: no database" if len(possible) < len(guards) else ""
    print(f"{len(chosen) - len(missed)} of {len(chosen)} caught in {time.monotonic() - started:.0f} s{left_out}")
    return 1 if missed else 0


def load(root: Path) -> list[Guard]:
    tables = tomllib.loads((root / "checks/guards.toml").read_text(encoding="utf-8"))
    return [Guard(name, **{**table, "red": tuple(table["red"])}) for name, table in tables.items()]


def drifted(guards: Sequence[Guard], root: Path) -> Iterator[str]:
    """Each guard that no longer stands where the list says, or whose test has gone."""
    for guard in guards:
        path = root / guard.file
        found = path.read_text(encoding="utf-8").count(guard.takes) if path.is_file() else 0
        if found != 1:
            yield f"{guard.name}: {guard.file} holds `takes` {found} times, not once."
        yield from (f"{guard.name}: there is no {test}." for test in guard.red if not _is_there(test, root))


def sampled(guards: Sequence[Guard], most: int | None, seed: str) -> list[Guard]:
    """So many of them, others for another seed; all of them when nobody says how many."""

    def lot(guard: Guard) -> str:
        return hashlib.sha256(f"{seed} {guard.name}".encode()).hexdigest()

    return list(guards) if most is None else sorted(guards, key=lot)[:most]


def _is_there(test: str, root: Path) -> bool:
    path, _, name = test.partition("::")
    if not (root / path).is_file():
        return False
    module = ast.parse((root / path).read_text(encoding="utf-8"))
    # Which of its cases there are, only pytest knows: one that is gone fails before anything is taken away.
    function = name.partition("[")[0]
    return not name or any(isinstance(node, ast.FunctionDef) and node.name == function for node in module.body)


def _tried(guards: Sequence[Guard], root: Path) -> Iterator[tuple[Guard, bool]]:
    """Each with whether its test went red, told as it comes."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for guard, verdict in zip(guards, pool.map(lambda guard: _verdict(guard, root), guards), strict=True):
            print(f"{verdict:<7} {guard.name}", flush=True)
            yield guard, verdict == "caught"


def _red_anyway(guards: Sequence[Guard], root: Path) -> str:
    """What the tests say that fail before anything is taken away; nothing when all pass, as they must."""
    by_needs: dict[str, list[Guard]] = {}
    for guard in guards:
        by_needs.setdefault(guard.needs, []).append(guard)
    with copies.made(root) as copy:
        for of_one in by_needs.values():
            tests = sorted({test for guard in of_one for test in guard.red})
            done = copies.run(copy, tests, 2 * SECONDS, of_one[0].variables)
            if done.returncode != 0:
                return done.stdout[-2000:]
    return ""


def _verdict(guard: Guard, root: Path) -> str:
    with copies.made(root) as copy:
        path = copy / guard.file
        path.write_text(path.read_text(encoding="utf-8").replace(guard.takes, guard.leaves), encoding="utf-8")
        try:
            status = copies.run(copy, guard.red, SECONDS, guard.variables).returncode
        except subprocess.TimeoutExpired:
            return "slow"
    return "caught" if status == _RED else "missed"


if __name__ == "__main__":
    sys.exit(main())
