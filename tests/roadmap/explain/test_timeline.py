"""Steps, their nesting and their bound."""

import pytest

from roadmap.explain.timeline import MOST_STEPS, Timeline

pytestmark = pytest.mark.unit


def test_a_step_is_as_deep_as_the_steps_that_are_open():
    timeline = Timeline()

    outer = timeline.begin("service", "pitch")
    inner = timeline.begin("sql", "INSERT", rows=1)
    timeline.end(inner, rows=2)
    timeline.end(outer)
    after = timeline.begin("view", "tent")

    assert [(step.name, step.depth) for step in timeline.steps] == [("pitch", 0), ("INSERT", 1), ("tent", 0)]
    assert inner.detail == {"rows": 2}
    assert outer.at <= inner.at <= inner.at + inner.milliseconds <= outer.at + outer.milliseconds <= after.at


def test_steps_beyond_the_bound_are_counted_and_left_out():
    timeline = Timeline()

    for _ in range(MOST_STEPS + 3):
        timeline.end(timeline.begin("sql", "SELECT"))

    assert (len(timeline.steps), timeline.left_out) == (MOST_STEPS, 3)
