"""Search over topics, files and tests. A title says more than prose, and a rare word more than one that all have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from roadmap.markers.marks import Marker, TestMark
from roadmap.tour.guide import Guide

# How much a word weighs that stands there, and what is left of it when it only begins like the one asked for.
_TITLE, _NAME, _PROSE = 8.0, 4.0, 1.0
_ALIKE = 0.7
_LEAST_ALIKE = 3
# A stone that is set has more to read than one that is planned.
_PLANNED = 0.4
# What scores far below the best find is noise.
_LEAST_SHARE = 0.25
_MOST_WORDS = 12
_WORD = re.compile(r"[a-z0-9]+")
_PART_ENDS = re.compile(r"[/_]+(?=[^/_])")
# What a question is put in, rather than about.
_SAY_NOTHING = frozenset(
    _WORD.findall(
        "a about an and are as at be by can do does for from has how i in is it its my of on or the this to use used"
        " what when where which who why with you"
    )
)


@dataclass(frozen=True)
class Entry:
    """Something to find; `words` holds what each of its words weighs."""

    kind: str
    title: str
    about: str
    address: str
    words: Mapping[str, float]

    @property
    def wrapping(self) -> SafeString:
        """The title as HTML: a path or a name may go on in the next line behind each part of it."""
        return mark_safe(_PART_ENDS.sub(r"\g<0><wbr>", escape(self.title)))  # noqa: S308  # it is escaped first

    def weight(self, word: str) -> float:
        """The most that a word like this one weighs here."""
        return max((weight * _likeness(word, known) for known, weight in self.words.items()), default=0)


def find(guide: Guide, query: str) -> list[Entry]:
    """All that is not noise, the best first; nothing for a query without a word."""
    entries, asked = index(guide), _words(query)[:_MOST_WORDS]
    scores = [0.0] * len(entries)
    for word in asked:
        weights = [entry.weight(word) for entry in entries]
        holders = sum(weight > 0 for weight in weights)
        rarity = log(len(entries) / holders) if holders else 0
        scores = [score + rarity * weight for score, weight in zip(scores, weights, strict=True)]
    least = max(1e-9, _LEAST_SHARE * max(scores))
    ranked = sorted(zip(scores, entries, strict=True), key=lambda pair: -pair[0])
    return [entry for score, entry in ranked if score >= least]


@cache
def index(guide: Guide) -> tuple[Entry, ...]:
    return (*_topics(guide), *_files(guide), *_tests(guide))


def _topics(guide: Guide) -> Iterator[Entry]:
    sections = {section.slug: section.title for section in guide.snapshot.register.sections}
    for topic in guide.snapshot.register.topics.values():
        page = guide.pages.get(topic.slug)
        section = sections[topic.section]
        words = _weighed({_TITLE: [topic.title], _NAME: [topic.slug, section], _PROSE: [page.prose if page else ""]})
        if topic not in guide.walk:
            section = f"{section}; planned"
            words = {word: _PLANNED * weight for word, weight in words.items()}
        yield Entry("Topic", topic.title, section, reverse("topic", args=[topic.slug]), words)


def _files(guide: Guide) -> Iterator[Entry]:
    for path, marks in guide.marks.items():
        titles = [mark.title for mark in marks if isinstance(mark, Marker)]
        words = _weighed({_NAME: [path], _PROSE: [*titles, *_titles(guide, marks)]})
        yield Entry("File", path, ", ".join(_titles(guide, marks)), reverse("file", args=[path]), words)


def _tests(guide: Guide) -> Iterator[Entry]:
    by_place: dict[str, list[TestMark]] = {}
    for test in guide.snapshot.tests:
        by_place.setdefault(test.place, []).append(test)
    for test, *others in by_place.values():
        topics = _titles(guide, [test, *others])
        words = _weighed({_NAME: [test.name], _PROSE: [str(test.path), *topics]})
        address = f"{reverse('file', args=[str(test.path)])}#L{test.line}"
        yield Entry("Test", test.name, ", ".join(topics), address, words)


def _titles(guide: Guide, marks: Iterable[Marker | TestMark]) -> list[str]:
    slugs = dict.fromkeys(mark.slug for mark in marks)
    return [guide.snapshot.register.topics[slug].title for slug in slugs]


def _weighed(texts: Mapping[float, Iterable[str]]) -> dict[str, float]:
    """Each word with the most that it weighs somewhere."""
    words: dict[str, float] = {}
    for weight, parts in sorted(texts.items()):
        words |= dict.fromkeys(_words(" ".join(parts)), weight)
    return words


def _words(text: str) -> list[str]:
    """Each word once, in order, in small letters, without those that say nothing."""
    return [word for word in dict.fromkeys(_WORD.findall(text.lower())) if word not in _SAY_NOTHING]


def _likeness(word: str, other: str) -> float:
    """Singular and plural are one word; words that begin alike are near."""
    one, two = sorted((word.removesuffix("s"), other.removesuffix("s")), key=len)
    if one == two:
        return 1
    return _ALIKE if len(one) >= _LEAST_ALIKE and two.startswith(one) else 0
