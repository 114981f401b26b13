"""Categories: the shelves of the shop, a tree told by each one's parent."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import BigAutoField, CharField, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.request import Request

from api.authentication import actor_of
from api.etags import if_match
from api.inputs import Input, read
from api.queries import ListQuery
from api.representations import Representation
from api.v1.products import SLUG
from api.views import DocumentDetail, DocumentList
from catalog import selectors, services
from catalog.models import Category
from core.pages import Key, Sort
from core.statements import Parameter


class CategoryOutput(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(source="parent.slug", allow_null=True)


class CategoryEdit(Input):
    name = serializers.CharField(max_length=80)
    parent = serializers.CharField(max_length=80, allow_null=True, default=None)


class NewCategory(CategoryEdit):
    slug = serializers.RegexField(SLUG, max_length=80, required=False)


CATEGORY = Representation(
    row=selectors.category,
    output=CategoryOutput,
    versions=("version",),
    missing=selectors.CategoryNotFound,
)


class Categories(DocumentList):
    output = CategoryOutput
    sorts: ClassVar = {"default": Sort("name", (Key("name", CharField()), Key("id", BigAutoField())))}

    @staticmethod
    def rows(_query: ListQuery, **_address: Parameter) -> "QuerySet[Category]":
        return selectors.categories()

    def post(self, request: Request) -> HttpResponse:
        category = services.create_category(actor=actor_of(request), **read(NewCategory, request))
        location = reverse("category", args=[category.slug])
        return CATEGORY.response(request, status=HTTPStatus.CREATED, location=location, slug=category.slug)


class CategoryDetail(DocumentDetail):
    shown = CATEGORY

    def put(self, request: Request, slug: str) -> HttpResponse:
        values = read(CategoryEdit, request)
        services.edit_category(
            actor=actor_of(request), slug=slug, expected_version=if_match(request), **values
        )
        return CATEGORY.response(request, slug=slug)

    def delete(self, request: Request, slug: str) -> HttpResponse:
        services.delete_category(actor=actor_of(request), slug=slug, expected_version=if_match(request))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


urlpatterns = [
    path("categories/", Categories.as_view(), name="categories"),
    path("categories/<slug:slug>/", CategoryDetail.as_view(), name="category"),
]
