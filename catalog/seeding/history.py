"""When things happened to a product, and what it has cost. All of it lies in the past."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from catalog.loading import LoadedPrice
from core.money import Money

# Fixed, and not counted back from now: the same seed gives the same catalogue on any day.
OPENED = datetime(2023, 1, 1, tzinfo=UTC)
PUBLISHED_FOR = timedelta(days=3 * 365)
ENDED = OPENED + PUBLISHED_FOR + timedelta(days=180)

_PREPARED_FOR = timedelta(days=14)
_SPREAD = 0.35
_DRAFTS, _ARCHIVED = 0.03, 0.05  # Cumulated: 3 % are drafts, 2 % archived.
_CHANGES = (0.45, 0.20, 0.07)  # The part with at least 1, 2 and 3 changes of price.


class Life(NamedTuple):
    created_at: datetime
    published_at: datetime | None
    archived_at: datetime | None

    @property
    def ended_at(self) -> datetime:
        """Nothing happens to it after that."""
        return self.archived_at or ENDED


def life(rng: Random) -> Life:
    """A product is prepared for up to two weeks, then published; a few still wait, a few are gone again."""
    created_at = moment(rng, OPENED, OPENED + PUBLISHED_FOR - _PREPARED_FOR)
    published_at = moment(rng, created_at, created_at + _PREPARED_FOR)
    fate = rng.random()
    if fate < _DRAFTS:
        return Life(created_at, None, None)
    return Life(created_at, published_at, moment(rng, published_at, ENDED) if fate < _ARCHIVED else None)


def prices(rng: Random, life: Life, median_minor: float) -> tuple[LoadedPrice, ...]:
    """One to four prices, no two neighbours alike, from its creation on."""
    amounts = [ending(rng.lognormvariate(0, _SPREAD) * median_minor)]
    for amount in _earlier(rng, amounts[0]):
        if amount != amounts[0]:
            amounts.insert(0, amount)
    times = sorted(moment(rng, life.created_at, life.ended_at) for _ in amounts[1:])
    return tuple(LoadedPrice(Money(amount), at) for amount, at in zip(amounts, [life.created_at, *times], strict=True))


def moment(rng: Random, first: datetime, last: datetime) -> datetime:
    """A whole second between the two."""
    return first + timedelta(seconds=int(rng.random() * (last - first).total_seconds()))


def ending(minor: float) -> int:
    """The nearest price that a shop would ask: 12.95, 34.95 or 239.95."""
    step = 100 if minor < 2000 else 500 if minor < 20000 else 1000  # noqa: PLR2004  # stated in the line above
    return max(1, round(minor / step)) * step - 5


def _earlier(rng: Random, now: int) -> Iterator[int]:
    """What it cost before, the latest first: a fifth less or a quarter more."""
    fate = rng.random()
    for part in _CHANGES:
        if fate < part:
            yield ending(now * rng.uniform(0.8, 1.25))
