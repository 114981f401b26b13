"""What is measured."""

from typing import NamedTuple


class Page(NamedTuple):
    """A page to measure. What it costs is told as a multiple of what `base` costs."""

    label: str
    path: str
    base: str
    goal: str
