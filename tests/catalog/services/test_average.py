"""The average of a rating: arithmetic alone, so no database is asked."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.services.reviews import STARS, average_hundredths

pytestmark = pytest.mark.unit


@pytest.mark.roadmap("tools.testing-unit")
@pytest.mark.parametrize(
    ("total", "count", "average"), [(0, 0, 0), (5, 1, 500), (13, 3, 433), (14, 3, 467), (9, 8, 113), (11, 8, 138)]
)
def test_the_average_is_reckoned_in_integers(total, count, average):
    assert average_hundredths(total=total, count=count) == average


@pytest.mark.roadmap("tools.testing-unit")
@given(some.lists(some.sampled_from(STARS), min_size=1))
def test_the_average_is_the_exact_one_with_its_half_rounded_up(stars):
    exact = Fraction(100 * sum(stars), len(stars))

    assert average_hundredths(total=sum(stars), count=len(stars)) == floor(exact + Fraction(1, 2))
