"""Measures: in each round every contestant does every work once, so that all of them meet the same noise."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from benchmarks import answers, cpu, database, load, servers
from benchmarks.contestants import CONTESTANTS, Contestant
from benchmarks.works import Work

SLUGS = 500
_WARM_UP_SECONDS = 1


class Setting(NamedTuple):
    """What all rounds have in common."""

    url: str
    works: Sequence[Work]
    rounds: int
    seconds: int
    port: int
    folder: Path


class Course(NamedTuple):
    """One work as set for one contestant: its server, the file of requests, and the mean size of an answer."""

    contestant: Contestant
    work: Work
    port: int
    pid: int
    requests: Path
    size: float


class Measured(NamedTuple):
    """One course in one round. Processor time is in seconds a request, of the server and of its database."""

    contestant: str
    work: str
    throughput: float
    server: float
    database: float
    # The share of the machine that something else used meanwhile.
    others: float


def measured(setting: Setting) -> list[Measured]:
    """All courses in all rounds. Raises SystemExit when two contestants do not give the same answers."""
    with ExitStack() as stack:
        pids = [stack.enter_context(server) for server in _servers(setting)]
        courses = _courses(setting, pids)
        for course in courses:
            _tell(f"warm up: {course.work.name}, {course.contestant.name}")
            load.loaded(course.port, course.requests, _WARM_UP_SECONDS)
        return list(_rounds(setting, courses))


def _servers(setting: Setting) -> Iterator[AbstractContextManager[int]]:
    for number, contestant in enumerate(CONTESTANTS):
        yield servers.running(contestant, setting.port + number, setting.url, setting.folder)


def _courses(setting: Setting, pids: list[int]) -> list[Course]:
    slugs = database.slugs(setting.url, SLUGS)
    return [course for work in setting.works for course in _courses_of(work, setting, pids, slugs)]


def _courses_of(work: Work, setting: Setting, pids: list[int], slugs: list[str]) -> Iterator[Course]:
    expected = None
    for number, (contestant, pid) in enumerate(zip(CONTESTANTS, pids, strict=True)):
        _tell(f"compare: {work.name}, {contestant.name}")
        port = setting.port + number
        given = answers.of_work(port, work, slugs)
        documents = [answer.document for answer in given]
        expected = expected or documents
        if differing := list(islice(answers.differences(expected, documents), 5)):
            raise SystemExit("\n".join([f"{contestant.name} answers otherwise ({work.name}):", *differing]))
        requests = setting.folder / f"{port}-{work.name}.requests"
        lines = [answer.request(conditional=work.is_conditional) for answer in given]
        requests.write_text("\n".join(lines) + "\n")
        yield Course(contestant, work, port, pid, requests, mean(answer.size for answer in given))


def _rounds(setting: Setting, courses: list[Course]) -> Iterator[Measured]:
    for number in range(setting.rounds):
        # Each round begins with another course: nobody always follows the same one.
        for course in [*courses[number:], *courses[:number]]:
            _tell(f"round {number + 1} of {setting.rounds}: {course.work.name}, {course.contestant.name}")
            yield _round(course, setting)
    _tell("")


def _round(course: Course, setting: Setting) -> Measured:
    server, backends = cpu.family(course.pid), database.backends(setting.url)
    before, used = _reading(), (cpu.used(server), cpu.used(backends))
    done = load.loaded(course.port, course.requests, setting.seconds)
    server_used, database_used = map(cpu.between, used, (cpu.used(server), cpu.used(backends)))
    elapsed, load_used, machine = (after - then for after, then in zip(_reading(), before, strict=True))
    load.refuse_unsound(done, course.size)
    ours = server_used + database_used + load_used
    return Measured(
        course.contestant.name,
        course.work.name,
        done.throughput,
        server_used / done.requests,
        database_used / done.requests,
        max(0, machine - ours) / elapsed / (os.cpu_count() or 1),
    )


def _reading() -> tuple[float, ...]:
    """Seconds on the clock, of the load, and of all that the machine has done."""
    children = os.times()
    return time.monotonic(), children.children_user + children.children_system, cpu.busy()


def _tell(text: str) -> None:
    """One line that the next one overwrites; nothing where nobody looks on."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
