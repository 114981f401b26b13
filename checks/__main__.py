"""Runs the checks, two at a time, every one even when another fails: `python -m checks [NAME...]`."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Check:
    """A command for this Python. It passes by exit status 0; `told` prints what it says then too."""

    command: str
    environment: Mapping[str, str] = field(default_factory=dict)
    told: bool = False


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


# Django's own deployment check looks at settings only: these values are never used for anything.
_PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SIGNING_KEYS": __file__,
    "ALLOWED_HOSTS": "cairn.example",
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "redis://cairn.example",
    "EMAIL_URL": "smtp://cairn.example",
}

# The slow ones first, so that they share the time with the quick.
CHECKS = {
    "types": Check("-m mypy"),
    "contract": Check("-m checks.contract"),
    "migrations": Check("manage.py makemigrations --check --dry-run"),
    "deployment": Check("manage.py check --deploy --fail-level WARNING", _PRODUCTION),
    "layers": Check("-m checks.layers"),
    "lint": Check("-m ruff check --output-format concise ."),
    "format": Check("-m ruff format --check --output-format concise ."),
    "house": Check("-m checks.house"),
    "links": Check("-m checks.links"),
    "sizes": Check("-m checks.sizes", told=True),
    "roadmap": Check("manage.py roadmap check", told=True),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m checks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to run, of: {', '.join(CHECKS)}")
    names = parser.parse_args().names or list(CHECKS)
    if unknown := set(names) - set(CHECKS):
        parser.error(f"no check is named {', '.join(sorted(unknown))}")

    started = time.monotonic()
    failed = sorted(outcome.name for outcome in _outcomes(names) if not outcome.passed)
    verdict = f"FAILED: {', '.join(failed)}" if failed else "all passed"
    print(f"{len(names)} checks in {time.monotonic() - started:.1f} s: {verdict}")
    return 1 if failed else 0


def _outcomes(names: list[str]) -> list[Outcome]:
    """Run them and print each when it is done."""
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(_run, name, CHECKS[name]) for name in names]):
            outcome = future.result()
            _tell(outcome)
            outcomes.append(outcome)
    return outcomes


def _run(name: str, check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *check.command.split()],
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - started, done.stdout.strip())


def _tell(outcome: Outcome) -> None:
    print(f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.name:<12} {outcome.seconds:5.1f} s", flush=True)
    if outcome.output and (CHECKS[outcome.name].told or not outcome.passed):
        print("\n".join(f"       {line}" for line in outcome.output.splitlines()), flush=True)


if __name__ == "__main__":
    sys.exit(main())
