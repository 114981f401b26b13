"""Categories: the shelves of the shop, a tree told by each one's parent."""

from http import HTTPStatus
from typing import Any

from django.db.models import CharField, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework import serializers

from api import fields
from api.callers.scopes import CATALOG_SCOPES
from api.reading.listings import Listing
from api.reading.queries import ListQuery
from api.reading.representations import Representation
from api.reading.views import DocumentDetail, DocumentList
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from catalog import selectors, services, spelling
from catalog.models import Category
from core.pages import Sort


class CategoryOutput(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(source="parent.slug", allow_null=True)  # type: ignore[assignment]  # DRF fields have a `parent` too; on the class this name is free


class CategoryEdit(Input):
    name = fields.Text(max_length=80)
    parent = fields.Text(max_length=80, allow_null=True, default=None)  # type: ignore[assignment]  # as above


class NewCategory(CategoryEdit):
    slug = fields.Pattern(spelling.SLUG, max_length=80, required=False)


CATEGORY = Representation(
    row=selectors.category,
    output=CategoryOutput,
    versions=("version",),
    missing=selectors.CategoryNotFound,
)


def _rows(_query: ListQuery) -> QuerySet[Category]:
    return selectors.categories()


SORTS = {"default": Sort.by("name", "name", CharField())}
CATEGORIES = Listing(rows=_rows, output=CategoryOutput, sorts=SORTS)


class Categories(DocumentList):
    """List all categories, by name."""

    scopes = CATALOG_SCOPES
    listed = CATEGORIES

    @writes(NewCategory, shows=CATEGORY, status=HTTPStatus.CREATED)
    def post(self, asked: Asked) -> HttpResponse:
        """Make a category."""
        category = services.create_category(actor=asked.actor, **asked.values)
        return asked.shown(slug=category.slug, location=reverse("category", args=[category.slug]))


class CategoryDetail(DocumentDetail):
    """See a category."""

    scopes = CATALOG_SCOPES
    shown = CATEGORY

    @writes(CategoryEdit, shows=CATEGORY, is_conditional=True)
    def put(self, asked: Asked, slug: str) -> HttpResponse:
        """Rename a category, or move it with all below it."""
        services.edit_category(actor=asked.actor, slug=slug, expected_version=asked.version, **asked.values)
        return asked.shown(slug=slug)

    @writes(status=HTTPStatus.NO_CONTENT, is_conditional=True)
    def delete(self, asked: Asked, slug: str) -> HttpResponse:
        """Delete a category that is empty."""
        services.delete_category(actor=asked.actor, slug=slug, expected_version=asked.version)
        return asked.shown()


urlpatterns = [
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/<slug:slug>/", CategoryDetail.as_view(), name="category"),
]
