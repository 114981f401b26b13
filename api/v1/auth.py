"""Signing in: e-mail and password for a pair of tokens, a refresh token for the next pair."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from rest_framework_simplejwt.tokens import RefreshToken

from api.problems import Refusal
from api.writing.inputs import Input, read


class Credentials(Input):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class Refresh(Input):
    refresh = serializers.CharField(max_length=4000)


class TokenPair(serializers.Serializer[Any]):
    """`access` opens the API for minutes; `refresh` is good for the next pair."""

    access = serializers.CharField()
    refresh = serializers.CharField()


def tokens_for(user: Any) -> RefreshToken:
    """A refresh token and, from it, access tokens. They carry what an actor is made of: no user is looked up."""
    token: RefreshToken = RefreshToken.for_user(user)
    token["email"], token["role"] = user.email, user.role
    return token


class _SignIn(TokenObtainPairSerializer):
    @classmethod
    def get_token(cls, user: Any) -> RefreshToken:
        return tokens_for(user)


class _Exchange(APIView):
    """Trades what was sent for a pair of tokens. Wrong, unknown and disabled are told alike."""

    authentication_classes = ()
    limited_as: str
    takes: type[Input]
    answers = TokenPair
    exchange: type[serializers.Serializer[Any]]
    refusal: tuple[str, str]

    def post(self, request: Request) -> HttpResponse:
        exchange = self.exchange(data=read(self.takes, request))
        try:
            exchange.is_valid(raise_exception=True)
        except (AuthenticationFailed, TokenError, ObjectDoesNotExist):
            # The last one: simplejwt lets a refresh token of a deleted account through to its query.
            raise Refusal(*self.refusal) from None
        return JsonResponse(exchange.validated_data, headers={"Cache-Control": "no-store"})


class SignIn(_Exchange):
    limited_as = "sign-in"
    takes = Credentials
    exchange = _SignIn
    refusal = ("invalid_credentials", "E-mail and password do not belong together.")


class TokenRefresh(_Exchange):
    limited_as = "refresh"
    takes = Refresh
    exchange = TokenRefreshSerializer
    refusal = ("invalid_token", "The refresh token is not valid. Sign in again.")


urlpatterns = [
    path("auth/token/", SignIn.as_view(), name="token"),
    path("auth/token/refresh/", TokenRefresh.as_view(), name="token-refresh"),
]
