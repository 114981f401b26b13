"""Processor time as Linux counts it: user and system seconds, out of /proc."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def require_linux() -> None:
    if not (_PROC / "self/stat").exists():
        raise SystemExit("Processor time is read from /proc: run the benchmarks on Linux, or in a container.")


def used(pids: Iterable[int]) -> dict[int, float]:
    """Seconds that each of these processes has used so far; one that has ended is not among them."""
    return {pid: _used(fields) for pid in pids if (fields := _fields(pid))}


def between(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Seconds used by those that lived all the while. An idle connection that was closed has used nothing."""
    return sum(after[pid] - before[pid] for pid in before.keys() & after.keys())


def family(pid: int) -> list[int]:
    """The process and all below it."""
    parents = dict(_parents())
    members = [pid]
    for member in members:
        members.extend(child for child, parent in parents.items() if parent == member)
    return members


def busy() -> float:
    """Seconds that the whole machine has been busy since it started, on all processors."""
    user, nice, system, _idle, _wait, irq, softirq, steal = (
        int(field) for field in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) * _TICK


def is_here(pid: int, name: str) -> bool:
    """Whether that process is one of this machine's, as far as we can see."""
    path = _PROC / str(pid) / "comm"
    return path.exists() and path.read_text().strip() == name


def _used(fields: list[str]) -> float:
    return (int(fields[11]) + int(fields[12])) * _TICK


def _parents() -> Iterator[tuple[int, int]]:
    for path in _PROC.glob("[0-9]*"):
        if fields := _fields(int(path.name)):
            yield int(path.name), int(fields[1])


def _fields(pid: int) -> list[str]:
    """What stands behind the name, which may hold anything, in proc_pid_stat(5): state, parent, …"""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
