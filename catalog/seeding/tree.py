"""The category tree, and which part of the products stands on which leaf."""

from collections.abc import Iterator
from itertools import accumulate, chain
from random import Random
from typing import NamedTuple

from django.utils.text import slugify

from catalog.seeding.kinds import ROOTS
from catalog.seeding.shapes import Kind, Root


class Shelf(NamedTuple):
    """A category by name, and the name of the one above."""

    name: str
    above: str | None


class Sort(NamedTuple):
    """A kind, the root category that it belongs to, and the slug of the leaf that it stands on."""

    root: Root
    kind: Kind
    shelf: str


def shelves() -> Iterator[Shelf]:
    """Every category, each after the one above it. No name comes twice."""
    for root in ROOTS:
        yield Shelf(root.name, None)
        for group, kinds in root.groups.items():
            yield Shelf(group, root.name)
            yield from (Shelf(kind.shelf, group) for kind in kinds)


def draw(rng: Random) -> Sort:
    """A kind by chance, each as often as its share says."""
    return rng.choices(_SORTS, cum_weights=_SHARES)[0]


def _sorts() -> Iterator[tuple[Sort, float]]:
    """Every kind with its share: 1/k of the whole for the kind in place k of its root (Zipf)."""
    for root in ROOTS:
        kinds = list(chain.from_iterable(root.groups.values()))
        whole = sum(1 / place for place in range(1, len(kinds) + 1))
        for place, kind in enumerate(kinds, start=1):
            yield Sort(root, kind, slugify(kind.shelf)), root.percent / place / whole


_SORTS = [sort for sort, _ in _sorts()]
_SHARES = list(accumulate(share for _, share in _sorts()))
