"""Amounts of money: whole minor units and a currency. No float comes near them."""

from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from typing import Self

# One currency a deployment (docs/adr/0001-say-what-this-shop-is-not.md); it has two decimal places.
CURRENCY = "EUR"
_CENT = Decimal("0.01")


# roadmap: language.oop
@dataclass(frozen=True)
class Money:
    """`Money(12950)` is 129.50 EUR. Adding or comparing two currencies raises ValueError."""

    minor: int
    currency: str = CURRENCY

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money counts whole minor units, not {type(self.minor).__name__}.")

    def __add__(self, other: Self) -> Self:
        return type(self)(self.minor + self._same_currency(other).minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.minor - self._same_currency(other).minor, self.currency)

    def __mul__(self, quantity: int) -> Self:
        return type(self)(self.minor * quantity, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same_currency(other).minor

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    @property
    def is_positive(self) -> bool:
        return self.minor > 0

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-2)

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str = CURRENCY) -> Self:
        """Exact: raises ValueError where the amount has a fraction of a minor unit or is not a number."""
        # Not `amount * 100`: a product is rounded to 28 digits in silence; here rounding raises.
        try:
            with localcontext() as exact:
                exact.traps[Inexact] = True
                return cls(int(amount.quantize(_CENT).scaleb(2)), currency)
        except (ArithmeticError, ValueError):
            raise ValueError(f"{amount} is not a whole number of cents.") from None

    def _same_currency(self, other: Self) -> Self:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix.")
        return other
