"""Signing in and out with a browser: a session, for the pages on which people answer for themselves."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import services
from api.callers import limits
from api.callers.answers import with_headers
from api.oauth import requests
from api.problems import Problem
from core import correlation
from core.errors import DomainError


class SignInForm(AuthenticationForm):
    """Asks for the e-mail, and tells a wrong password, an unknown address and a closed account alike."""

    username = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    code = forms.CharField(
        label="Code, if you have a second factor",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    error_messages = {
        "invalid_login": "E-mail and password do not belong together.",
        "inactive": "E-mail and password do not belong together.",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        try:
            services.require_all_factors(user=user, code=self.cleaned_data["code"])
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from None


class SignIn(LoginView):
    """Django's: the session gets another key, and `next` leads nowhere but to this service."""

    http_method_names = ["get", "head", "post"]
    template_name = "oauth/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "providers": get_adapter().list_providers(self.request)}

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            left = limits.admit("sign-in", request, account=request.POST.get("username", ""))
        except DomainError as error:
            return _refused(request, requests.problem_of(error))
        return with_headers(super().post(request, *args, **options), left)


class SignOut(LogoutView):
    """By POST alone: no picture on another site signs anybody out."""


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    context = {"problem": problem, "request_id": correlation.current().request_id}
    page = render(request, "problem.html", context, status=problem.status)
    return with_headers(page, problem.headers)
