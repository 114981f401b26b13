"""Ways to ask a trivial endpoint, by turns in one process: each figure is processor time over that of the plain way."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from itertools import cycle
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings

from benchmarks import report

REQUESTS = 500


class Way(NamedTuple):
    """One request in one of the ways; `settings` are in force while it is measured, `goal` is what it may cost."""

    ask: Callable[[], None]
    goal: float | None = None
    settings: Mapping[str, Any] = {}


def measured(ways: Mapping[str, Way], plain: Way, *, rounds: int) -> dict[str, list[float]]:
    """For each way its ratio to the plain one, round by round."""
    ratios: dict[str, list[float]] = {name: [] for name in ways}
    for way in (plain, *ways.values()):
        _seconds(way)  # Everything is loaded and compiled before anything counts.
    for number in range(rounds):
        found = _in_turn(number, {"": plain, **ways})
        for name, listed in ratios.items():
            listed.append(found[name] / found[""])
    return ratios


def table(ways: Mapping[str, Way], plain: Way, *, rounds: int) -> str:
    ratios = measured(ways, plain, rounds=rounds)
    goals = {name: f"≤ {way.goal:.2f}" if way.goal else "" for name, way in ways.items()}
    return report.table(["way", "time", "goal"], [[name, report.spread(ratios[name]), goals[name]] for name in ways])


def notes(rounds: int, packages: Sequence[str], *more: str) -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    told = f"{rounds} rounds of {REQUESTS} requests each way, interleaved in one process; median (least–most)."
    return "\n".join(f"- {note}" for note in (told, *more, f"{versions}."))


def asking(address: str, sent: Sequence[str | None] = (None,), *, method: str = "GET") -> Callable[[], None]:
    """Asks as a server would, through every middleware, with one of the tokens after the other."""
    handler = WSGIHandler()
    turns = cycle(_environment(method, address, token) for token in sent)

    def ask() -> None:
        answer = handler(dict(next(turns)), _start_response)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"Measured by mistake: {answer!r}")

    return ask


def _in_turn(number: int, ways: Mapping[str, Way]) -> dict[str, float]:
    """Each round begins with another way: nobody always follows the same one."""
    names = list(ways)
    start = number % len(names)
    return {name: _seconds(ways[name]) for name in [*names[start:], *names[:start]]}


def _seconds(way: Way) -> float:
    with override_settings(**way.settings):
        gc.collect()  # What earlier ways left behind is no cost of this one.
        started = time.process_time()
        for _ in range(REQUESTS):
            way.ask()
        return time.process_time() - started


def _start_response(*_: Any) -> Callable[[bytes], object]:
    return len


def _environment(method: str, address: str, token: str | None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return RequestFactory(headers=headers).generic(method, address).environ
