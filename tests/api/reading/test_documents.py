"""What the database prints is what the serializer would have printed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework import serializers

from accounts.models import PersonalToken, User
from api.reading.documents import document
from api.v1.account import AccountOutput
from api.v1.categories import CategoryOutput
from api.v1.prices import PriceOutput
from api.v1.products import ProductCard, ProductOutput, StaffProductOutput
from api.v1.reviews import ReviewOutput
from api.v1.tokens import TokenOutput
from catalog.models import Category, PriceRecord, Product, Review
from core.access import Scope
from tests import factories

pytestmark = pytest.mark.integration

AWKWARD = 'Zelt "Größe 2" \\ 5 < 6 & 雪 \u2028 \x1f /'
WITH_MICROSECONDS = datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)


class Flags(serializers.Serializer[Any]):
    is_active = serializers.BooleanField()


@pytest.fixture
def shop(tents):
    full = factories.product(
        AWKWARD, category=tents, tags=["storm", "light", "a-b"], published=WITH_MICROSECONDS, description=AWKWARD * 3
    )
    factories.product("Bare", category=tents, stock=0, published=datetime(2026, 1, 1, tzinfo=UTC))
    factories.product("Draft", category=tents, published=False)
    gone = factories.user(display_name="Gone")
    factories.review(full, rating=4, text=AWKWARD)
    factories.review(full, gone, rating=3)
    gone.delete()
    ada = factories.user()
    factories.personal_token(ada)
    PersonalToken.objects.update(last_used_at=WITH_MICROSECONDS, name=AWKWARD)
    factories.personal_token(ada, Scope.CATALOG_READ)
    return tents


@pytest.mark.roadmap("language.functions")
@pytest.mark.parametrize(
    ("output", "model"),
    [
        (ProductCard, Product),
        (ProductOutput, Product),
        (StaffProductOutput, Product),
        (CategoryOutput, Category),
        (ReviewOutput, Review),
        (AccountOutput, User),
        (PriceOutput, PriceRecord),
        (TokenOutput, PersonalToken),
    ],
)
def test_the_database_renders_what_the_serializer_renders(shop, output, model):
    rows = model.objects.order_by("pk")

    rendered = [json.loads(text) for text in rows.values_list(document(output(), model), flat=True)]

    assert rendered == json.loads(json.dumps(output(rows, many=True).data))
    assert rendered


def test_members_keep_the_order_of_the_declaration(tent):
    (text,) = Product.objects.values_list(document(ProductCard(), Product), flat=True)

    assert list(json.loads(text)) == list(ProductCard().fields)


def test_only_the_chosen_fields_are_rendered(tent):
    (text,) = Product.objects.values_list(document(ProductCard(), Product, ["name", "tags"]), flat=True)

    assert json.loads(text) == {"name": "Ridge tent", "tags": ["storm", "two-person"]}


def test_flags_are_true_or_false_on_every_database(tents):
    users = [factories.user(), factories.user()]
    type(users[1]).objects.filter(pk=users[1].pk).update(is_active=False)
    rows = type(users[0]).objects.filter(pk__in=[user.pk for user in users]).order_by("pk")

    rendered = list(rows.values_list(document(Flags(), type(users[0])), flat=True))

    assert [json.loads(text) for text in rendered] == [{"is_active": True}, {"is_active": False}]
    assert all("1" not in text and "0" not in text for text in rendered)
