"""What `roadmap check` finds: in the tree and, where it is asked for, in this commit's results and without a block."""

from collections.abc import Iterator
from pathlib import Path

from roadmap.management import export
from roadmap.markers import files
from roadmap.markers.snapshot import Snapshot
from roadmap.proof import mutations, results, verdict
from roadmap.proof.mutations import Mutant
from roadmap.proof.verdict import Checked


def check(taken: Snapshot, root: Path, *, with_results: bool, most_mutants: int) -> Checked:
    """Mutants are tried only where all else is sound: before that, a red test says nothing."""
    commit = files.commit(root)
    problems = [*taken.problems, *export.drift(taken, root)]
    if with_results:
        problems += verdict.problems(taken, results.load().at(commit), root)
    return Checked(tuple(problems)) if problems or not most_mutants else _tried(taken, root, most_mutants, commit)


def _tried(taken: Snapshot, root: Path, most: int, commit: str) -> Checked:
    found = mutations.mutants(taken, root)
    try:
        trials = tuple(mutations.tried(mutations.sample(found, most, seed=commit), root))
    except mutations.NotComparable as error:
        problem = f"The marked tests fail in a copy of the tree, with nothing taken from it:\n{error}"
        return Checked((problem,), mutants=len(found))
    return Checked(tuple(_missed(trials)), trials, len(found))


def _missed(trials: tuple[tuple[Mutant, bool], ...]) -> Iterator[str]:
    for mutant, is_caught in trials:
        if not is_caught:
            marker = mutant.marker
            yield (
                f"{marker.slug}: its tests pass without {marker.title} in {marker.place}:"
                " mark a test that fails then, or move the marker."
            )
