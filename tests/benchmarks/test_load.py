"""Figures come from sound rounds only."""

import pytest

from benchmarks import load
from benchmarks.load import Load

pytestmark = pytest.mark.unit


def test_what_the_script_prints_last_is_read():
    output = "Running 3s test @ http://127.0.0.1:8300\n\nTOTAL 6000 3000000 1200000 0\n"

    done = load.parsed(output)

    assert done == Load(6000, 3.0, 1_200_000, 0)
    assert done.throughput == 2000


def test_a_generator_that_says_nothing_ends_the_run():
    with pytest.raises(SystemExit, match="unable to connect"):
        load.parsed("unable to connect to 127.0.0.1:8300")


def test_a_round_of_the_right_answers_counts():
    load.refuse_unsound(Load(requests=100, seconds=1, bytes=51_000, failed=0), size=512)


def test_a_round_with_a_refused_request_does_not_count():
    with pytest.raises(SystemExit, match="1 of 100 requests failed"):
        load.refuse_unsound(Load(requests=100, seconds=1, bytes=51_200, failed=1), size=512)


def test_a_round_without_an_answer_does_not_count():
    with pytest.raises(SystemExit, match="0 of 0"):
        load.refuse_unsound(Load(requests=0, seconds=1, bytes=0, failed=0), size=512)


def test_a_round_of_other_answers_does_not_count():
    with pytest.raises(SystemExit, match="Answers of 90 bytes under load, of 512 before"):
        load.refuse_unsound(Load(requests=100, seconds=1, bytes=9_000, failed=0), size=512)
