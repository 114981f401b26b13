"""What a check found, and whether the results of this commit bear out what the register calls done."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from roadmap.markers import python
from roadmap.markers.marks import Marker
from roadmap.markers.snapshot import DONE, Snapshot, Standing
from roadmap.proof import results
from roadmap.proof.mutations import Mutant
from roadmap.proof.results import Results

_AGAIN = "run `make test`"


@dataclass(frozen=True)
class Checked:
    """`trials` says of each mutant tried whether the tests of its topic caught it, out of `mutants` in all."""

    problems: tuple[str, ...]
    trials: tuple[tuple[Mutant, bool], ...] = ()
    mutants: int = 0

    @property
    def caught(self) -> int:
        return sum(is_caught for _, is_caught in self.trials)


def problems(snapshot: Snapshot, known: Results, root: Path) -> Iterator[str]:
    """Each names its topic, the place, and what to do. `known` holds the results of this commit alone."""
    done = [standing for standing in snapshot.standings if standing.status == DONE]
    if done and not known.by_place:
        yield f"There are no results of this commit: {_AGAIN}."
        return
    for standing in done:
        yield from _untested(standing, known)
        yield from _unentered(standing, known, root)


def _untested(standing: Standing, known: Results) -> Iterator[str]:
    slug = standing.topic.slug
    for test in standing.tests:
        yield from _not_passed(slug, test.place, known)
    yield from _not_passed(slug, results.console(slug), known)


def _not_passed(slug: str, place: str, known: Results) -> Iterator[str]:
    result = known.of(place)
    if result is None:
        yield f"{slug}: {place} has no result of this commit: {_AGAIN}."
    elif result.outcome != "passed":
        yield f"{slug}: {place} {result.outcome}. A topic is proven by tests that pass: see why, then {_AGAIN}."


def _unentered(standing: Standing, known: Results, root: Path) -> Iterator[str]:
    """A test of another topic may run the code: that proves nothing about this one."""
    ran = {place for test in standing.tests if (result := known.of(test.place)) for place in result.ran}
    for marker in standing.code:
        if marker.place not in ran and python.has_function(root, marker):
            yield _advice(standing.topic.slug, marker)


def _advice(slug: str, marker: Marker) -> str:
    return (
        f"{slug}: no test marked with it runs {marker.title} in {marker.place}: mark one that does, or move the marker."
    )
