"""What the shop says of a product: two to four sentences that fit its kind."""

from random import Random

from catalog.seeding.naming import Name
from catalog.seeding.tree import Leaf

_OPENINGS = (
    "The {model} is made for {use}.",
    "{brand} made the {model} for {use}.",
    "Take the {model} along for {use}.",
    "For {use}, {brand} has drawn the {model} anew.",
    "The {model} is what we pack for {use}.",
    "If you look for one {noun} for {use}, look at the {model}.",
)
_PLURAL_OPENINGS = (*_OPENINGS[:-1], "If you look for {noun} for {use}, look at the {model}.")
_MATTERS = (
    "It is made of {material} and weighs {weight}.",
    "Made of {material}, it weighs {weight}.",
    "Our scales say {weight}; the material is {material}.",
)
_KILOGRAM = 1000
_SENTENCES = (2, 3, 3, 3, 4, 4)


def description(rng: Random, leaf: Leaf, name: Name, size: float) -> str:
    """`size` is how much larger than the smallest variant it is."""
    kind = leaf.kind
    openings = _PLURAL_OPENINGS if _is_plural(kind.noun) else _OPENINGS
    opening = rng.choice(openings).format(model=name.model, brand=name.brand, noun=kind.noun, use=rng.choice(kind.uses))
    matter = rng.choice(_MATTERS).format(
        material=rng.choice(kind.materials), weight=_weight(kind.grams * size * rng.uniform(0.85, 1.2))
    )
    sentences = (opening, rng.choice(kind.facts), matter, rng.choice(leaf.root.closings))
    return " ".join(sentences[: rng.choice(_SENTENCES)])


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")


def _weight(grams: float) -> str:
    if grams < _KILOGRAM:
        return f"{5 * round(grams / 5)} g"
    return f"{grams / _KILOGRAM:.1f} kg"
