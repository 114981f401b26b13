"""The roadmap at the command line: `manage.py roadmap list`, `show SLUG`, `where FILE[:LINE]`, `check`, `export`,
`build`."""

import json
import shutil
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import Style, no_style

from roadmap import register
from roadmap.management import export, proving, wording
from roadmap.markers import snapshot
from roadmap.markers.snapshot import Snapshot
from roadmap.tour import guide

_PLACE = "FILE[:LINE]"


class Command(BaseCommand):
    help = "Leads from a topic of the roadmap to its code, tests and page, and from a place in the code to its topics."
    # It reads files only: what is wrong with the settings does not concern it.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(required=True, metavar="list|show|where|check|export|build")
        _part(parts, "list", self._list, "every topic, by section, done or planned")
        show = _part(parts, "show", self._show, "one topic: what to know first, its code, tests and page")
        show.add_argument("slug", metavar="SLUG", help="such as language.generators")
        where = _part(parts, "where", self._where, "the topics of a file, or of one of its lines")
        where.add_argument("place", metavar=_PLACE, type=_place, help="such as core/pages.py or core/pages.py:42")
        check = _part(
            parts, "check", self._check, "fail if a mark or page leads nowhere, or a done topic lacks something"
        )
        check.add_argument("--proof", action="store_true", help="and if the results of this commit do not bear it out")
        mutations = "and if no test of its topic fails without a marked block: tried for N of them, or for all"
        check.add_argument("--mutations", metavar="N|all", type=_count, default=0, help=mutations)
        _part(parts, "export", self._export, f"write the whole map to {export.PATH}", with_json=False)
        _part(parts, "build", self._build, "keep what the tour shows, for where no tests are", with_json=False)

    def handle(self, *, part: Callable[..., None], force_color: bool, **options: Any) -> None:
        try:
            taken = snapshot.take(register.ROOT, register.load(register.ROOT / register.PATH))
            part(taken, style=self.style if force_color or self.stdout.isatty() else no_style(), **options)
        except (register.UnsoundRegister, register.TopicNotFound) as error:
            raise CommandError(str(error)) from error

    def _list(self, taken: Snapshot, *, as_json: bool, style: Style, **_: object) -> None:
        if as_json:
            self._write_json([wording.topic_values(standing) for standing in taken.standings])
        else:
            self._write(wording.roadmap(taken, style))

    def _show(self, taken: Snapshot, *, slug: str, as_json: bool, style: Style, **_: object) -> None:
        standing = taken.standing(slug)
        if as_json:
            self._write_json(wording.detailed_values(standing))
        else:
            self._write(wording.topic(standing, taken.register, style))

    def _where(self, taken: Snapshot, *, place: tuple[Path, int | None], as_json: bool, **_: object) -> None:
        marks = list(taken.at(_within_root(place[0]), place[1]))
        if as_json:
            self._write_json([wording.place_values(mark, taken.register) for mark in marks])
        elif marks:
            self._write(wording.place(mark, taken.register) for mark in marks)
        else:
            self._write(["No topic is marked there."])

    def _check(self, taken: Snapshot, *, as_json: bool, style: Style, proof: bool, mutations: int, **_: object) -> None:
        checked = proving.check(taken, register.ROOT, with_results=proof, most_mutants=mutations)
        if as_json:
            self._write_json(wording.summary_values(taken, checked))
        else:
            self._write(wording.summary(taken, checked, style))
        if checked.problems:
            raise CommandError(f"Found where the roadmap and the tree part: {len(checked.problems)}.")

    def _export(self, taken: Snapshot, **_: object) -> None:
        (register.ROOT / export.PATH).parent.mkdir(exist_ok=True)
        (register.ROOT / export.PATH).write_text(export.document(taken), encoding="utf-8")
        self._write([f"{export.PATH} is written."])

    def _build(self, taken: Snapshot, **_: object) -> None:
        self._write([f"Written: {guide.build(register.ROOT, taken)}"])

    def _write(self, lines: Iterable[str]) -> None:
        """Long texts go to a terminal page by page."""
        text = "\n".join(lines)
        pager = shutil.which("less") if self.stdout.isatty() else None
        if pager:
            subprocess.run([pager, "-FRX"], input=text, text=True, check=False)
        elif text:
            self.stdout.write(text)

    def _write_json(self, values: object) -> None:
        self.stdout.write(json.dumps(values, indent=2, ensure_ascii=False))


def _part(parts: Any, name: str, run: Callable[..., None], what: str, *, with_json: bool = True) -> CommandParser:
    """Add a subcommand, with what it says of itself."""
    parser: CommandParser = parts.add_parser(name, help=what, description=f"{what.capitalize()}.")
    parser.set_defaults(part=run)
    if with_json:
        parser.add_argument("--json", dest="as_json", action="store_true", help="for programs")
    return parser


def _count(text: str) -> int:
    if text != "all" and not text.isdecimal():
        raise ArgumentTypeError(f"a number or `all`, not {text!r}")
    return sys.maxsize if text == "all" else int(text)


def _place(text: str) -> tuple[Path, int | None]:
    name, colon, line = text.rpartition(":")
    if not colon:
        name, line = text, ""
    if colon and not line.isdecimal():
        raise ArgumentTypeError(f"{_PLACE}, LINE being a number, not {text!r}")
    return Path(name), int(line) if line else None


def _within_root(path: Path) -> Path:
    """From where the command runs, or from the root; editors give absolute paths."""
    root = register.ROOT.resolve()
    for candidate in (path.resolve(), (root / path).resolve()):
        if candidate.is_file() and candidate.is_relative_to(root):
            return candidate.relative_to(root)
    raise CommandError(f"There is no file {path} here.")
