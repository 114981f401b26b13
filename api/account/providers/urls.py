"""Routes of /providers/. allauth asks for the two callbacks by these names."""

from django.urls import path

from api.account.providers import views

urlpatterns = [
    path("", views.Providers.as_view(), name="providers"),
    path("token/", views.Tokens.as_view(), name="provider-tokens"),
    path("github/callback/", views.Callback.as_view(), {"provider_id": "github"}, name="github_callback"),
    path("<slug:provider_id>/", views.Begin.as_view(), name="provider-begin"),
    path("<slug:provider_id>/callback/", views.Callback.as_view(), name="openid_connect_callback"),
]
