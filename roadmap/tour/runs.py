"""What the page of a topic may ask for at the press of a button, and how a reader asks for the same in a terminal."""

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.demo import DemoAccount
from roadmap.pages import Run

_NOBODY = "anonymous"


@dataclass(frozen=True)
class Button:
    """One of the page's requests, with its command line, and `before` it the lines that set what it names."""

    run: Run
    curl: str
    before: Sequence[str]


def buttons(runs: Sequence[Run], origin: str, accounts: Iterable[DemoAccount]) -> list[Button]:
    """From top to bottom, as they are pasted: a token is asked for where the person changes."""
    passwords = {account.role.value: (account.email, account.password) for account in accounts}
    made, holder = [], _NOBODY
    for run in runs:
        before = []
        if run.actor not in {_NOBODY, holder}:
            holder = run.actor
            before.append(_token(origin, *passwords.get(holder, ("you@example.com", "your password"))))
        if run.if_match:
            before.append(_etag(run, origin))
        made.append(Button(run, curl(run, origin), before))
    return made


def allowed(runs: Sequence[Run], accounts: Iterable[DemoAccount]) -> dict[str, Any]:
    """For the script: these requests and no others, as these people."""
    return {
        "runs": [run.model_dump(exclude={"label"}) | {"method": run.method, "path": run.path} for run in runs],
        "accounts": {
            account.role.value: {"email": account.email, "password": account.password} for account in accounts
        },
    }


def _token(origin: str, email: str, password: str) -> str:
    body = shlex.quote(json.dumps({"email": email, "password": password}))
    return (
        f"TOKEN=$(curl -s {origin}/api/v1/auth/token/ -H 'Content-Type: application/json' \\\n  -d {body} \\\n"
        """  | python3 -c 'import json, sys; print(json.load(sys.stdin)["access"])')"""
    )


def _etag(run: Run, origin: str) -> str:
    asked = " \\\n  ".join([f"curl -si {shlex.quote(origin + run.path)}", *_as_whom(run)])
    return f"""ETAG=$({asked} \\\n  | tr -d '\\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: //p')"""


def curl(run: Run, origin: str) -> str:
    """The command that asks for the same; `$TOKEN` stands for an access token, `$ETAG` for what a GET gave."""
    return " \\\n  ".join(_arguments(run, origin))


def _arguments(run: Run, origin: str) -> Iterator[str]:
    method = f" -X {run.method}" if run.method != "GET" else ""
    yield f"curl -si{method} {shlex.quote(origin + run.path)}"
    yield from _as_whom(run)
    if run.if_match:
        yield '-H "If-Match: $ETAG"'
    if run.body is not None:
        yield "-H 'Content-Type: application/json'"
        yield f"-d {shlex.quote(json.dumps(run.body, ensure_ascii=False))}"


def _as_whom(run: Run) -> Iterator[str]:
    if run.actor != _NOBODY:
        yield '-H "Authorization: Bearer $TOKEN"'
