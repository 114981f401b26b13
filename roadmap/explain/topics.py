"""Which topics' marked code ran in a request."""

from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from roadmap import register
from roadmap.markers import snapshot
from roadmap.markers.marks import Marker

_OURS = Path("roadmap/explain")


@cache
def markers() -> tuple[Marker, ...]:
    """Those of the code that is running: read at first use. What explains is no part of what is explained."""
    taken = snapshot.take(register.ROOT, register.load())
    return tuple(marker for marker in taken.markers if not marker.path.is_relative_to(_OURS))


def ran(places: AbstractSet[str]) -> tuple[dict[str, str], ...]:
    """Slug and title of each topic with a marker among the places, in the roadmap's order."""
    slugs = {marker.slug for marker in markers() if marker.place in places}
    topics = register.load().topics.values()
    return tuple({"slug": topic.slug, "title": topic.title} for topic in topics if topic.slug in slugs)
