"""What customers say of a product: how many of them, how many stars, and words that go with the stars."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from random import Random

from catalog.loading import LoadedReview
from catalog.seeding.history import Life, moment

_UNREVIEWED = 0.45
_STEEPNESS = 1.3  # Of the Pareto distribution: the smaller, the more reviews the favourites have.
_MOST = 150
_WORDLESS, _SHORT = 0.2, 0.6

_STARS = (1, 2, 3, 4, 5)
# How often each is given: seven products of ten are good, a few are not.
_QUALITIES = ((2, 3, 8, 29, 58), (7, 10, 20, 33, 30), (30, 28, 20, 14, 8))
_QUALITY_SHARES = (70, 24, 6)

_VERDICTS = {
    5: (
        "The {noun} did all I asked, and more.",
        "Best {noun} I have owned.",
        "Worth every cent.",
        "Two weeks out, and it never let me down.",
        "I would buy the {model} again tomorrow.",
        "Bought on a friend's word. My friend was right.",
        "I had doubts about the {model}. They are gone.",
    ),
    4: (
        "Good {noun}, with room for one or two small things.",
        "Solid work at an honest price.",
        "The {noun} did the job; I would have liked a little less weight.",
        "Nearly perfect.",
        "The {model} grew on me. The first day I was not so sure.",
        "Very good, and the colour is nicer than in the picture.",
    ),
    3: (
        "Does what it says, no more.",
        "The {noun} did well enough, though I expected more at this price.",
        "Fine for a weekend. I would not take the {model} further.",
        "Neither glad nor sorry that I bought it.",
        "Good idea, ordinary work.",
    ),
    2: (
        "The {noun} wore out sooner than I had hoped.",
        "It looked better in the picture than in the hand.",
        "I wanted to like the {model}.",
        "After a month I went back to my old {noun}.",
        "A lot of money, and for what?",
    ),
    1: (
        "The {noun} failed on the second day out.",
        "Sent back the same week.",
        "It arrived damaged, and the next one was no better.",
        "I can't recommend the {model} to anybody.",
        "The old {noun} lasted ten years; this lasted a month.",
    ),
}
_PRAISE = (
    "It has been along on every tour since.",
    "The work is clean down to the last detail.",
    "Rain, sun and a clumsy owner have not harmed it.",
    "It came within two days.",
    "My sister has ordered the same.",
    "After a season it looks like new.",
)
_COMPLAINTS = (
    "For this money I had expected better.",
    "The service was friendly, at least.",
    "Perhaps I had a bad one.",
    "It is lighter than what I had before; that is all.",
    "I wrote to the shop and wait for an answer.",
)
_AFTERTHOUGHTS = {5: _PRAISE, 4: _PRAISE, 3: _PRAISE[3:4] + _COMPLAINTS[:1], 2: _COMPLAINTS, 1: _COMPLAINTS[:3]}


def reviews(
    rng: Random, life: Life, authors: Sequence[int], *, known: int, model: str, noun: str
) -> Iterator[LoadedReview]:
    """What some of the first `known` authors say of a product since it was published, the earliest first."""
    count = _count(rng)
    if life.published_at is None or count == 0:
        return
    writers = rng.sample(range(known), min(count, known))
    times = sorted(moment(rng, life.published_at, life.ended_at) for _ in writers)
    quality = rng.choices(_QUALITIES, _QUALITY_SHARES)[0]
    for writer, at in zip(writers, times, strict=True):
        stars = rng.choices(_STARS, quality)[0]
        text = _text(rng, stars).format(model=model, noun=noun)
        yield LoadedReview(authors[writer], stars, text, at, _public_id(rng))


def _count(rng: Random) -> int:
    return 0 if rng.random() < _UNREVIEWED else min(_MOST, int(rng.paretovariate(_STEEPNESS)))


def _text(rng: Random, stars: int) -> str:
    length = rng.random()
    if length < _WORDLESS:
        return ""
    verdict = rng.choice(_VERDICTS[stars])
    return verdict if length < _SHORT else f"{verdict} {rng.choice(_AFTERTHOUGHTS[stars])}"


def _public_id(rng: Random) -> str:
    """Sixteen characters of the alphabet that `random_public_id` uses, here from the seed."""
    return urlsafe_b64encode(rng.getrandbits(96).to_bytes(12)).decode()
