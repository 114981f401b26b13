"""From figures to words: the tables, what they were measured on, and their place in docs/performance.md."""

import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.contestants import CAIRN, CONTESTANTS, LIMIT
from benchmarks.load import CONNECTIONS
from benchmarks.rounds import Measured
from benchmarks.works import Work

DOCUMENT = servers.ROOT / "docs/performance.md"
PACKAGES = ["Django", "djangorestframework", "FastAPI", "SQLAlchemy", "psycopg", "asyncpg", "granian", "uvloop"]
_PREAMBLE = """# Performance

Written by `make bench` with `ARGS=--write`, `"depth --write"` or `"tokens --write"`, never by hand. How it is measured,
and how to add a row: [benchmarks/README.md](../benchmarks/README.md).
"""
_SCALE = """1.00 is the limit: a raw ASGI application, one prepared statement whose JSON PostgreSQL builds.
Each figure is the median of the rounds (least–most)."""

type Figure = Callable[[Measured], float]


def of_requests(figures: Sequence[Measured], works: Iterable[Work], notes: Sequence[str]) -> str:
    """Throughput and processor time, each as a multiple of the limit's in the same round."""
    works = list(works)
    others = median(figure.others for figure in figures)
    throughput = [[*_row(figures, work, lambda one: one.throughput), f"≥ {work.goal:.2f}"] for work in works]
    server = [_row(figures, work, lambda one: one.server) for work in works]
    total = [_row(figures, work, lambda one: one.server + one.database) for work in works]
    peers = [one.name for one in CONTESTANTS if one.name not in {LIMIT, CAIRN}]
    return "\n\n".join(
        [
            "## Requests",
            _SCALE,
            "Throughput, more is better:",
            table(["work", *peers, CAIRN, "goal"], throughput),
            "Processor time a request, of the server alone; less is better:",
            table(["work", *peers, CAIRN], server),
            "Processor time a request, of the server and of its database; less is better:",
            table(["work", *peers, CAIRN], total),
            "\n".join(f"- {note}" for note in [*notes, f"Others used {others:.0%} of the machine meanwhile."]),
        ]
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def spread(values: Sequence[float]) -> str:
    """The median, and how far the values go."""
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def circumstances(database: str, products: int) -> list[str]:
    """What a reader needs to judge the figures, or to measure again."""
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    return [
        f"Machine: {_processor()}, {os.cpu_count()} cores shared by load, server and database; {platform.platform()}.",
        f"Versions: Python {platform.python_version()}, PostgreSQL {database}, {versions}.",
        f"Content: {products} products. Commit {_commit()}. Command: `{command}`.",
    ]


def of_load(rounds: int, seconds: int) -> str:
    return (
        f"Load: wrk, {CONNECTIONS} connections, {rounds} rounds of {seconds} s, interleaved. Each server: granian, "
        f"1 worker, {servers.THREADS} threads (WSGI), {servers.POOL_SIZE} database connections."
    )


def write(section: str, text: str, document: Path = DOCUMENT) -> None:
    """Put the text between the section's markers; a document or section that is not there yet is begun."""
    begin, end = f"<!-- {section} -->\n", f"\n<!-- end of {section} -->\n"
    document.parent.mkdir(exist_ok=True)
    present = document.read_text() if document.exists() else _PREAMBLE
    before, begun, rest = present.partition(begin)
    after = rest.partition(end)[2] if begun else ""
    document.write_text(f"{before if begun else before + '\n'}{begin}{text}{end}{after}")


def _row(figures: Sequence[Measured], work: Work, figure: Figure) -> list[str]:
    of_work = {
        name: [figure(one) for one in figures if (one.work, one.contestant) == (work.name, name)] for name in _names()
    }
    ratios = {name: _ratios(values, of_work[LIMIT]) for name, values in of_work.items()}
    return [work.title, *(spread(ratios[name]) for name in _names() if name != LIMIT)]


def _names() -> list[str]:
    return [contestant.name for contestant in CONTESTANTS]


def _ratios(values: Sequence[float], limits: Sequence[float]) -> list[float]:
    return [value / limit for value, limit in zip(values, limits, strict=True)]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=servers.ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()

    changed = " with uncommitted changes" if git("status", "--porcelain") else ""
    return f"{git('rev-parse', '--short', 'HEAD') or 'unknown'}{changed}"
