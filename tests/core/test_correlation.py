"""One id for all that a request causes."""

import pytest

from core import correlation
from core.correlation import Correlation

pytestmark = pytest.mark.unit

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.mark.roadmap("language.context-managers")
def test_a_sound_id_is_kept():
    with correlation.correlated("from-the-proxy.1", TRACE) as current:
        assert current == correlation.current() == Correlation("from-the-proxy.1", TRACE)


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "two words", "line\nbreak-1", "naïve-request"])
def test_a_missing_or_malformed_id_is_replaced_by_a_fresh_one(sent):
    with correlation.correlated(sent) as first:
        pass
    with correlation.correlated(sent) as second:
        pass

    assert sent not in {first.request_id, second.request_id}
    assert len(first.request_id) == 32
    assert first.request_id != second.request_id


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "01" + TRACE[2:],
        TRACE.upper(),
        TRACE[:-1],
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-4bf92f3577b34da6a3ce929d0e0e4736-{'0' * 16}-01",
    ],
)
def test_a_malformed_trace_is_dropped(sent):
    with correlation.correlated("request-1", sent) as current:
        assert current == Correlation("request-1", "")


def test_nothing_is_current_outside():
    with correlation.correlated("request-1"):
        pass

    assert correlation.current() == Correlation("", "")


@pytest.mark.roadmap("language.context-managers")
def test_an_error_leaves_nothing_current():
    with pytest.raises(RuntimeError), correlation.correlated("request-1"):
        raise RuntimeError

    assert correlation.current() == Correlation("", "")


def test_a_log_line_says_the_id():
    with correlation.correlated("request-1"):
        line = correlation.add_to_log(None, "info", {"event": "pitched"})

    assert line == {"event": "pitched", "request_id": "request-1"}


def test_a_log_line_outside_a_request_has_none():
    assert correlation.add_to_log(None, "info", {"event": "pitched"}) == {"event": "pitched"}
