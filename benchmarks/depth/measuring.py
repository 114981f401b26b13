"""What a page costs far down a sort, and on a shelf, against the first page of the whole catalogue.

Each page is asked for through the service itself, on one connection; the statement behind it is measured alone as well.
"""

import http.client
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import servers
from benchmarks.answers import HEADERS
from benchmarks.contestants import SHOP
from benchmarks.depth.pages import Page
from benchmarks.depth.plans import Examined
from benchmarks.report import table

# A page looks at its 51 rows, at three rows beside each, and at the tags of each, of which there may be twelve.
ROWS_BOUND = 51 * (1 + 3 + 12)
_WARM_UP = 6


class Cost(NamedTuple):
    """Seconds of each request and of each execution of its statement, and what one execution looks at."""

    page: Page
    requests: list[float]
    statements: list[float]
    examined: Examined


def measured(url: str, *, rounds: int, port: int, folder: Path) -> list[Cost]:
    """The cost of every page. In each round each page is asked for once, so that all meet the same noise."""
    ours = {"STATEMENT_TIMEOUT": "0", "LOG_LEVEL": "WARNING", "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ.update(servers.environment(SHOP, url, folder) | ours)
    # Imports the shop, which reads its environment at once.
    from benchmarks.depth import positions  # noqa: PLC0415  # as said above

    pages = positions.pages()
    statements = [positions.statement(page.path) for page in pages]
    executions = _interleaved(positions.executed, statements, rounds)
    with servers.running(SHOP, port, url, folder):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        requests = _interleaved(lambda page: _requested(connection, page.path), pages, rounds)
    examined = [positions.examined(statement) for statement in statements]
    return [Cost(*measures) for measures in zip(pages, requests, executions, examined, strict=True)]


def of_depth(costs: Sequence[Cost], notes: Iterable[str]) -> str:
    """The table, in Markdown."""
    by_label = {cost.page.label: cost for cost in costs}
    rows = [_row(cost, by_label[cost.page.base]) for cost in costs if cost.page.base != cost.page.label]
    heads = ["page", "against", "request", "statement", "goal", "rows examined", "buffers"]
    return "\n\n".join(
        [
            "## Depth",
            f"1.00 is what the page named under *against* costs; medians. Bounded: at most {ROWS_BOUND} rows examined.",
            table(heads, rows),
            "\n".join(f"- {note}" for note in notes),
        ]
    )


def _row(cost: Cost, base: Cost) -> list[str]:
    return [
        cost.page.label,
        base.page.label,
        _times(cost.requests, base.requests),
        _times(cost.statements, base.statements),
        cost.page.goal,
        str(cost.examined.rows),
        str(cost.examined.buffers),
    ]


def _times(values: Sequence[float], bases: Sequence[float]) -> str:
    return f"{median(values) / median(bases):.2f}"


def _interleaved[Thing](do: Callable[[Thing], object], things: Sequence[Thing], rounds: int) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in things]
    for number in range(_WARM_UP + rounds):
        for thing, taken in zip(things, times, strict=True):
            began = time.perf_counter()
            do(thing)
            if number >= _WARM_UP:
                taken.append(time.perf_counter() - began)
    return times


def _requested(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path, headers=HEADERS)
    response = connection.getresponse()
    response.read()
    if response.status != http.HTTPStatus.OK:
        raise SystemExit(f"{path} was answered by {response.status}.")
