"""What is known of each kind of gear. The facts themselves stand in `kinds/`, a file for each root category."""

from typing import NamedTuple

# The variants of what is worn.
CUTS = ("women's", "men's")


class Kind(NamedTuple):
    """One kind of thing, on a leaf of the category tree.

    `euros` and `grams` are the medians of the smallest variant; each further variant adds `step` of them.
    """

    shelf: str
    noun: str
    euros: int
    grams: int
    variants: tuple[str, ...]
    materials: tuple[str, ...]
    uses: tuple[str, ...]  # Each ends "made for ...".
    facts: tuple[str, ...]  # Each is a sentence.
    tags: tuple[str, ...]  # At least four.
    step: float = 0.0


class Root(NamedTuple):
    """A root category: its share of all products, and what closes a description."""

    name: str
    percent: int
    groups: dict[str, tuple[Kind, ...]]
    closings: tuple[str, ...]
