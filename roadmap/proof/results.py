"""The last result of each marked test, kept in one small file. Written by the tests on SQLite, read by the tour.

A run on PostgreSQL or MariaDB leaves it alone: it repeats what was proven, on less of the tree.
"""

import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from django.conf import settings
from pydantic import AwareDatetime, TypeAdapter, ValidationError

Outcome = Literal["passed", "skipped", "failed"]
# From the best to the worst.
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """How a place fared: its worst outcome over phases and parameters. `at` is in UTC."""

    outcome: Outcome
    at: AwareDatetime
    seconds: float
    commit: str
    """Of the checkout; empty where there is none."""
    ran: frozenset[str] = frozenset()
    """The marked places of code that ran meanwhile."""

    def joined(self, later: "Result") -> "Result":
        """Both as one, as for two parameters of one test."""
        return Result(
            outcome=max(self.outcome, later.outcome, key=OUTCOMES.index),
            at=later.at,
            seconds=round(self.seconds + later.seconds, 3),
            commit=later.commit,
            ran=self.ran | later.ran,
        )


@dataclass(frozen=True)
class Results:
    """By place: a test as pytest names it, without parameters, or `console:<slug>` for the commands of a page."""

    by_place: Mapping[str, Result] = field(default_factory=dict)

    def of(self, place: str) -> Result | None:
        return self.by_place.get(place)

    def at(self, commit: str) -> "Results":
        """Those of this commit alone."""
        return Results({place: result for place, result in self.by_place.items() if result.commit == commit})


_FILE = TypeAdapter(dict[str, Result])


def path() -> Path:
    return Path(settings.DATA_DIR) / "proof.json"


def console(slug: str) -> str:
    """The place under which the commands of a topic's page are kept."""
    return f"console:{slug}"


def load() -> Results:
    """What is known. A file that cannot be read is told in the log, and counts as none."""
    try:
        return Results(_FILE.validate_json(path().read_bytes()))
    except FileNotFoundError:
        return Results()
    except ValidationError as error:
        logger.warning("%s is damaged, and begun anew: %s", path(), error.errors()[0]["msg"])
        return Results()


def record(latest: Mapping[str, Result]) -> None:
    """Put these results in the place of older ones of the same places; all others stay."""
    merged = dict(sorted({**load().by_place, **latest}.items()))
    path().parent.mkdir(parents=True, exist_ok=True)
    # Whoever reads meanwhile sees the old file or the new one, never half of one.
    with tempfile.NamedTemporaryFile("wb", dir=path().parent, delete=False) as draft:
        draft.write(_FILE.dump_json(merged, indent=1))
    Path(draft.name).replace(path())
