"""`docs/roadmap.md`: the whole map as one document, for people who read on a forge. It holds no results."""

import re
from collections.abc import Iterator
from pathlib import Path

from roadmap.management import wording
from roadmap.markers.marks import Marker, TestMark
from roadmap.markers.snapshot import DONE, Snapshot, Standing
from roadmap.register import Section

PATH = Path("docs/roadmap.md")
_OPENING = """# The roadmap

Each topic of the roadmap, with the code of this service that shows it, the tests that prove it, and its page. A topic
is done when it has all of them and a command to try; the others are planned. Written by `manage.py roadmap export`,
from the markers in the tree; `make check` fails when the two part."""


def document(snapshot: Snapshot) -> str:
    return "\n".join([_OPENING, "", f"{wording.totals(snapshot)}.", *_sections(snapshot)]) + "\n"


def drift(snapshot: Snapshot, root: Path) -> Iterator[str]:
    """What is wrong with the document in the tree at `root`, in words: of which topics the tree says otherwise."""
    written = (root / PATH).read_text(encoding="utf-8") if (root / PATH).exists() else ""
    told = document(snapshot)
    if written != told:
        before, now = _entries(written), _entries(told)
        slugs = [slug for slug in now if now[slug] != before.get(slug)]
        of_which = f" of {', '.join(slugs)}" if slugs else ""
        yield f"{PATH} is not what the tree says{of_which}: run `manage.py roadmap export`, and read the difference."


def _entries(text: str) -> dict[str, str]:
    """What a document says of each topic."""
    entry = re.compile(r"^- .*? `([a-z0-9.-]+)`, .*\n(?:  - .*\n)*", re.MULTILINE)
    return {found[1]: found[0] for found in entry.finditer(text)}


def _sections(snapshot: Snapshot) -> Iterator[str]:
    for section in snapshot.register.sections:
        yield from _section(section, snapshot)


def _section(section: Section, snapshot: Snapshot) -> Iterator[str]:
    yield from ("", f"## {section.title}", "")
    for topic in section.topics:
        yield from _topic(snapshot.standing(topic.slug))


def _topic(standing: Standing) -> Iterator[str]:
    topic, page = standing.topic, standing.page
    title = f"[{topic.title}](../{page.path})" if page else topic.title
    title = f"**{title}**" if standing.status == DONE else title
    commands = f", commands to try: {page.commands}" if page else ""
    yield f"- {wording.SIGNS[standing.status]} {title} `{topic.slug}`, {standing.status}{commands}"
    if standing.code:
        yield f"  - Code: {', '.join(map(_code, standing.code))}"
    if standing.tests:
        yield f"  - Tests: {', '.join(map(_test, standing.tests))}"


def _code(marker: Marker) -> str:
    return f"[`{marker.title}`](../{marker.path}#L{marker.first}-L{marker.last})"


def _test(test: TestMark) -> str:
    return f"[`{test.name}`](../{test.path}#L{test.line})"
