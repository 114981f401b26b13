"""The authorisation matrix at the command line."""

import json
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
        found = {name: row for name, row in matrix.declared().answers.items() if route.casefold() in name.casefold()}
        if as_json:
            self.stdout.write(json.dumps(found, indent=2))
            return
        for name, row in found.items():
            self.stdout.write(name)
            for caller, answer in row.items():
                self.stdout.write(f"  {caller:<10} {answer}")
        self.stdout.write(f"{len(found)} routes, {sum(map(len, found.values()))} cells")
