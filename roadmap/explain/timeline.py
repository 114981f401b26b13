"""The steps of one request, each timed from its start and nested in those that were open when it began."""

import time
from dataclasses import dataclass, field
from typing import Any, Literal

# A request that does more is a batch: its first steps say enough, and memory stays bounded.
MOST_STEPS = 200

type Kind = Literal["view", "selector", "service", "permission", "event", "sql", "cache", "task"]


@dataclass(eq=False)
class Step:
    """Something that happened; `at` and `milliseconds` are in milliseconds."""

    kind: Kind
    name: str
    at: float
    milliseconds: float
    depth: int
    detail: dict[str, Any] = field(default_factory=dict)


class Timeline:
    """Begins when it is made. `left_out` counts the steps beyond the bound."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._open: list[Step] = []
        self.steps: list[Step] = []
        self.left_out = 0

    @property
    def now(self) -> float:
        return round((time.perf_counter() - self._began) * 1000, 3)

    def begin(self, kind: Kind, name: str, **detail: object) -> Step:
        step = Step(kind, name, self.now, 0.0, len(self._open), detail)
        self._open.append(step)
        if len(self.steps) < MOST_STEPS:
            self.steps.append(step)
        else:
            self.left_out += 1
        return step

    def end(self, step: Step, **detail: object) -> None:
        step.milliseconds = round(self.now - step.at, 3)
        step.detail.update(detail)
        self._open.remove(step)
