"""Proves that what the catalogue keeps twice still agrees: `manage.py audit`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from catalog.audit import RULES, Finding, Rule, explained

_ADVICE = "If it took too long, STATEMENT_TIMEOUT=600 gives it more seconds; if a table is missing, migrate first."
_NAME_WIDTH = max(map(len, RULES))
_PROMISE_WIDTH = max(len(rule.promise) for rule in RULES.values()) + 4


# roadmap: tools.django
class Command(BaseCommand):
    help = (
        "Looks for rows that contradict each other: ratings and reviews, prices and their history, the category tree"
        " and its closure, products and their shelves. Reads only; fails if it finds any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rules", nargs="*", metavar="RULE", help=f"which to check, of: {', '.join(RULES)}")
        parser.add_argument("--json", dest="as_json", action="store_true", help="for programs")
        parser.add_argument(
            "--explain", action="store_true", help="check nothing: print how the database would, in its own words"
        )

    def handle(self, *, rules: Sequence[str], as_json: bool, explain: bool, **_: object) -> None:
        chosen = [_known(name) for name in rules or RULES]
        if explain:
            self._explain(chosen)
        elif as_json:
            findings = [_checked(rule) for rule in chosen]
            self.stdout.write(json.dumps(list(map(_values, findings)), indent=2, ensure_ascii=False, default=str))
            _refuse_wrong(findings)
        else:
            findings = list(self._told(chosen))
            _refuse_wrong(findings)
            self.stdout.write(f"{len(findings)} rules, all kept.")

    def _told(self, rules: Sequence[Rule]) -> Iterator[Finding]:
        """Each line begins before its rule is run: on a large catalogue it says what is being waited for."""
        for rule in rules:
            promise = f"{rule.promise.rstrip('.')} "
            self.stdout.write(f"{rule.name:<{_NAME_WIDTH}}  {promise:.<{_PROMISE_WIDTH}}", ending=" ")
            self.stdout.flush()
            try:
                finding = _checked(rule)
            except CommandError:
                self.stdout.write("not checked")
                raise
            self.stdout.write(_verdict(finding))
            yield finding

    def _explain(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            self.stdout.write(f"{rule.name}: {rule.promise}")
            with _answered(rule):
                for line in explained(rule):
                    self.stdout.write(f"  {line}")


def _known(name: str) -> Rule:
    if name not in RULES:
        raise CommandError(f"There is no rule {name}. Known: {', '.join(RULES)}.")
    return RULES[name]


def _checked(rule: Rule) -> Finding:
    with _answered(rule):
        return rule.checked()


@contextmanager
def _answered(rule: Rule) -> Iterator[None]:
    """What the database would not do, as one line with what helps."""
    try:
        yield
    except DatabaseError as error:
        raise CommandError(f"{rule.name} could not be checked: {str(error).strip()}. {_ADVICE}") from error


def _verdict(finding: Finding) -> str:
    if not finding.wrong:
        return "ok"
    # The first two columns say which row it is; the others are for those who read JSON.
    keys = [" ".join(map(str, [*row.values()][:2])) for row in finding.first]
    more = ", and more" if finding.wrong > len(keys) else ""
    return f"{finding.wrong:,} wrong: {', '.join(keys)}{more}"


def _values(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule.name,
        "promise": finding.rule.promise,
        "wrong": finding.wrong,
        "first": finding.first,
    }


def _refuse_wrong(findings: Sequence[Finding]) -> None:
    broken = [finding.rule.name for finding in findings if finding.wrong]
    if broken:
        raise CommandError(f"{len(broken)} of {len(findings)} rules broken: {', '.join(broken)}.")
