"""The tour of a small roadmap: planted, taken, and asked for its pages."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from core import clock
from roadmap import register
from roadmap.proof import results
from roadmap.proof.results import Result
from roadmap.tour import guide
from tests.roadmap.camp import plant
from tests.roadmap.tour.trail import TREE

TODAY = datetime(2100, 7, 1, 9, 14, tzinfo=UTC)


@pytest.fixture
def trail(tmp_path, monkeypatch, settings):
    """The folder of the small roadmap, in place of the real one."""
    monkeypatch.setattr(register, "ROOT", tmp_path)
    settings.DATA_DIR = tmp_path / "data"
    plant(tmp_path, TREE)
    guide.load.cache_clear()
    with clock.stopped(TODAY):
        yield tmp_path
    guide.load.cache_clear()


@pytest.fixture
def taken(trail):
    return guide.load()


@pytest.fixture
def tested(trail):
    """`tested(name=outcome)`: the tests of those topics had these results, today or when one says."""

    def record(at=TODAY, **outcomes):
        results.record(
            {
                f"tests/test_{name}.py::test_it_holds": Result(outcome, at, 0.1, commit="")
                for name, outcome in outcomes.items()
            }
        )

    return record


@pytest.fixture
def visitor():
    return Client(headers={"Accept": "text/html,*/*;q=0.8"}, raise_request_exception=False)
