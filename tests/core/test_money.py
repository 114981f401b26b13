"""Cents add up, whatever the amount."""

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.money import Money

pytestmark = pytest.mark.unit

# What a column of big integers holds.
minors = some.integers(-(2**63), 2**63 - 1)
amounts = minors.map(Money)


@pytest.mark.roadmap("language.oop")
@given(amounts, amounts)
def test_a_sum_is_exact_whatever_the_order(one, other):
    assert (one + other).minor == (other + one).minor == one.minor + other.minor


@given(amounts, amounts)
def test_what_is_taken_away_can_be_put_back(one, other):
    assert one - other + other == one


@given(some.integers(0, 10**12).map(Money), some.integers(0, 50))
def test_so_many_are_as_much_as_one_after_the_other(one, quantity):
    assert one * quantity == sum([one] * quantity, start=Money(0))


@given(amounts, amounts)
def test_any_two_are_in_order(one, other):
    assert (one < other) == (one.minor < other.minor)
    assert (one > other) == (one.minor > other.minor)


@given(amounts)
def test_it_survives_the_way_through_a_decimal(amount):
    assert Money.from_decimal(amount.decimal) == amount


@given(amounts)
def test_it_prints_with_two_places_and_its_currency(amount):
    number, currency = str(amount).split()

    assert Decimal(number) * 100 == amount.minor
    assert currency == "EUR"
    assert len(number.partition(".")[2]) == 2


@given(minors, some.integers(3, 40), some.integers(1, 9))
def test_a_fraction_of_a_cent_is_refused(minor, places, digit):
    amount = Decimal(f"{minor}.{'0' * (places - 1)}{digit}")

    with pytest.raises(ValueError, match="not a whole number of cents"):
        Money.from_decimal(amount)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+1000000", "12.345"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not a whole number of cents"):
        Money.from_decimal(Decimal(amount))


@pytest.mark.parametrize("amount", ["12.5", "12.50", "12.500", "1.25E+1"])
def test_an_amount_may_be_spelled_in_many_ways(amount):
    assert Money.from_decimal(Decimal(amount)) == Money(1250)


@pytest.mark.parametrize("minor", [12.5, 12.0, "12", True, None, Decimal(12)])
def test_only_an_integer_counts_cents(minor):
    with pytest.raises(TypeError, match="whole minor units"):
        Money(minor)


def test_no_part_of_it_is_multiplied_by_a_float():
    with pytest.raises(TypeError, match="whole minor units"):
        Money(100) * 0.5  # type: ignore[operator]  # what is being refused


@pytest.mark.roadmap("language.oop")
@pytest.mark.parametrize("mix", [operator.add, operator.sub, operator.lt])
def test_two_currencies_do_not_mix(mix):
    with pytest.raises(ValueError, match="do not mix"):
        mix(Money(1, "EUR"), Money(1, "USD"))


def test_equal_cents_of_two_currencies_are_not_equal():
    assert Money(1, "EUR") != Money(1, "USD")


@pytest.mark.parametrize(("minor", "is_positive"), [(1, True), (0, False), (-1, False)])
def test_zero_is_not_positive(minor, is_positive):
    assert Money(minor).is_positive is is_positive
