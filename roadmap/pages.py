"""A topic's page: what its front matter asks for, its prose, and the commands in its console blocks.

A page is `roadmap/topics/<section>/<name>.md`. It begins with what the topic is, in one paragraph; then come the
headings of HEADINGS. A ```console block holds `$ command` lines, each with the output that it must give; `...` there
stands for anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

HEADINGS = ("Where it lives", "Why here", "What goes wrong without it", "Try it", "Test yourself")
LEAST_LINES, MOST_LINES = 15, 60
_WRITTEN = "http://127.0.0.1:8000"
"""Where pages say that the service is."""

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\s*$\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
# A command goes on behind a backslash, and behind a line that begins with the shell's second prompt.
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n?((?:(?!\$ ).*\n?)*)", re.MULTILINE)


class UnsoundPage(ValueError):
    """A page that cannot be read; the message says why."""


class Run(BaseModel):
    """A request that the tour performs at the press of a button. Nothing else is ever asked from there."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    label: str
    request: Annotated[str, Field(pattern=r"^(GET|POST|PUT|PATCH|DELETE) /\S*$")]
    actor: Annotated[Literal["anonymous", "customer", "staff", "admin"], Field(alias="as")] = "anonymous"
    body: dict[str, Any] | None = None
    if_match: bool = False
    """Read the address first, and send the ETag that it gave."""

    @property
    def method(self) -> str:
        return self.request.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.request.partition(" ")[2]


class FrontMatter(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Command:
    """What to type, and what must come back."""

    text: str
    output: str


@dataclass(frozen=True)
class TopicPage:
    front: FrontMatter
    prose: str
    """Markdown, without the front matter."""

    @cached_property
    def lede(self) -> str:
        """The first paragraph, as Markdown."""
        return self.prose.strip().partition("\n\n")[0]

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        return tuple(_commands(self.prose))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(_HEADING.findall(self.prose))


def parsed(text: str) -> TopicPage:
    """Raises UnsoundPage when the front matter is not what FrontMatter says."""
    found = _FRONT_MATTER.match(text)
    try:
        front = FrontMatter.model_validate(yaml.safe_load(found[1]) or {} if found else {})
    except (yaml.YAMLError, ValidationError) as error:
        raise UnsoundPage(f"its front matter cannot be read: {error}") from error
    return TopicPage(front, text[found.end() :] if found else text)


def told_at(origin: str, text: str) -> str:
    """The text of a page, or a part of it, for a service that is at this origin."""
    return text.replace(_WRITTEN, origin)


def faults(text: str) -> Iterator[str]:
    """What keeps this from being a topic's page, in words."""
    try:
        page = parsed(text)
    except UnsoundPage as error:
        yield str(error)
        return
    if page.headings != HEADINGS:
        yield f"its headings are {', '.join(page.headings) or 'none'}; a page has {', '.join(HEADINGS)}."
    if not LEAST_LINES <= len(text.splitlines()) <= MOST_LINES:
        yield f"it has {len(text.splitlines())} lines; a page has {LEAST_LINES} to {MOST_LINES}."


def _commands(prose: str) -> Iterator[Command]:
    for block in _CONSOLE.findall(prose):
        for text, output in _COMMAND.findall(block):
            yield Command(text, output.rstrip("\n"))
