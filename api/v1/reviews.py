"""Reviews: read by everybody, written by customers, one a product."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import BigAutoField, DateTimeField, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.request import Request

from api import fields
from api.authentication import actor_of
from api.etags import if_match
from api.inputs import Input, read
from api.queries import ListQuery
from api.representations import NOW, Representation
from api.views import DocumentDetail, DocumentList
from catalog import selectors, services
from catalog.models import Review
from core import clock
from core.pages import Key, Sort
from core.statements import Parameter


class ReviewOutput(serializers.Serializer[Any]):
    """What a customer said. `author` is null when the account is gone."""

    id = serializers.CharField(source="public_id")
    product = serializers.CharField(source="product.slug")
    author = serializers.CharField(source="author.display_name", allow_null=True)
    rating = serializers.IntegerField()
    text = serializers.CharField()
    created_at = fields.Instant()


class ReviewInput(Input):
    rating = fields.Integer(min_value=1, max_value=5)
    text = serializers.CharField(max_length=5_000, allow_blank=True, default="")


REVIEW = Representation(
    row=selectors.review,
    output=ReviewOutput,
    versions=("version",),
    missing=selectors.ReviewNotFound,
)


class ProductReviews(DocumentList):
    output = ReviewOutput
    sorts: ClassVar = {
        "default": Sort(
            "newest", (Key("created_at", DateTimeField()), Key("id", BigAutoField())), descending=True
        )
    }

    @staticmethod
    def rows(_query: ListQuery, **address: Parameter) -> "QuerySet[Review]":
        return selectors.reviews(product=address["slug"], at=NOW)

    def refuse_if_missing(self, **address: str) -> None:
        selectors.refuse_unless_visible(slug=address["slug"], at=clock.now())

    def post(self, request: Request, slug: str) -> HttpResponse:
        review = services.review_product(actor=actor_of(request), slug=slug, **read(ReviewInput, request))
        location = reverse("review", args=[review.public_id])
        return REVIEW.response(
            request, status=HTTPStatus.CREATED, location=location, public_id=review.public_id
        )


class ReviewDetail(DocumentDetail):
    shown = REVIEW

    def put(self, request: Request, public_id: str) -> HttpResponse:
        values = read(ReviewInput, request)
        services.edit_review(
            actor=actor_of(request), public_id=public_id, expected_version=if_match(request), **values
        )
        return REVIEW.response(request, public_id=public_id)

    def delete(self, request: Request, public_id: str) -> HttpResponse:
        services.delete_review(
            actor=actor_of(request), public_id=public_id, expected_version=if_match(request)
        )
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


urlpatterns = [
    path("products/<slug:slug>/reviews/", ProductReviews.as_view(), name="product-reviews"),
    path("reviews/<slug:public_id>/", ReviewDetail.as_view(), name="review"),
]
