"""Reviews at the counter: to read, and to take away."""

import pytest

from accounts.models import User
from catalog.models import Rating, Review
from tests import factories
from tests.admin.conftest import events_of, told

pytestmark = pytest.mark.integration


@pytest.fixture
def review(tent):
    return factories.review(tent, rating=2, text="Leaks at the seams.")


def test_nobody_writes_for_a_customer(desk, review):
    page = f"catalog/review/{review.pk}/change/"

    assert "Leaks at the seams." in desk.open(page).text
    assert 'name="text"' not in desk.open(page).text
    assert desk.send(page, {"text": "Splendid."}).status_code == 403
    assert desk.open("catalog/review/add/").status_code == 403


def test_a_review_taken_away_no_longer_counts(desk, staff, tent, review):
    answer = desk.confirm(f"catalog/review/{review.pk}/delete/")

    assert "was deleted" in told(answer)
    assert not Review.objects.exists()
    assert Rating.objects.get(pk=tent.pk).count == 0
    assert events_of(staff) == ["ReviewDeleted"]


def test_a_review_outlives_its_author(desk, review):
    User.objects.filter(pk=review.author_id).delete()

    assert "somebody who has left" in desk.open("catalog/review/").text
