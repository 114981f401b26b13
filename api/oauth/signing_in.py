"""Signing in and out with a browser: a session, for the pages on which people answer for themselves."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from accounts.forms import SignInForm
from api import problems
from api.callers.answers import with_headers


class SignIn(LoginView):
    """Django's: the session gets another key, and `next` leads nowhere but to this service."""

    http_method_names = ["get", "head", "post"]
    template_name = "oauth/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "providers": get_adapter().list_providers(self.request)}

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:  # noqa: ARG002  # Django's signature
        """As Django does, and tells what is left. Who has no try left is told by what tells all refusals."""
        form: Any = self.get_form()
        answer = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return with_headers(answer, problems.quotas(form.usages))


class SignOut(LogoutView):
    """By POST alone: no picture on another site signs anybody out."""
