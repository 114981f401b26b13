"""Personal access tokens: made for a program, listed and revoked by the person who made them. No token opens this."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import selectors, services
from accounts.models import PersonalToken
from api import fields
from api.callers.authentication import signed_in
from api.callers.scopes import IN_PERSON
from api.reading.listings import Listing
from api.reading.queries import ListQuery
from api.reading.views import DocumentList
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from core.access import Scope
from core.access.spelling import LONGEST_NAME
from core.pages import Sort
from core.statements import Parameter


class TokenOutput(serializers.Serializer[Any]):
    """A token without its secret. `last_used_at` is to the minute, and null when it was never used."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    scopes = fields.Words()
    created_at = fields.Instant()
    expires_at = fields.Instant()
    last_used_at = fields.Instant(allow_null=True)


class IssuedToken(TokenOutput):
    """`token` is the secret. It is told this once: keep it now, or make another one."""

    token = serializers.CharField()


class TokenInput(Input):
    """What the token is called, what it is good for, and how long."""

    name = fields.Text(max_length=LONGEST_NAME)
    scopes = serializers.ListField(
        child=serializers.ChoiceField([(scope.value, scope.meaning) for scope in Scope]),
        min_length=1,
        max_length=len(Scope),
    )
    expires_in_days = fields.Integer(least=1, most=services.LASTS_AT_MOST.days, default=services.LASTS.days)


def _rows(_query: ListQuery, owner: Parameter) -> QuerySet[PersonalToken]:
    return selectors.personal_tokens(owner=owner)


SORTS = {"default": Sort.by("newest", "created_at", DateTimeField(), descending=True)}
TOKENS = Listing(rows=_rows, output=TokenOutput, sorts=SORTS)


class Tokens(DocumentList):
    """List your personal tokens that were not revoked, the newest first."""

    scopes = IN_PERSON
    limited_as = "token"
    listed = TOKENS

    def get(self, request: Request, **_address: str) -> HttpResponse:
        return self.listed.response(request, {"owner": str(signed_in(request).public_id)})

    @writes(TokenInput, tells=IssuedToken, status=HTTPStatus.CREATED)
    def post(self, asked: Asked) -> HttpResponse:
        """Make a personal token. Its secret is told this once."""
        name, lasts = asked.values["name"], timedelta(days=asked.values["expires_in_days"])
        scopes = {Scope(each) for each in asked.values["scopes"]}
        issued = services.create_personal_token(actor=asked.actor, name=name, scopes=scopes, lasts=lasts)
        return asked.told(_told(issued), location=reverse("token-detail", args=[issued.row.public_id]))


class TokenDetail(APIView):
    """Revoke a personal token of yours. An admin may revoke anybody's; to others it is as if it were not there."""

    scopes = IN_PERSON

    @writes(status=HTTPStatus.NO_CONTENT)
    def delete(self, asked: Asked, public_id: str) -> HttpResponse:
        services.revoke_personal_token(actor=asked.actor, public_id=public_id)
        return asked.shown()


def _told(issued: services.IssuedToken) -> dict[str, Any]:
    row = issued.row
    stored = {name: getattr(row, name) for name in ("public_id", "name", "scopes", "created_at", "expires_at")}
    return {**stored, "last_used_at": row.last_used_at, "token": issued.secret}


urlpatterns = [
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("tokens/<slug:public_id>/", TokenDetail.as_view(), name="token-detail"),
]
