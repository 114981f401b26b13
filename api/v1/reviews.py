"""Reviews: read by everybody, written by customers, one a product."""

from http import HTTPStatus
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework import serializers

from api import fields
from api.callers.scopes import REVIEW_SCOPES
from api.reading.listings import Listing
from api.reading.queries import ListQuery
from api.reading.representations import NOW, Representation
from api.reading.views import DocumentDetail, DocumentList
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from catalog import selectors, services
from catalog.models import Review
from core.pages import Sort
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
    rating = fields.Integer(least=1, most=5)
    text = fields.Text(max_length=5_000, allow_blank=True, default="")


REVIEW = Representation(
    row=selectors.review,
    output=ReviewOutput,
    versions=("version", "author__version"),
    missing=selectors.ReviewNotFound,
)


def _rows(_query: ListQuery, slug: Parameter) -> QuerySet[Review]:
    return selectors.reviews(product=slug, at=NOW)


SORTS = {"default": Sort.by("newest", "created_at", DateTimeField(), descending=True)}
REVIEWS = Listing(
    rows=_rows,
    output=ReviewOutput,
    sorts=SORTS,
    refuse_if_missing=selectors.refuse_unless_visible,
)


class ProductReviews(DocumentList):
    """List the reviews of a product."""

    scopes = REVIEW_SCOPES
    listed = REVIEWS

    @writes(ReviewInput, shows=REVIEW, status=HTTPStatus.CREATED)
    def post(self, asked: Asked, slug: str) -> HttpResponse:
        """Review a product. Each customer does so once."""
        review = services.review_product(actor=asked.actor, slug=slug, **asked.values)
        return asked.shown(public_id=review.public_id, location=reverse("review", args=[review.public_id]))


class ReviewDetail(DocumentDetail):
    """See a review."""

    scopes = REVIEW_SCOPES
    shown = REVIEW

    @writes(ReviewInput, shows=REVIEW, is_conditional=True)
    def put(self, asked: Asked, public_id: str) -> HttpResponse:
        """Change a review of yours."""
        services.edit_review(actor=asked.actor, public_id=public_id, expected_version=asked.version, **asked.values)
        return asked.shown(public_id=public_id)

    @writes(status=HTTPStatus.NO_CONTENT, is_conditional=True)
    def delete(self, asked: Asked, public_id: str) -> HttpResponse:
        """Delete a review of yours. Staff may delete any."""
        services.delete_review(actor=asked.actor, public_id=public_id, expected_version=asked.version)
        return asked.shown()


urlpatterns = [
    path("products/<slug:slug>/reviews/", ProductReviews.as_view(), name="product-reviews"),
    path("reviews/<slug:public_id>/", ReviewDetail.as_view(), name="review"),
]
