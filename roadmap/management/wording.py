"""How the roadmap command says what the snapshot holds: lines for people, plain values for `--json`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.color import Style

from roadmap.markers.marks import Marker, TestMark
from roadmap.markers.snapshot import DONE, Snapshot, Standing
from roadmap.proof.verdict import Checked
from roadmap.register import Register

# A sign and a word each, so that nothing is said by colour alone.
SIGNS = {DONE: "●", "planned": "○"}
_NOTHING = "none yet"


def roadmap(snapshot: Snapshot, style: Style) -> Iterator[str]:
    """Every topic, by section."""
    width = max(map(len, snapshot.register.topics), default=0)
    for section in snapshot.register.sections:
        standings = [snapshot.standing(topic.slug) for topic in section.topics]
        yield style.MIGRATE_HEADING(f"{section.title}  {_share(standings)}")
        for standing in standings:
            yield f"  {_state(standing, style)}  {standing.topic.slug:<{width}}  {standing.topic.title}"
        yield ""
    yield totals(snapshot)


def totals(snapshot: Snapshot) -> str:
    commands = sum(page.commands for page in snapshot.pages)
    counts = f"{len(snapshot.markers)} markers, {len(snapshot.tests)} tests, {commands} commands"
    return f"topics {_share(snapshot.standings)} done, {counts}"


def summary(snapshot: Snapshot, checked: Checked, style: Style) -> Iterator[str]:
    """What `check` says: what is begun, what was tried, then what is wrong or, where nothing is, the count."""
    yield from begun(snapshot)
    for mutant, is_caught in checked.trials:
        verdict = style.SUCCESS("● caught") if is_caught else style.ERROR("✗ missed")
        yield f"{verdict}  {mutant.marker.slug}  {mutant.marker.title} in {mutant.marker.place}"
    if checked.trials:
        yield f"{checked.caught} of {len(checked.trials)} mutants caught, {checked.mutants} in all"
    yield from (f"{style.ERROR('✗')} {problem}" for problem in checked.problems)
    if not checked.problems:
        yield totals(snapshot)


def summary_values(snapshot: Snapshot, checked: Checked) -> dict[str, Any]:
    return {
        "topics": len(snapshot.standings),
        "done": sum(standing.status == DONE for standing in snapshot.standings),
        "markers": len(snapshot.markers),
        "tests": len(snapshot.tests),
        "commands": sum(page.commands for page in snapshot.pages),
        "mutants": {"caught": checked.caught, "tried": len(checked.trials), "all": checked.mutants},
        "begun": list(begun(snapshot)),
        "problems": list(checked.problems),
    }


def begun(snapshot: Snapshot) -> Iterator[str]:
    """What the topics lack that are neither untouched nor done."""
    for standing in snapshot.standings:
        if standing.is_begun:
            yield f"{standing.topic.slug} is begun. Missing: {'; '.join(standing.missing)}."


def topic(standing: Standing, register: Register, style: Style) -> Iterator[str]:
    """All there is to know of one topic."""
    section = next(section for section in register.sections if section.slug == standing.topic.section)
    yield f"{style.MIGRATE_HEADING(standing.topic.title)}  {standing.topic.slug}  {_state(standing, style).strip()}"
    yield f"Section: {section.title}"
    yield from _listed("After", [f"{slug}  {register.topics[slug].title}" for slug in standing.topic.after], "nothing")
    yield from _listed("Code", [f"{marker.place}  {marker.title}" for marker in standing.code])
    yield from _listed("Tests", [test.place for test in standing.tests])
    yield from _listed("Page", [str(standing.page.path)] if standing.page else [])
    if standing.missing:
        yield from _listed("Missing to be done", standing.missing)


def place(mark: Marker | TestMark, register: Register) -> str:
    """A topic, and the place that is marked with it."""
    return f"{mark.slug}  {register.topics[mark.slug].title}  {mark.place}"


def topic_values(standing: Standing) -> dict[str, Any]:
    return {
        "slug": standing.topic.slug,
        "title": standing.topic.title,
        "section": standing.topic.section,
        "status": standing.status,
        "code": [marker.place for marker in standing.code],
        "tests": [test.place for test in standing.tests],
    }


def detailed_values(standing: Standing) -> dict[str, Any]:
    return topic_values(standing) | {
        "after": list(standing.topic.after),
        "page": str(standing.page.path) if standing.page else None,
        "missing": list(standing.missing),
    }


def place_values(mark: Marker | TestMark, register: Register) -> dict[str, str]:
    kind = "code" if isinstance(mark, Marker) else "test"
    return {"slug": mark.slug, "title": register.topics[mark.slug].title, "kind": kind, "place": mark.place}


def _share(standings: Sequence[Standing]) -> str:
    return f"{sum(standing.status == DONE for standing in standings)}/{len(standings)}"


def _state(standing: Standing, style: Style) -> str:
    paint = style.SUCCESS if standing.status == DONE else style.WARNING
    return paint(f"{SIGNS[standing.status]} {standing.status:<7}")


def _listed(title: str, entries: Sequence[str], nothing: str = _NOTHING) -> Iterator[str]:
    yield f"{title}:"
    yield from (f"  {entry}" for entry in entries or [nothing])
