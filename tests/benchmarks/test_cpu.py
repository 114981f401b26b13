"""Processor time is told of the right processes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import cpu

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc, which is Linux's"),
]


def test_work_is_counted():
    before, began = cpu.used([os.getpid()]), time.process_time()
    while time.process_time() < began + 0.1:
        pass

    assert cpu.between(before, cpu.used([os.getpid()])) == pytest.approx(0.1, abs=0.05)


def test_a_process_that_is_gone_counts_nothing():
    gone = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    before = cpu.used([gone.pid])
    gone.communicate()

    assert before[gone.pid] >= 0
    assert cpu.used([gone.pid]) == {}
    assert cpu.between(before, cpu.used([gone.pid])) == 0


def test_a_family_is_a_process_and_its_children():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(cpu.family(os.getpid()))
        assert cpu.family(child.pid) == [child.pid]
    finally:
        child.communicate()


def test_the_machine_is_busy_as_long_as_we_are():
    assert cpu.busy() > cpu.used([os.getpid()])[os.getpid()]


def test_a_process_is_known_by_its_name():
    name = Path("/proc/self/comm").read_text().strip()

    assert cpu.is_here(os.getpid(), name)
    assert not cpu.is_here(os.getpid(), "postgres")
