"""The page of one topic, put together from all that stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from roadmap.markers.marks import TestMark
from roadmap.markers.snapshot import Standing
from roadmap.pages import Run
from roadmap.proof.results import Result
from roadmap.register import Section, Topic
from roadmap.tour import listing, prose
from roadmap.tour.stones import Map, Stone

# How far from the reader's own stone the path is shown on a phone.
_NEAR = 1
_INSTEAD = 4


@dataclass(frozen=True)
class Step:
    """A stone of the path beside the text."""

    stone: Stone
    is_here: bool
    is_near: bool


@dataclass(frozen=True)
class Proof:
    test: TestMark
    latest: Result | None

    @property
    def name(self) -> str:
        """As a sentence: that is what it is."""
        return self.test.name.rpartition(".")[2].removeprefix("test_").replace("_", " ")

    @property
    def address(self) -> str:
        return f"{reverse('file', args=[str(self.test.path)])}#L{self.test.line}"


@dataclass(frozen=True)
class Sheet:
    """`before` and `beyond` are the nearest stones that are set, `instead` those to go to while this one is not."""

    stone: Stone
    section: Section
    standing: Standing
    steps: Sequence[Step]
    parts: Sequence[prose.Part]
    excerpts: Sequence[listing.Excerpt]
    proofs: Sequence[Proof]
    first: Sequence[Stone]
    leads_to: Sequence[Stone]
    instead: Sequence[Stone]
    before: Topic | None
    beyond: Topic | None
    runs: Sequence[Run]

    @property
    def unrun(self) -> int:
        return sum(proof.latest is None for proof in self.proofs)


def of(slug: str, map_: Map, origin: str) -> Sheet:
    """Its commands ask the service at this origin. Raises TopicNotFound."""
    guide = map_.guide
    standing = guide.snapshot.standing(slug)
    topic = standing.topic
    path = next(path for path in map_.paths if path.section.slug == topic.section)
    first = [map_.stones[earlier] for earlier in topic.after]
    before, beyond = _neighbours(topic, map_)
    page = guide.pages.get(slug)
    return Sheet(
        stone=map_.stones[slug],
        section=path.section,
        standing=standing,
        steps=_steps(topic, path.stones),
        parts=prose.parts(guide, slug, origin),
        excerpts=listing.excerpts(guide, standing.code),
        proofs=[Proof(test, map_.results.of(test.place)) for test in standing.tests],
        first=first,
        leads_to=[map_.stones[later.slug] for later in guide.leads_to(topic)],
        instead=list({stone.topic: stone for stone in (*first, *path.stones) if stone.is_set}.values())[:_INSTEAD],
        before=before,
        beyond=beyond,
        runs=page.front.runs if page else (),
    )


def _steps(topic: Topic, stones: Sequence[Stone]) -> list[Step]:
    here = next(index for index, stone in enumerate(stones) if stone.topic == topic)
    return [Step(stone, index == here, abs(index - here) <= _NEAR) for index, stone in enumerate(stones)]


def _neighbours(topic: Topic, map_: Map) -> tuple[Topic | None, Topic | None]:
    """On the walk; for a topic that is not on it yet, the set stones around it on the map."""
    walk = list(map_.guide.walk)
    if topic not in walk:
        order = list(map_.stones)
        walk = sorted([*walk, topic], key=lambda each: order.index(each.slug))
    here = walk.index(topic)
    return (walk[here - 1] if here else None), (walk[here + 1] if here + 1 < len(walk) else None)
