"""Markers in every other kind of file: each marks the lines below it, up to `roadmap: end`. They may be nested."""

from collections.abc import Iterator
from pathlib import Path

from roadmap.markers.marks import Fault, Marker, Tag, tag


def read(path: Path, source: str) -> Iterator[Marker | Fault]:
    lines = source.splitlines()
    begun: list[Tag] = []
    for number, text in enumerate(lines, start=1):
        found = tag(path, number, text)
        if found and not found.is_end:
            begun.append(found)
        elif found and begun:
            yield from _marked(begun.pop(), number - 1, lines)
        elif found:
            yield found.fault("ends nothing: no marker stands above it.")
    yield from (open_.fault("is not closed: `roadmap: end` is missing.") for open_ in begun)


def _marked(opened: Tag, last: int, lines: list[str]) -> Iterator[Marker | Fault]:
    if any(line.strip() for line in lines[opened.line : last]):
        yield from opened.markers(opened.line + 1, last, opened.path.name)
    else:
        yield opened.fault("marks nothing: `roadmap: end` follows it.")
