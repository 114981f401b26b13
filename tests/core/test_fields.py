"""A canonical text is equal when every byte is, on every database."""

import pytest
from django.db import IntegrityError

from catalog.models import Category
from core.fields import random_public_id

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.mark.parametrize("other", ["Tent", "tént", "tent "])
def test_two_spellings_are_two_values(other):
    first = Category.objects.create(slug="tent", name="Tents")
    second = Category.objects.create(slug=other, name="Other tents")

    assert Category.objects.get(slug="tent") == first
    assert Category.objects.get(slug=other) == second


def test_one_spelling_is_taken_once():
    Category.objects.create(slug="tent", name="Tents")

    with pytest.raises(IntegrityError):
        Category.objects.create(slug="tent", name="More tents")


def test_the_order_is_that_of_the_bytes():
    slugs = ["a-b", "ab", "B", "a_b", "b", "ä", "a"]
    Category.objects.bulk_create(Category(slug=slug, name="Tents") for slug in slugs)

    in_order = Category.objects.order_by("slug").values_list("slug", flat=True)

    assert list(in_order) == sorted(slugs, key=str.encode)


def test_a_public_id_fits_a_url_and_repeats_nobody():
    ids = {random_public_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(public_id) for public_id in ids} == {16}
    assert all(public_id.replace("-", "").replace("_", "").isalnum() for public_id in ids)
