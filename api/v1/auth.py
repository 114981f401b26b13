"""Signing in and out: e-mail and password for a pair of tokens, a refresh token for the next pair, or for an end."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import services
from api import fields
from api.callers import cookies
from api.callers.answers import for_nobody_else
from api.callers.scopes import IN_PERSON
from api.writing.inputs import Input, read
from api.writing.operations import Asked, writes
from core.access.spelling import LONGEST_EMAIL


class Credentials(Input):
    email = fields.Email(max_length=LONGEST_EMAIL)
    password = fields.Text(max_length=1000, trim_whitespace=False)
    code = fields.Text(max_length=20, required=False, help_text="Of the second factor, where one is set up.")


class Refresh(Input):
    refresh = fields.Text(max_length=4000, trim_whitespace=False)


class TokenPair(serializers.Serializer[Any]):
    """`access` opens the API for minutes; `refresh` is good for the next pair, once."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class _Exchange(APIView):
    """Takes what proves who one is in its body, so no header is looked at: an expired token is no obstacle."""

    authentication_classes = ()
    limited_as: str
    takes: type[Input]
    answers: type[TokenPair] | None = TokenPair


class SignIn(_Exchange):
    """Sign in. Wrong, unknown and disabled are told alike; what else is missing, to who knows the password."""

    limited_as = "sign-in"
    takes = Credentials

    def post(self, request: Request) -> HttpResponse:
        return _told(services.sign_in(**read(self.takes, request)))


class TokenRefresh(_Exchange):
    """Take the next pair of tokens for a refresh token, which is spent by it."""

    limited_as = "refresh"
    takes = Refresh

    def post(self, request: Request) -> HttpResponse:
        return _told(services.refresh(token=read(self.takes, request)["refresh"]))


class SignOut(_Exchange):
    """Sign out on this device. The sign-in that the refresh token belongs to ends."""

    limited_as = "refresh"
    takes = Refresh
    answers = None

    def post(self, request: Request) -> HttpResponse:
        services.sign_out(token=read(self.takes, request)["refresh"])
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


class SignOutEverywhere(APIView):
    """Sign out on every device."""

    scopes = IN_PERSON

    @writes(status=HTTPStatus.NO_CONTENT)
    def post(self, asked: Asked) -> HttpResponse:
        services.sign_out_everywhere(actor=asked.actor)
        return cookies.cleared_if_sent(asked.request, asked.shown())


def _told(pair: services.TokenPair) -> HttpResponse:
    return for_nobody_else({"access": pair.access, "refresh": pair.refresh})


urlpatterns = [
    path("auth/token/", SignIn.as_view(), name="token"),
    path("auth/token/refresh/", TokenRefresh.as_view(), name="token-refresh"),
    path("auth/logout/", SignOut.as_view(), name="logout"),
    path("auth/logout/everywhere/", SignOutEverywhere.as_view(), name="logout-everywhere"),
]
