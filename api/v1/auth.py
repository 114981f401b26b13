"""Signing in: e-mail and password for a pair of tokens, a refresh token for the next pair."""

from typing import Any

from django.urls import path
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView


class TokenInput(TokenObtainPairSerializer[Any]):
    """Adds to the token what the actor is made of, so that no request needs to look the user up."""

    @classmethod
    def get_token(cls, user: Any) -> RefreshToken:
        token = super().get_token(user)
        token["email"], token["role"] = user.email, user.role
        return token


urlpatterns = [
    path("auth/token/", TokenObtainPairView.as_view(), name="token"),
    path("auth/token/refresh/", TokenRefreshView.as_view(), name="token-refresh"),
]
