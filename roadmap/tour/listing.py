"""Code as HTML: highlighted with few classes, cut into lines, with the topics that its markers lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from pygments import lexers
from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Operator, String, _TokenType
from pygments.util import ClassNotFound

from roadmap.markers.marks import Marker, TestMark
from roadmap.register import Topic
from roadmap.tour.guide import Guide

# The style sheet colours these four and nothing else. A kind of token counts as the nearest kind above it.
_CLASSES = {
    Keyword: "k",
    Name.Tag: "k",
    Operator.Word: "k",
    Name.Class: "d",
    Name.Decorator: "d",
    Name.Function: "d",
    String: "s",
    Comment: "c",
    Comment.Preproc: "k",
}
# Pygments knows what a name's ending means, but not that these are Django's templates.
_BY_ENDING = {".html": "html+django", ".in": "text"}
# An excerpt that is longer folds: this much of it is shown, the rest on demand.
_LONG, _SHOWN = 32, 24


@dataclass(frozen=True)
class Line:
    """`topics` are those whose place begins here; `is_marked` tells that some place covers the line."""

    number: int
    html: SafeString
    topics: Sequence[Topic] = ()
    is_marked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """What one marker marks, as it stands in its file."""

    marker: Marker
    lines: Sequence[Line]

    @property
    def head(self) -> Sequence[Line]:
        return self.lines[:_SHOWN] if len(self.lines) > _LONG else self.lines

    @property
    def rest(self) -> Sequence[Line]:
        return self.lines[len(self.head) :]


def file(guide: Guide, path: str) -> list[Line]:
    """A marked file, whole. Raises KeyError if it is none."""
    marks = guide.marks[path]
    topics = guide.snapshot.register.topics
    begun: dict[int, list[Topic]] = {}
    for mark in marks:
        begun.setdefault(_first(mark), []).append(topics[mark.slug])
    covered = {number for mark in marks for number in range(_first(mark), mark.last + 1)}
    return [
        Line(number, html, begun.get(number, ()), number in covered)
        for number, html in enumerate(highlighted(path, guide.texts[path]), start=1)
    ]


def excerpts(guide: Guide, markers: Sequence[Marker]) -> list[Excerpt]:
    return [Excerpt(marker, list(_cut(guide, marker))) for marker in markers]


def _cut(guide: Guide, marker: Marker) -> Iterator[Line]:
    lines = highlighted(str(marker.path), guide.texts[str(marker.path)])
    for number in range(marker.first, marker.last + 1):
        yield Line(number, lines[number - 1])


@lru_cache(maxsize=256)
def highlighted(name: str, text: str) -> tuple[SafeString, ...]:
    """The lines of a text; `name` is that of its file, or only its ending, such as `.sh`."""
    lines = [[SafeString()]]
    for kind, value in _lexer(name).get_tokens(text):
        first, *others = value.split("\n")
        lines[-1].append(_piece(kind, first))
        lines += [[_piece(kind, part)] for part in others]
    # What follows the last line's end is no line.
    return tuple(mark_safe("".join(pieces)) for pieces in lines[:-1])  # noqa: S308  # each piece is escaped


def _piece(kind: _TokenType, value: str) -> SafeString:
    styled = next((above for above in reversed(kind.split()) if above in _CLASSES), None)
    if styled is None or not value.strip():
        return escape(value)
    return format_html('<span class="{}">{}</span>', _CLASSES[styled], value)


def _lexer(name: str) -> Lexer:
    ending = name[name.rfind(".") :]
    try:
        if ending in _BY_ENDING:
            return lexers.get_lexer_by_name(_BY_ENDING[ending], stripnl=False)
        return lexers.get_lexer_for_filename(name, stripnl=False)
    except ClassNotFound:
        return lexers.get_lexer_by_name("text", stripnl=False)


def _first(mark: Marker | TestMark) -> int:
    return mark.first if isinstance(mark, Marker) else mark.line
