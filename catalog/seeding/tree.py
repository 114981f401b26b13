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


class Leaf(NamedTuple):
    """A category that holds products: its kind of gear, the root category far above it, and its slug."""

    root: Root
    kind: Kind
    slug: str


def shelves() -> Iterator[Shelf]:
    """Every category, each after the one above it. No name comes twice."""
    for root in ROOTS:
        yield Shelf(root.name, None)
        for group, kinds in root.groups.items():
            yield Shelf(group, root.name)
            yield from (Shelf(kind.shelf, group) for kind in kinds)


def draw(rng: Random) -> Leaf:
    """A leaf by chance, each as often as its share says."""
    return rng.choices(_LEAVES, cum_weights=_SHARES)[0]


def _leaves() -> Iterator[tuple[Leaf, float]]:
    """Every leaf with its share: in place k of its root, in proportion to 1/k (Zipf)."""
    for root in ROOTS:
        kinds = list(chain.from_iterable(root.groups.values()))
        whole = sum(1 / place for place in range(1, len(kinds) + 1))
        for place, kind in enumerate(kinds, start=1):
            yield Leaf(root, kind, slugify(kind.shelf)), root.percent / place / whole


_LEAVES = [leaf for leaf, _ in _leaves()]
_SHARES = list(accumulate(share for _, share in _leaves()))
