"""The form of every door that is a page: /sign-in/, and the admin's, which is for fewer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from accounts import services
from core.access import ANONYMOUS
from core.errors import DomainError
from core.limits import policies
from core.limits.policies import Caller, Usage


class SignInForm(AuthenticationForm):
    """Asks for the e-mail, and tells a wrong password, an unknown address and a closed account alike.

    Validating it may raise RateLimited or NotCounted, which are no fault of what was filled in.
    """

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
    usages: Sequence[Usage] = ()
    """How the limits stand, this try counted."""

    def clean(self) -> dict[str, Any]:
        """Each try is counted before it is judged, together with those that the API sees."""
        request: Any = self.request
        caller = Caller(ANONYMOUS, policies.address_of(request.META), self.cleaned_data.get("username", ""))
        self.usages = policies.admit("sign-in", request, caller)
        return super().clean()

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        try:
            # A code that is none at all has its own complaint beside its field, and is not here.
            services.require_all_factors(user=user, code=self.cleaned_data.get("code", ""))
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from None
