"""How each topic stands today, and the path that its section makes on the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import ceil

from roadmap.markers.snapshot import DONE, Standing
from roadmap.proof.results import Results
from roadmap.register import Section, Topic
from roadmap.tour.guide import Guide

WIDE, NARROW = 8, 4


class State(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    PROVEN = "proven"

    @property
    def words(self) -> str:
        """What the flag says to whoever does not see it."""
        return "done, tests passed today" if self is State.PROVEN else str(self)


@dataclass(frozen=True)
class Stone:
    topic: Topic
    state: State

    @property
    def is_set(self) -> bool:
        return self.state is not State.PLANNED


@dataclass(frozen=True)
class Path:
    """A section and its stones. `wide` and `narrow` are how many of them stand in a row."""

    section: Section
    stones: Sequence[Stone]

    @property
    def number_set(self) -> int:
        return sum(stone.is_set for stone in self.stones)

    @property
    def wide(self) -> int:
        return _in_a_row(len(self.stones), WIDE)

    @property
    def narrow(self) -> int:
        return _in_a_row(len(self.stones), NARROW)


@dataclass(frozen=True)
class Map:
    guide: Guide
    results: Results
    today: date

    @cached_property
    def stones(self) -> dict[str, Stone]:
        """By slug, in the roadmap's order."""
        return {standing.topic.slug: self._stone(standing) for standing in self.guide.snapshot.standings}

    @cached_property
    def paths(self) -> list[Path]:
        sections = self.guide.snapshot.register.sections
        return [Path(section, [self.stones[topic.slug] for topic in section.topics]) for section in sections]

    @property
    def number_set(self) -> int:
        return sum(stone.is_set for stone in self.stones.values())

    @property
    def number_proven(self) -> int:
        return sum(stone.state is State.PROVEN for stone in self.stones.values())

    def _stone(self, standing: Standing) -> Stone:
        if standing.status != DONE:
            return Stone(standing.topic, State.PLANNED)
        return Stone(standing.topic, State.PROVEN if self._is_proven(standing) else State.DONE)

    def _is_proven(self, standing: Standing) -> bool:
        """Whether each of its tests last passed, and did so today."""
        latest = [self.results.of(test.place) for test in standing.tests]
        return all(result and result.outcome == "passed" and result.at.date() == self.today for result in latest)


def _in_a_row(stones: int, most: int) -> int:
    """Rows as even as can be: nine stones stand as five and four, not as eight and one."""
    return ceil(stones / ceil(stones / most))
