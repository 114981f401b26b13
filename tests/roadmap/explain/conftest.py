"""Asking for an explanation, through the front door."""

import inspect
from pathlib import Path

import pytest

from roadmap import register
from roadmap.explain.explanations import Explanation, Explanations
from roadmap.markers.marks import Marker

EXPLAIN = {"X-Explain": "1"}


@pytest.fixture
def explain(api):
    """`explain(answer)`: what is told of the request that was answered so. With a path, it is asked for first."""

    def told(asked):
        answer = api.get(asked, headers=EXPLAIN) if isinstance(asked, str) else asked
        return api.get(f"/explain/{answer.headers['X-Request-ID']}/").json()

    return told


@pytest.fixture
def kept(monkeypatch):
    """An empty store in the place of the one that this process has."""
    store = Explanations()
    monkeypatch.setattr("roadmap.explain.middleware.kept", store)
    monkeypatch.setattr("roadmap.explain.views.kept", store)
    return store


def marker(slug, thing):
    """A marker above a function or a class."""
    lines, first = inspect.getsourcelines(thing)
    path = Path(inspect.getfile(thing)).relative_to(register.ROOT)
    return Marker(slug, path, first, first + len(lines) - 1, thing.__name__, first - 1)


def explanation(request_id, status=200):
    return Explanation(request_id, "GET", "/", status, 1.0, "roadmap.views.home", (), 0, ())
