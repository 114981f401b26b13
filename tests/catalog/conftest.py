"""A small shop with a row of every kind, and what its shelves must hold."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from catalog.models import Category, CategoryPath, Placement, Product, Review
from tests import factories


@dataclass
class Shop:
    """Shelter > Tents, with the tent on it; Cooking, with a draft; an empty shelf. Ada has reviewed the tent."""

    tent: Product
    draft: Product
    tents: Category
    shelter: Category
    empty: Category
    ada: User
    review: Review


@pytest.fixture
def shop(tent, tents, shelter, customer) -> Shop:
    ada = User.objects.get(public_id=customer.public_id)
    cooking = factories.category("Cooking")
    return Shop(
        tent=tent,
        draft=factories.product("Pocket stove", slug="pocket-stove", category=cooking, published=False),
        tents=tents,
        shelter=shelter,
        empty=factories.category("Lamps"),
        ada=ada,
        review=factories.review(tent, author=ada, rating=4),
    )


def ancestors(category: Category | None) -> list[int]:
    """The keys of a category and of all above it, found by climbing."""
    climbed = []
    while category is not None:
        assert category.pk not in climbed, "The tree has a circle."
        climbed.append(category.pk)
        category = category.parent
    return climbed


def assert_the_tree_is_whole() -> None:
    """Paths and placements are those that parents and products give, no more and no fewer."""
    paths = {(a, c.pk, depth) for c in Category.objects.all() for depth, a in enumerate(ancestors(c))}
    assert set(CategoryPath.objects.values_list("ancestor", "descendant", "depth")) == paths

    on_sale = Product.objects.filter(published_at__isnull=False, archived_at__isnull=True)
    placed = {(a, p.pk, p.published_at, p.price_minor) for p in on_sale for a in ancestors(p.category)}
    rows = list(Placement.objects.values_list("category", "product", "published_at", "price_minor"))
    assert set(rows) == placed
    assert len(rows) == len(placed)
