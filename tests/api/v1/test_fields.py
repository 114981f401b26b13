"""No field that is taken is lost: each that an input declares is sent, alone and with all, and read again.

What GET tells is printed by the database out of the row, so what comes back has been there.
"""

from typing import Any, NamedTuple

import pytest
from rest_framework.serializers import Field, ValidationError

from api.v1.categories import CategoryEdit, NewCategory
from api.v1.products import NewProduct, ProductEdit
from api.v1.reviews import ReviewInput
from api.writing.inputs import Input
from catalog import services

pytestmark = pytest.mark.integration

# The first pair that a field takes is what it is set to, and then changed to. None of them is a default.
PAIRS: list[tuple[Any, Any]] = [
    ("dry-and-light", "light-and-dry"),
    ("DRY-1", "LIGHT-2"),
    (2, 4),
    (["storm"], ["gas", "light"]),
    ({"amount": 9900, "currency": "EUR"}, {"amount": 4900, "currency": "EUR"}),
    (True, False),
]
# Any text is one for the field; which rows there are, only the service knows.
ROWS = {"category": ("tents", "shelter"), "parent": ("tents", "shelter")}


class Resource(NamedTuple):
    """Where one is made, of what, and what can be changed of it afterwards. PUT replaces all, PATCH a part."""

    path: str
    new: type[Input]
    edit: type[Input]
    method: str


RESOURCES = {
    "product": Resource("/api/v1/products/", NewProduct, ProductEdit, "patch"),
    "product as a whole": Resource("/api/v1/products/", NewProduct, ProductEdit, "put"),
    "category": Resource("/api/v1/categories/", NewCategory, CategoryEdit, "put"),
    "review": Resource("/api/v1/products/ridge-tent/reviews/", ReviewInput, ReviewInput, "put"),
}
FIELDS = [(name, field) for name, each in RESOURCES.items() for field in each.edit().fields]


@pytest.fixture
def door(api, staff, tent):
    return api.as_(staff)


def takes(field: Field[Any, Any, Any, Any], value: Any) -> bool:
    try:
        field.run_validation(value)
    except ValidationError:
        return False
    return True


def pair(shape: type[Input], name: str) -> tuple[Any, Any]:
    if name in ROWS:
        return ROWS[name]
    field = shape().fields[name]
    fitting = [each for each in PAIRS if all(takes(field, value) for value in each)]
    assert fitting, f"Give PAIRS two values that `{name}` of {shape.__name__} takes."
    return fitting[0]


def first(shape):
    return {name: pair(shape, name)[0] for name in shape().fields}


def told(document: dict[str, Any], name: str) -> Any:
    """What it says of the field; of a row that it is shown with, which one."""
    shown = document.get(name, "nothing")
    return shown["slug"] if isinstance(shown, dict) and "slug" in shown else shown


def lost(sent: dict[str, Any], document: dict[str, Any]) -> dict[str, str]:
    return {
        name: f"sent was {value!r}, told is {told(document, name)!r}"
        for name, value in sent.items()
        if told(document, name) != value
    }


@pytest.mark.parametrize("name", RESOURCES)
def test_each_field_of_a_new_one_is_told_as_it_was_sent(door, name):
    path, new, *_ = RESOURCES[name]

    made = door.post(path, first(new))

    assert made.status_code == 201, made.json()
    assert lost(first(new), door.get(made.headers["Location"]).json()) == {}


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_each_field_that_is_changed_is_told_as_it_was_sent(door, name, field):
    path, new, edit, method = RESOURCES[name]
    made = door.post(path, first(new))
    change = {field: pair(edit, field)[1]}
    body = change if method == "patch" else first(edit) | change

    ask = getattr(door, method)
    changed = ask(made.headers["Location"], body, headers={"If-Match": made.headers["ETag"]})

    assert changed.status_code == 200, changed.json()
    # A slug is the address, too.
    address = f"{path}{body['slug']}/" if field == "slug" else made.headers["Location"]
    assert lost(body, door.get(address).json()) == {}


def test_what_can_be_sent_of_a_product_is_what_can_be_said_of_it():
    assert set(ProductEdit().fields) == set(services.ProductDetails.__annotations__)
