"""What an execution looked at, out of EXPLAIN's JSON."""

from collections.abc import Iterator
from typing import Any, NamedTuple

type Plan = dict[str, Any]

_REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck")


class Examined(NamedTuple):
    """Rows that the plan's scans read, those that a filter then refused included, and pages of 8 kB."""

    rows: int
    buffers: int


def examined(plan: Plan) -> Examined:
    rows = sum(_read(node) for node in _nodes(plan))
    return Examined(round(rows), plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _read(node: Plan) -> float:
    """Rows are told a loop. A scan of a sub-query or of another scan's bitmap reads nothing of its own."""
    if "Relation Name" not in node:
        return 0
    a_loop = node["Actual Rows"] + sum(node.get(removed, 0) for removed in _REMOVED)
    return float(a_loop * node["Actual Loops"])
