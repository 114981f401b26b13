"""All that the tour shows, at one moment: the snapshot, and what its files say. Read once in the life of a process.

A checkout is read live. An image has neither git nor tests: there the guide comes from a file that was built before.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from roadmap import pages, register
from roadmap.markers import files, snapshot
from roadmap.markers.marks import Marker, TestMark
from roadmap.markers.snapshot import DONE, Snapshot
from roadmap.pages import TopicPage
from roadmap.register import Topic


@dataclass(frozen=True, eq=False)
class Guide:
    """Two are never compared; so one can be the key of what follows from it."""

    snapshot: Snapshot
    texts: Mapping[str, str]
    """Of each marked file and each page, by its path: excerpts and line numbers agree with the markers."""

    @cached_property
    def pages(self) -> Mapping[str, TopicPage]:
        """By topic. One that cannot be read is told by `roadmap check`, and left out here."""
        return dict(_readable(self.snapshot, self.texts))

    @cached_property
    def marks(self) -> Mapping[str, tuple[Marker | TestMark, ...]]:
        """By the path of a marked file, in the order of lines."""
        paths = {mark.path for mark in _marks(self.snapshot)}
        return {str(path): tuple(sorted(self.snapshot.at(path), key=_first_line)) for path in sorted(paths)}

    @cached_property
    def walk(self) -> tuple[Topic, ...]:
        """The topics done, in the order to walk them: the roadmap's, but what to know first comes first."""
        done = {standing.topic.slug for standing in self.snapshot.standings if standing.status == DONE}
        order: dict[str, Topic] = {}
        for topic in self.snapshot.register.topics.values():
            self._walk_to(topic, order)
        return tuple(topic for slug, topic in order.items() if slug in done)

    def _walk_to(self, topic: Topic, order: dict[str, Topic]) -> None:
        for slug in topic.after:
            if slug not in order:
                self._walk_to(self.snapshot.register.topics[slug], order)
        order.setdefault(topic.slug, topic)

    def leads_to(self, topic: Topic) -> list[Topic]:
        return [later for later in self.snapshot.register.topics.values() if topic.slug in later.after]


_FORM = TypeAdapter(Guide)


def path() -> Path:
    """Where the built guide is kept."""
    return Path(settings.DATA_DIR) / "roadmap.json"


def take(root: Path, topics: register.Register) -> Guide:
    """Read the tree at `root`."""
    return _with_texts(root, snapshot.take(root, topics))


def _with_texts(root: Path, taken: Snapshot) -> Guide:
    shown = {mark.path for mark in (*_marks(taken), *taken.pages)}
    return Guide(taken, {str(name): text for name, text in files.texts(root) if name in shown})


def build(root: Path, taken: Snapshot) -> Path:
    """Keep the guide to the tree at `root` for where there are no tests and no git; gives the file."""
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_bytes(_FORM.dump_json(_with_texts(root, taken)))
    return path()


@cache
def load() -> Guide:
    """The guide of this process."""
    if not (register.ROOT / ".git").exists() and path().exists():
        return _FORM.validate_json(path().read_bytes())
    return take(register.ROOT, register.load(register.ROOT / register.PATH))


def _readable(taken: Snapshot, texts: Mapping[str, str]) -> Iterator[tuple[str, TopicPage]]:
    for page in taken.pages:
        with suppress(pages.UnsoundPage):
            yield page.slug, pages.parsed(texts[str(page.path)])


def _marks(taken: Snapshot) -> Iterator[Marker | TestMark]:
    yield from taken.markers
    yield from taken.tests


def _first_line(mark: Marker | TestMark) -> int:
    return mark.first if isinstance(mark, Marker) else mark.line
