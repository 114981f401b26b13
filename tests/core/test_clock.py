"""One clock for all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from core import clock

pytestmark = pytest.mark.unit

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_now_is_now_in_utc():
    before = datetime.now(UTC)

    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


@pytest.mark.roadmap("tools.testing-unit")
def test_a_stopped_clock_stands_still_and_then_goes_on():
    with clock.stopped(NOON):
        assert clock.now() == clock.now() == NOON

    assert clock.now() != NOON


def test_stops_nest():
    with clock.stopped(NOON):
        with clock.stopped(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)

        assert clock.now() == NOON


def test_it_goes_on_after_an_error():
    with pytest.raises(RuntimeError), clock.stopped(NOON):
        raise RuntimeError

    assert clock.now() != NOON


def test_another_thread_has_its_own_time():
    with clock.stopped(NOON), ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(clock.now).result()

    assert elsewhere != NOON
