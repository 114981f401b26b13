"""Applications of one's own, and those of others that one has let in. Only people themselves come here, no token that
was given away."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import path
from oauth2_provider.models import Application
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import selectors, services
from api import fields
from api.callers.answers import for_nobody_else
from api.callers.authentication import signed_in
from api.callers.scopes import IN_PERSON
from api.writing.inputs import Input
from api.writing.operations import Asked, writes
from core import clock
from core.access.spelling import LONGEST_NAME

# In the words of RFC 7591, where the toolkit has its own.
GRANTS = {
    "authorization_code": Application.GRANT_AUTHORIZATION_CODE,
    "client_credentials": Application.GRANT_CLIENT_CREDENTIALS,
}
_GRANT_NAMES = {stored: name for name, stored in GRANTS.items()}
TYPES = [Application.CLIENT_CONFIDENTIAL, Application.CLIENT_PUBLIC]


class Grant(serializers.ChoiceField):
    def to_representation(self, value: str) -> str:
        return _GRANT_NAMES[value]


class Addresses(serializers.ListField):
    """Kept in one column, with spaces between."""

    child = serializers.CharField()

    def to_representation(self, value: Any) -> list[str]:
        return str(value).split()


class ApplicationOutput(serializers.Serializer[Any]):
    """`client_id` names it everywhere."""

    client_id = serializers.CharField()
    name = serializers.CharField()
    type = serializers.ChoiceField(TYPES, source="client_type")
    grant = Grant(list(GRANTS), source="authorization_grant_type")
    redirect_uris = Addresses()
    created_at = fields.Instant(source="created")


class RegisteredApplicationOutput(ApplicationOutput):
    """With its secret, which is told this once; null for a public one."""

    client_secret = serializers.CharField(allow_null=True)


class ApplicationsOutput(serializers.Serializer[Any]):
    results = ApplicationOutput(many=True)


class AuthorizationOutput(serializers.Serializer[Any]):
    """What you let an application do, and since when."""

    client_id = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    since = fields.Instant()


class AuthorizationsOutput(serializers.Serializer[Any]):
    results = AuthorizationOutput(many=True)


class ApplicationInput(Input):
    """`type`: confidential if it runs where nobody else can read its secret, else public."""

    name = fields.Text(max_length=LONGEST_NAME)
    type = serializers.ChoiceField(TYPES)
    grant = serializers.ChoiceField(list(GRANTS), default="authorization_code")
    redirect_uris = serializers.ListField(child=fields.Text(max_length=500), default=list, max_length=20)


class Applications(APIView):
    """List the applications that you have registered."""

    scopes = IN_PERSON
    answers = ApplicationsOutput

    def get(self, request: Request) -> HttpResponse:
        rows = selectors.applications(owner=str(signed_in(request).public_id))
        return for_nobody_else(ApplicationsOutput({"results": rows}).data)

    @writes(ApplicationInput, tells=RegisteredApplicationOutput, status=HTTPStatus.CREATED)
    def post(self, asked: Asked) -> HttpResponse:
        """Register an application. Its secret is told this once."""
        values = asked.values
        made = services.register_application(
            actor=asked.actor,
            name=values["name"],
            client_type=values["type"],
            grant=GRANTS[values["grant"]],
            redirect_uris=values["redirect_uris"],
        )
        return _registered(made, asked)


class ApplicationDetail(APIView):
    """Delete an application of yours."""

    scopes = IN_PERSON

    @writes(status=HTTPStatus.NO_CONTENT)
    def delete(self, asked: Asked, client_id: str) -> HttpResponse:
        services.delete_application(actor=asked.actor, client_id=client_id)
        return asked.shown()


class ApplicationSecret(APIView):
    """Replace the secret of an application. The former one ends at once; tokens stay."""

    scopes = IN_PERSON

    @writes(tells=RegisteredApplicationOutput)
    def post(self, asked: Asked, client_id: str) -> HttpResponse:
        return _registered(services.replace_secret(actor=asked.actor, client_id=client_id), asked)


class Authorizations(APIView):
    """List the applications that you have let in."""

    scopes = IN_PERSON
    answers = AuthorizationsOutput

    def get(self, request: Request) -> HttpResponse:
        held = selectors.authorizations(of=str(signed_in(request).public_id), at=clock.now())
        return for_nobody_else(AuthorizationsOutput({"results": held}).data)


class AuthorizationDetail(APIView):
    """Take back what you let an application do. All that it holds of you ends at once."""

    scopes = IN_PERSON

    @writes(status=HTTPStatus.NO_CONTENT)
    def delete(self, asked: Asked, client_id: str) -> HttpResponse:
        services.revoke_authorization(actor=asked.actor, client_id=client_id)
        return asked.shown()


def _registered(made: services.Registration, asked: Asked) -> HttpResponse:
    shown = {**ApplicationOutput(made.application).data, "client_secret": made.secret}
    return for_nobody_else(shown, asked.write.status)


urlpatterns = [
    path("applications/", Applications.as_view(), name="applications"),
    path("applications/<slug:client_id>/", ApplicationDetail.as_view(), name="application"),
    path("applications/<slug:client_id>/secret/", ApplicationSecret.as_view(), name="application-secret"),
    path("authorizations/", Authorizations.as_view(), name="authorizations"),
    path("authorizations/<slug:client_id>/", AuthorizationDetail.as_view(), name="authorization"),
]
