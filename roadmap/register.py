"""The register: every topic of the roadmap, in its order and words. What stands for a topic is found by markers."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# Every path that the register and the markers give is relative to the root.
PATH = Path("roadmap/topics.toml")


class UnsoundRegister(ValueError):
    """The register contradicts itself; the message names each topic concerned."""


class TopicNotFound(LookupError):
    """No topic has this slug; the message names the nearest."""


@dataclass(frozen=True)
class Topic:
    """`after` holds the slugs of what to know first. Called `done`, it may never again lack what that takes.

    `short` is its label where there is little room, with soft hyphens where a word may part; the title if it is empty.
    """

    slug: str
    title: str
    after: tuple[str, ...] = ()
    done: bool = False
    short: str = ""

    @property
    def label(self) -> str:
        return self.short or self.title

    @property
    def section(self) -> str:
        return self.slug.partition(".")[0]

    @property
    def name(self) -> str:
        return self.slug.partition(".")[2]

    @property
    def page(self) -> Path:
        """Where its page belongs."""
        return PATH.with_suffix("") / self.section / f"{self.name}.md"


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Register:
    sections: tuple[Section, ...]

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """By slug, in the roadmap's order."""
        return {topic.slug: topic for section in self.sections for topic in section.topics}

    def topic(self, slug: str) -> Topic:
        """Raises TopicNotFound."""
        if slug not in self.topics:
            raise TopicNotFound(self.correction(slug))
        return self.topics[slug]

    def nearest(self, slug: str) -> list[str]:
        """At most three slugs that may have been meant, the likeliest first. The name alone is enough."""
        spellings = {topic.name: topic.slug for topic in self.topics.values()} | {known: known for known in self.topics}
        close = difflib.get_close_matches(slug.lower(), spellings, n=6)
        return list(dict.fromkeys(spellings[spelling] for spelling in close))[:3]

    def correction(self, slug: str) -> str:
        """One line for whoever wrote a slug that is none."""
        near = self.nearest(slug)
        advice = f"did you mean {' or '.join(near)}?" if near else "`manage.py roadmap list` shows them all."
        return f"No topic is called {slug!r}: {advice}"


@cache
def load(path: Path = ROOT / PATH) -> Register:
    """The register in this file, read once. Raises UnsoundRegister."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        labels = written.get("short", {})
        register = Register(tuple(_section(table, labels) for table in written["sections"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UnsoundRegister(f"{path.name} cannot be read: {error}") from error
    problems = [f"{path.name}: {problem}" for problem in (*_problems(register), *_misnamed(register, labels))]
    if problems:
        raise UnsoundRegister("\n".join(problems))
    return register


def _section(table: dict[str, Any], labels: Mapping[str, str]) -> Section:
    return Section(table["slug"], table["title"], tuple(_topic(row, labels) for row in table["topics"]))


def _topic(row: dict[str, Any], labels: Mapping[str, str]) -> Topic:
    if not isinstance(row.get("done", False), bool):
        raise TypeError("`done` is true or false.")
    return Topic(**{**row, "after": tuple(row["after"])}, short=labels.get(row["slug"], ""))


def _problems(register: Register) -> Iterator[str]:
    yield from _doubled(register)
    yield from _misplaced(register)
    yield from _unknown(register)
    yield from _circles(register)


def _doubled(register: Register) -> Iterator[str]:
    seen = set()
    for slug in _slugs(register):
        if slug in seen:
            yield f"{slug} stands here twice."
        seen.add(slug)


def _slugs(register: Register) -> Iterator[str]:
    for section in register.sections:
        yield section.slug
        yield from (topic.slug for topic in section.topics)


def _misplaced(register: Register) -> Iterator[str]:
    for section in register.sections:
        for topic in section.topics:
            if not re.fullmatch(rf"{re.escape(section.slug)}\.[a-z0-9-]+", topic.slug):
                yield f"{topic.slug} is in section {section.slug}: its slug is {section.slug}.<name>, in small letters."


def _misnamed(register: Register, labels: Iterable[str]) -> Iterator[str]:
    for slug in labels:
        if slug not in register.topics:
            yield f"a label has no topic. {register.correction(slug)}"


def _unknown(register: Register) -> Iterator[str]:
    for topic in register.topics.values():
        for prerequisite in topic.after:
            if prerequisite not in register.topics:
                yield f"{topic.slug} comes after an unknown topic. {register.correction(prerequisite)}"


def _circles(register: Register) -> Iterator[str]:
    graph = {topic.slug: topic.after for topic in register.topics.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # Its second argument is the circle, each topic before the one that comes after it.
        yield f"these come after each other in a circle: {' -> '.join(error.args[1])}."
