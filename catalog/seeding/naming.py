"""What the products are called: every name of a seed is another one, for a million of them."""

from typing import NamedTuple

from catalog.seeding.words import BRANDS, COLOURS, EDITIONS, MODELS

NAMES = len(BRANDS) * len(MODELS) * len(EDITIONS) * len(COLOURS)

# A prime that does not divide NAMES: stepping by it meets every combination once before any comes again.
# Near the golden section of NAMES, and of what is left of it for the model: neighbours are by different makers, and
# the same model comes back late.
_STRIDE = 653_143
# Another prime, so that each seed begins somewhere else.
_SEED_STRIDE = 104_729


class Name(NamedTuple):
    brand: str
    model: str
    colour: str

    def of(self, variant: str, noun: str) -> str:
        """The whole of it, as in "Fellmark Merlin Lite 2-person ridge tent, moss"."""
        return f"{self.brand} {self.model} {variant} {noun}, {self.colour}"


def name(seed: int, number: int) -> Name:
    """The name for that number. Two numbers of one seed less than NAMES apart never have the same."""
    rest, colour = divmod((seed * _SEED_STRIDE + number * _STRIDE) % NAMES, len(COLOURS))
    rest, edition = divmod(rest, len(EDITIONS))
    brand, model = divmod(rest, len(MODELS))
    return Name(BRANDS[brand], MODELS[model] + EDITIONS[edition], COLOURS[colour])
