"""Counts are exact whoever counts beside, and end with their window. On Redis and on SQLite."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.limits.counters import CountersUnavailable
from core.limits.redis import RedisCounters
from core.limits.sqlite import SQLiteCounters
from tests.conftest import REDIS_URL

pytestmark = pytest.mark.integration


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.redis)])
def open_counters(request, tmp_path):
    """Opens the same counts anew, as each thread and each process does."""

    def opened():
        if request.param == "redis":
            return RedisCounters(REDIS_URL, {})
        return SQLiteCounters(str(tmp_path / "counters.sqlite3"), {})

    opened().clear()
    yield opened
    opened().clear()


def test_each_key_counts_for_itself(open_counters):
    counters = open_counters()

    counted = [counters.count(key, 60) for key in ("ada", "ada", "grace")]

    assert counted == [1, 2, 1]


def test_adding_counts_and_incrementing_tells(open_counters):
    counters = open_counters()

    assert counters.add("ada", 1, 60)
    assert not counters.add("ada", 1, 60)
    assert counters.incr("ada") == 2


def test_a_window_ends(open_counters):
    counters = open_counters()
    counters.count("ada", 1)
    counters.count("ada", 1)

    time.sleep(1.1)

    assert counters.count("ada", 1) == 1


def test_nothing_is_lost_or_counted_twice_by_many_at_once(open_counters):
    def count(_):
        counters = open_counters()
        return [counters.count("ada", 60) for _ in range(50)]

    with ThreadPoolExecutor(8) as pool:
        counted = [number for numbers in pool.map(count, range(8)) for number in numbers]

    assert sorted(counted) == list(range(1, 401))


def test_ended_windows_do_not_stay_in_the_file(tmp_path):
    counters = SQLiteCounters(str(tmp_path / "counters.sqlite3"), {})
    counters.count("ada", -1)

    counters.count("grace", 60)

    assert counters._connection.execute("SELECT key FROM counts").fetchall() == [("grace",)]


def test_a_file_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "counters.sqlite3").mkdir()

    with pytest.raises(CountersUnavailable):
        SQLiteCounters(str(tmp_path / "counters.sqlite3"), {}).count("ada", 60)


def test_a_server_that_does_not_answer_is_left_alone_for_a_second(monkeypatch):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        counters = RedisCounters(f"redis://127.0.0.1:{listening.getsockname()[1]}/0", {})
        with pytest.raises(CountersUnavailable):
            counters.count("ada", 60)
        monkeypatch.setitem(vars(counters), "_script", pytest.fail)

        with pytest.raises(CountersUnavailable):
            counters.count("ada", 60)
