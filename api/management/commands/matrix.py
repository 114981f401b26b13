"""The authorisation matrix at the command line."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from api import matrix


class Command(BaseCommand):
    help = (
        "Prints who gets which answer from which route: api/matrix/answers.toml, which the tests hold the service to."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("route", nargs="?", default="", help="only routes that contain this, such as reviews")
        parser.add_argument("--json", dest="as_json", action="store_true", help="for programs")

    def handle(self, *, route: str, as_json: bool, **_: Any) -> None:
        declared = matrix.declared()
        found = {name: row for name, row in declared.answers.items() if route.casefold() in name.casefold()}
        if as_json:
            told = {name: {"needs": declared.needs[name], "answers": row} for name, row in found.items()}
            self.stdout.write(json.dumps(told, indent=2))
            return
        for name, row in found.items():
            self._tell(name, declared.needs[name], row)
        for caller, meaning in declared.callers.items():
            self.stdout.write(f"{caller:<11} {meaning}.")
        self.stdout.write(f"{len(found)} routes, {sum(map(len, found.values()))} cells")

    def _tell(self, name: str, needs: str, row: Mapping[str, str]) -> None:
        """Those who get the same answer stand beside it, together."""
        self.stdout.write(f"{name}  ({needs})")
        for answer in dict.fromkeys(row.values()):
            who = [caller for caller, given in row.items() if given == answer]
            self.stdout.write(f"  {answer:<24} {'everybody' if len(who) == len(row) else ', '.join(who)}")
        self.stdout.write("")
