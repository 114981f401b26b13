"""The types of a query, and its shape: all that its SQL depends on, and nothing that is only put in."""

import pytest
from django.http import QueryDict

from api.v1.products import ProductQuery
from catalog.selectors import ProductFilters

pytestmark = pytest.mark.unit


def shape(*, only=(), **asked):
    return ProductQuery(**asked).shape(only)


@pytest.mark.roadmap("language.collections")
def test_two_values_of_one_filter_have_one_shape():
    kept = {shape(tag="storm", min_price=100): "the compiled statement"}

    assert kept[shape(tag="gas", min_price=900)] == "the compiled statement"


@pytest.mark.roadmap("language.collections")
@pytest.mark.parametrize(
    "other",
    [
        {"tag": "storm", "q": "tent"},
        {"tag": "storm", "sort": "price"},
        {"tag": "storm", "limit": 2},
        {"tag": "storm", "in_stock": False},
        {"tag": "storm", "only": ("slug",)},
        {},
    ],
)
def test_whatever_changes_the_sql_is_another_shape(other):
    assert shape(**other) != shape(tag="storm")


@pytest.mark.roadmap("tools.pydantic")
def test_what_is_all_text_outside_has_types_inside():
    query = ProductQuery.read(QueryDict("category=tents&min_price=4900&in_stock=true"))

    assert query.filters == ProductFilters(category="tents", min_price=4900, in_stock=True)
