"""The register and all that stands for it in the tree, at one moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from roadmap import pages
from roadmap import register as registers
from roadmap.markers import blocks, files, proofs, python, references
from roadmap.markers.marks import WORD, Fault, Marker, Page, TestMark
from roadmap.register import Register, Topic

DONE, PLANNED = "done", "planned"
PAGES = registers.PATH.with_suffix("")

type Find = Marker | TestMark | Page | Fault


@dataclass(frozen=True)
class Standing:
    """A topic and what there is of it."""

    topic: Topic
    code: tuple[Marker, ...]
    tests: tuple[TestMark, ...]
    page: Page | None

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What it takes to be done and is not there yet, in words."""
        page = self.topic.page
        there: dict[str, object] = {
            f"code: a marker `{WORD} {self.topic.slug}`": self.code,
            f'a test: @{proofs.MARK}("{self.topic.slug}")': self.tests,
            f"the page {page}": self.page,
            f"a command to try: `$ command` in a ```console block of {page}": self.page and self.page.commands,
        }
        return tuple(what for what, present in there.items() if not present)

    @property
    def status(self) -> str:
        return PLANNED if self.missing else DONE

    @property
    def contradiction(self) -> str | None:
        """How the register's word and the tree part, if they do."""
        if self.topic.done and self.missing:
            return f"{self.topic.slug} is called done in {registers.PATH}, and lacks {'; '.join(self.missing)}."
        if not self.topic.done and not self.missing:
            return f"{self.topic.slug} has all that it takes: say `done = true` in {registers.PATH}."
        return None

    @property
    def is_begun(self) -> bool:
        return bool(self.missing and (self.code or self.tests or self.page))


@dataclass(frozen=True)
class Snapshot:
    register: Register
    markers: tuple[Marker, ...]
    tests: tuple[TestMark, ...]
    pages: tuple[Page, ...]
    faults: tuple[Fault, ...]

    def standing(self, slug: str) -> Standing:
        """Raises TopicNotFound."""
        return Standing(
            topic=self.register.topic(slug),
            code=tuple(marker for marker in self.markers if marker.slug == slug),
            tests=tuple(test for test in self.tests if test.slug == slug),
            page=next((page for page in self.pages if page.slug == slug), None),
        )

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Of every topic, in the roadmap's order."""
        return tuple(self.standing(slug) for slug in self.register.topics)

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """Whatever leads nowhere, and each topic that is not what the register calls it."""
        contradictions = filter(None, (standing.contradiction for standing in self.standings))
        return (*map(str, self.faults), *contradictions)

    def at(self, path: Path, line: int | None = None) -> Iterator[Marker | TestMark]:
        """The marked places of a file, or those around one of its lines. A marker's own line belongs to it."""
        marks: list[Marker | TestMark] = [*self.markers, *self.tests]
        for mark in marks:
            if mark.path == path and (line is None or mark.line <= line <= mark.last):
                yield mark


def take(root: Path, register: Register) -> Snapshot:
    """Read the tree at `root`. What leads nowhere is among the faults and nowhere else."""
    found = [find for path, text in files.texts(root) for find in _in_file(root, path, text)]
    sound = [find for find in found if not isinstance(find, Fault) and find.slug in register.topics]
    return Snapshot(
        register=register,
        markers=tuple(find for find in sound if isinstance(find, Marker)),
        tests=tuple(find for find in sound if isinstance(find, TestMark)),
        pages=tuple(find for find in sound if isinstance(find, Page)),
        faults=tuple(sorted(_faults(found, register), key=lambda fault: (fault.path, fault.line))),
    )


def _faults(found: list[Find], register: Register) -> Iterator[Fault]:
    for find in found:
        if isinstance(find, Fault):
            yield find
        elif find.slug not in register.topics:
            yield Fault(find.path, find.line, register.correction(find.slug))


def _in_file(root: Path, path: Path, text: str) -> Iterator[Find]:
    if path.is_relative_to(PAGES):
        yield from _page(root, path, text)
    elif WORD in text or proofs.MARK in text:
        try:
            yield from _marks(path, text)
        except SyntaxError as error:
            yield Fault(path, error.lineno or 1, f"its marks cannot be read: {error.msg}.")


def _page(root: Path, path: Path, text: str) -> Iterator[Page | Fault]:
    if path.suffix == ".md":
        for message in (*pages.faults(text), *references.dead(root, path, text)):
            yield Fault(path, 1, message)
        yield Page(".".join(path.relative_to(PAGES).with_suffix("").parts), path, _count_of_commands(text))


def _count_of_commands(text: str) -> int:
    try:
        return len(pages.parsed(text).commands)
    except pages.UnsoundPage:
        return 0


def _marks(path: Path, text: str) -> Iterator[Find]:
    for read in _readers(path):
        yield from read(path, text)


def _readers(path: Path) -> tuple[Callable[[Path, str], Iterator[Find]], ...]:
    """Tests are marked by pytest's own means; what they stand on in `tests` is code like any other. Documents speak of
    markers, and so does the register: neither is code."""
    match path.parts[0], path.suffix:
        case "tests", ".py":
            return (proofs.read, proofs.misplaced if proofs.holds_tests(path) else python.read)
        case ("tests" | "docs", _) | (_, ".md"):
            return ()
        case _, ".py":
            return (python.read,)
    return () if path == registers.PATH else (blocks.read,)
