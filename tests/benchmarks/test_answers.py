"""Two contestants are compared only when they say the same."""

import pytest

from benchmarks import answers

pytestmark = pytest.mark.unit

TENT = {"slug": "ridge-tent", "price": {"amount": 12950, "currency": "EUR"}, "tags": ["dry", "light"]}


def test_equal_documents_have_no_differences():
    assert list(answers.differences({"results": [TENT]}, {"results": [dict(TENT)]})) == []


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        ({**TENT, "price": {"amount": 12900, "currency": "EUR"}}, "/results/0/price/amount: 12950 and 12900"),
        ({**TENT, "tags": ["dry"]}, "/results/0/tags: ['dry', 'light'] and ['dry']"),
        ({"slug": "ridge-tent", "price": TENT["price"]}, "/results/0/tags: ['dry', 'light'] and None"),
        ({**TENT, "stock": 3}, "/results/0/stock: None and 3"),
    ],
)
def test_a_difference_is_told_with_its_place(found, difference):
    assert list(answers.differences({"results": [TENT]}, {"results": [found]})) == [difference]


def test_one_is_not_true():
    assert list(answers.differences({"count": 1}, {"count": True})) == ["/count: 1 and True"]


def test_each_may_page_in_its_own_way():
    assert list(answers.differences({"results": []}, {"results": [], "next": "?page=2", "previous": None})) == []


def test_a_conditional_request_names_the_tag():
    answer = answers.Answer("/tent/", 200, '"1-2"', 512, TENT)

    assert answer.request(conditional=True) == '/tent/\t"1-2"'
    assert answer.request(conditional=False) == "/tent/"
