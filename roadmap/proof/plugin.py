"""The pytest plugin: ties marked tests to topics, sees which marked code each runs, and keeps what came of it.

A test is marked by `@pytest.mark.roadmap("<slug>")`; one that performs the commands of a page by
`@pytest.mark.console("<slug>")`. Only a run on SQLite is kept (roadmap/proof/results.py says why).
"""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from roadmap import register
from roadmap.explain import ran
from roadmap.markers import files, snapshot
from roadmap.markers.marks import Marker
from roadmap.proof import results
from roadmap.proof.results import Result

_SEEN = pytest.StashKey[ran.Seen]()


def pytest_configure(config: pytest.Config) -> None:
    # With several workers only the process that started them writes: it hears of every test.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(config.rootpath), "roadmap-ledger")


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """A mark with an unknown topic is an error where it stands."""
    made = yield
    for item in made if isinstance(made, list) else ():
        for mark in item.iter_markers("roadmap"):
            _require_topics(mark, collector)
    return made


def _require_topics(mark: pytest.Mark, collector: pytest.Collector) -> None:
    known = register.load(collector.config.rootpath / register.PATH)
    try:
        for slug in mark.args:
            known.topic(slug)
    except register.TopicNotFound as error:
        raise collector.CollectError(str(error)) from error


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Fixtures are part of a test: what they run is seen too."""
    root = item.config.rootpath
    if not any(_places(item)):
        return (yield)
    with ran.recording(_markers(root), root) as seen:
        item.stash[_SEEN] = seen
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What is in a report's own dictionary travels with it from a worker."""
    report = yield
    if _SEEN in item.stash:
        vars(report)["roadmap"] = {"places": list(_places(item)), "ran": sorted(item.stash[_SEEN].places)}
    return report


class Ledger:
    """What came of each place in this run. A test counts when all its phases are over."""

    def __init__(self, root: Path) -> None:
        self._commit = files.commit(root)
        self._begun: dict[str, Result] = {}
        self._over: dict[str, Result] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = vars(report).get("roadmap")
        if told is None:
            return
        _add(self._begun, report.nodeid, self._result(report, told["ran"]))
        if report.when == "teardown":
            result = self._begun.pop(report.nodeid)
            for place in told["places"]:
                _add(self._over, place, result)

    def pytest_sessionfinish(self) -> None:
        if self._over and connection.vendor == "sqlite":
            results.record(self._over)

    def _result(self, report: pytest.TestReport, places: list[str]) -> Result:
        at = datetime.fromtimestamp(report.stop, UTC)
        return Result(report.outcome, at, round(report.duration, 3), self._commit, frozenset(places))


def _add(known: dict[str, Result], key: str, result: Result) -> None:
    known[key] = known[key].joined(result) if key in known else result


@cache
def _markers(root: Path) -> tuple[Marker, ...]:
    return snapshot.take(root, register.load(root / register.PATH)).markers


def _places(item: pytest.Item) -> Iterator[str]:
    """Where the result of this test belongs. A mark may stand above a class."""
    for node, _ in item.iter_markers_with_node("roadmap"):
        yield node.nodeid.partition("[")[0]
    for mark in item.iter_markers("console"):
        yield from map(results.console, mark.args)
