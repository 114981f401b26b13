"""What the page of a topic may ask for at the press of a button, and how a reader asks for the same in a terminal."""

import json
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.demo import DemoAccount
from roadmap.pages import Run


@dataclass(frozen=True)
class Button:
    """One of the page's requests, with its command line."""

    run: Run
    curl: str

    @property
    def needs_token(self) -> bool:
        return self.run.actor != "anonymous"


def buttons(runs: Sequence[Run], origin: str) -> list[Button]:
    return [Button(run, curl(run, origin)) for run in runs]


def allowed(runs: Sequence[Run], accounts: Iterable[DemoAccount]) -> dict[str, Any]:
    """For the script: these requests and no others, as these people."""
    return {
        "runs": [run.model_dump(exclude={"label"}) | {"method": run.method, "path": run.path} for run in runs],
        "accounts": {
            account.role.value: {"email": account.email, "password": account.password} for account in accounts
        },
    }


def curl(run: Run, origin: str) -> str:
    """The command that asks for the same; `$TOKEN` stands for an access token, `$ETAG` for what a GET gave."""
    return " \\\n  ".join(_arguments(run, origin))


def _arguments(run: Run, origin: str) -> Iterator[str]:
    method = f" -X {run.method}" if run.method != "GET" else ""
    yield f"curl -si{method} {shlex.quote(origin + run.path)}"
    if run.actor != "anonymous":
        yield '-H "Authorization: Bearer $TOKEN"'
    if run.if_match:
        yield '-H "If-Match: $ETAG"'
    if run.body is not None:
        yield "-H 'Content-Type: application/json'"
        yield f"-d {shlex.quote(json.dumps(run.body, ensure_ascii=False))}"
