"""What is found in files: one class a kind of find. Paths are relative to the root, lines count from 1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

END = "end"
WORD = "roadmap:"


@dataclass(frozen=True)
class Marker:
    """Code that shows a topic, from `first` to `last`; `line` is where the comment stands that says so."""

    slug: str
    path: Path
    first: int
    last: int
    title: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.path}:{self.first}-{self.last}"


@dataclass(frozen=True)
class TestMark:
    """A test that proves a topic, from `line` to `last`; `name` is qualified: `TestTent.test_it_stands`."""

    # It begins with Test, and is none.
    __test__: ClassVar[bool] = False

    slug: str
    path: Path
    line: int
    last: int
    name: str

    @property
    def place(self) -> str:
        """As pytest takes it."""
        return f"{self.path}::{self.name.replace('.', '::')}"


@dataclass(frozen=True)
class Page:
    """A topic's page; `commands` counts those in its console blocks."""

    slug: str
    path: Path
    commands: int
    line: int = 1


@dataclass(frozen=True)
class Fault:
    """A marker, mark or page that leads nowhere."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Tag:
    """A comment `roadmap: <slug>, <slug>`, not yet tied to what it marks."""

    path: Path
    line: int
    text: str

    @property
    def is_end(self) -> bool:
        return self.text == END

    def markers(self, first: int, last: int, title: str) -> Iterator[Marker]:
        for slug in self.text.split(","):
            yield Marker(slug.strip(), self.path, first, last, title, self.line)

    def fault(self, message: str) -> Fault:
        return Fault(self.path, self.line, f"`{WORD} {self.text}` {message}")


# Python, YAML, TOML, shell; C-like; SQL; XML; CSS; JSX; Django's templates.
_COMMENT = re.compile(rf"\s*(?:#|//|--|<!--|\{{?/\*|\{{#)\s*{WORD}\s*(?P<text>.*?)\s*(?:-->|\*/\}}?|#\}})?\s*")


def tag(path: Path, line: int, text: str) -> Tag | None:
    """The tag on this line of a file, if a comment with one is all that the line holds."""
    found = _COMMENT.fullmatch(text)
    return Tag(path, line, found["text"]) if found else None
