"""From answers.toml to an answer for each caller of each route: rows, rules, and what is said otherwise."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from http import HTTPMethod
from typing import NamedTuple

# What stands in the place of a scope. To the first two all callers with a row are alike: an answer stands in its place.
OPEN, FROM_A_PAGE, IN_PERSON, IN_A_SESSION = "open", "from a page", "in person", "in a session"
_ANSWER = re.compile(r"\d{3}( \w+)?")

type Row = dict[str, str]


class Unsound(ValueError):
    """The matrix says nothing, or two things, of a cell."""


class Matrix(NamedTuple):
    """`answers[route][caller]` is "<status> <code or whose rows>"; a route is "<METHOD> <path>".

    `callers` has what each one is. `needs[route]` is the scope that a token needs which was given away, or one of the
    words above.
    """

    callers: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    needs: Mapping[str, str]


def read(text: str) -> Matrix:
    """Raises Unsound for a cell that is left out or said twice, and for a route, row, rule or caller that is none.

    A caller stands in every row, or has a rule; then a route says of them only what is otherwise.
    """
    written = tomllib.loads(text)
    callers, rules, otherwise = written["callers"], written["rules"], written["otherwise"]
    needs = _needs(written["routes"])
    cases = {case for rule in rules.values() for case in rule}
    _refuse_unknown(cases - {"always", "reading", "writing", *needs.values()})
    _refuse_unknown(otherwise.keys() - needs)
    in_rows = [caller for caller in callers if caller not in rules]
    rows = {name: _row(name, in_rows, cells) for name, cells in written["rows"].items()}
    answers = {}
    for route, need in needs.items():
        name = written["routes"][need][route]
        row = dict.fromkeys(in_rows, name) if need in {OPEN, FROM_A_PAGE} else _named_row(name, rows)
        ruled = {caller: _by_rule(rule, route, need, row) for caller, rule in rules.items()}
        told = row | ruled | _deviating(route, ruled, otherwise.get(route, {}))
        answers[route] = {caller: told[caller] for caller in callers}
    return Matrix(callers, answers, needs)


def _needs(listed: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    needs: dict[str, str] = {}
    for need, routes in listed.items():
        for route in routes:
            if route in needs:
                raise Unsound(f"{route} stands twice.")
            needs[route] = need
    return needs


def _refuse_unknown(names: set[str]) -> None:
    if names:
        raise Unsound(f"No route is or needs {', '.join(sorted(names))}.")


def _row(name: str, callers: Iterable[str], cells: Mapping[str, str]) -> Row:
    """From "answer = callers" to an answer for each caller, in their order."""
    listed = [(caller, answer) for answer, who in cells.items() for caller in who.split()]
    if sorted(caller for caller, _ in listed) != sorted(callers):
        raise Unsound(f"The row {name!r} must name each caller that has no rule once: {', '.join(callers)}.")
    return {caller: dict(listed)[caller] for caller in callers}


def _named_row(name: str, rows: Mapping[str, Row]) -> Row:
    if name not in rows:
        raise Unsound(f"There is no row {name!r}.")
    return rows[name]


def _by_rule(rule: Mapping[str, str], route: str, need: str, row: Row) -> str:
    """An answer, or that of the caller who is named: by what the route needs, else by what it does, else always."""
    does = "reading" if route.startswith(f"{HTTPMethod.GET} ") else "writing"
    said = next((rule[case] for case in (need, does, "always") if case in rule), "")
    if said not in row and not _ANSWER.fullmatch(said):
        raise Unsound(f"A rule says nothing of {route}, or names nobody who is in the rows: {said!r}.")
    return row.get(said, said)


def _deviating(route: str, ruled: Row, otherwise: Row) -> Row:
    """What is said otherwise has to be: a deviation that is none any more would stand for the next one that is."""
    for caller, answer in otherwise.items():
        if ruled.get(caller, answer) == answer:
            raise Unsound(f"{route} says nothing otherwise of {caller!r}.")
    return otherwise
