"""Signing in and out with a browser: a session, for the pages on which people answer for themselves."""

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.forms import SignInForm
from api import problems
from api.callers.answers import with_headers


class SignIn(LoginView):
    """Django's: the session gets another key, and `next` leads nowhere but to this service."""

    http_method_names = ["get", "head", "post"]
    template_name = "oauth/sign_in.html"
    authentication_form = SignInForm
    # Who comes from nowhere stays here, and is told who they are.
    next_page = "sign-in"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        told = super().get_context_data(**context)
        is_signed_in = self.request.user.is_authenticated
        # Whoever is signed in and comes from there was sent by an application that wants them to sign in again.
        is_for_application = urlsplit(told["next"]).path == reverse("oauth2_provider:authorize")
        return {
            **told,
            "providers": get_adapter().list_providers(self.request),
            "is_signed_in": is_signed_in,
            "is_asked": not is_signed_in or is_for_application or told["form"].is_bound,
            "has_demo_accounts": settings.EMBEDDED,
        }

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:  # noqa: ARG002  # Django's signature
        """As Django does, and tells what is left. Who has no try left is told by what tells all refusals."""
        form: Any = self.get_form()
        answer = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return with_headers(answer, problems.quotas(form.usages))


class SignOut(LogoutView):
    """By POST alone: no picture on another site signs anybody out."""
