"""Who reviews: how many there are, and what they are called."""

from catalog.seeding.words import FIRST_NAMES

_FEWEST, _MOST = 200, 5000
_PRODUCTS_A_REVIEWER = 50
_LETTERS = "ABCDEFGHIJKLMNOPRSTVWZ"


def reviewers(products: int) -> int:
    """How many write about that many products: one for each fifty, from 200 to 5,000."""
    return min(_MOST, max(_FEWEST, -(-products // _PRODUCTS_A_REVIEWER)))


def email(number: int) -> str:
    return f"reviewer{number:04d}@cairn.example"


def display_name(number: int) -> str:
    """A first name and a letter, as in "Ada B."."""
    initial = _LETTERS[(7 * number + number // len(FIRST_NAMES)) % len(_LETTERS)]
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {initial}."
