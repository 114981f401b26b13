"""allauth's views where the shop does more than they do, or does it otherwise."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.headless.account import inputs
from allauth.headless.account import views as account
from allauth.headless.base.response import ConflictResponse
from allauth.headless.mfa import inputs as mfa_inputs
from allauth.headless.mfa import views as mfa
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts import services
from accounts.models import User
from accounts.services import owners, second_factors
from api.callers import limits
from core.access import Actor

_KEY = re.compile(r"[0-9a-z]{1,13}-.+", re.ASCII)


class SignUpInput(inputs.SignupInput):  # type: ignore[misc]  # allauth is untyped
    account_already_exists: bool

    def clean_password(self) -> str:
        """Judged with the address in mind: a password that is much like it is refused."""
        user = User(email=self.cleaned_data.get("email", ""))
        return str(get_adapter().clean_password(self.cleaned_data["password"], user=user))

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Known and unknown addresses are answered alike, and after the same work."""
        if self.account_already_exists:
            services.sign_up_again(email=self.cleaned_data["email"], password=self.cleaned_data["password"])
            return self._saved(request)
        try:
            return self._saved(request)
        except services.EmailTaken:
            # Another sign-up came in between. The work is done already: this one has hashed the password, too.
            self.account_already_exists = True
            return self._saved(request)

    def _saved(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class SignUp(account.SignupView):  # type: ignore[misc]  # allauth is untyped
    input_class = {"POST": SignUpInput}


class _CodeInput:
    """A code is good once, for both doors: accounts.services.second_factors sees to it."""

    def clean_code(self: Any) -> str:
        code = str(self.cleaned_data["code"])
        self.authenticator = second_factors.use(user=self.user, code=code)
        if self.authenticator is None:
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class ResetPasswordInput(inputs.ResetPasswordInput):  # type: ignore[misc]  # allauth is untyped
    def clean_key(self) -> Any:
        """A key without a number in front fits nobody. allauth takes it for one that it has made."""
        if not _KEY.fullmatch(self.cleaned_data["key"]):
            raise get_adapter().validation_error("invalid_password_reset")
        return super().clean_key()


class ResetPassword(account.ResetPasswordView):  # type: ignore[misc]  # allauth is untyped
    input_class = ResetPasswordInput


class SecondFactorInput(_CodeInput, mfa_inputs.AuthenticateInput):  # type: ignore[misc]  # allauth is untyped
    pass


class SecondFactor(mfa.AuthenticateView):  # type: ignore[misc]  # allauth is untyped
    """The step after the password."""

    input_class = SecondFactorInput

    def handle_input(self, data: Any) -> HttpResponse | None:
        """Counted for the account that somebody is about to enter, whose password they know."""
        request, user = self.request, self.stage.login.user
        limits.admit("second-factor", request, account=user.public_id)
        refused: HttpResponse | None = super().handle_input(data)
        return refused


class TOTP(mfa.ManageTOTPView):  # type: ignore[misc]  # allauth is untyped
    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One an account, also where its first code is sent twice at once."""
        actor, user = _locked(self.request)
        if second_factors.is_set_up(user):
            return ConflictResponse(request)  # type: ignore[no-any-return]  # allauth is untyped
        answer: HttpResponse = super().post(request, *args, **kwargs)
        second_factors.begin(actor=actor, user=user)
        return answer

    @transaction.atomic
    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor, user = _locked(self.request)
        had_one = second_factors.is_set_up(user)
        answer: HttpResponse = super().delete(request, *args, **kwargs)
        if had_one:
            second_factors.note_removal(actor=actor, user=user)
        return answer


class RecoveryCodes(mfa.ManageRecoveryCodesView):  # type: ignore[misc]  # allauth is untyped
    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor, user = _locked(self.request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        second_factors.note_new_recovery_codes(actor=actor, user=user)
        return answer


def _locked(request: HttpRequest) -> tuple[Actor, User]:
    """Who changes their second factor, by which sign-in. Of two at once the second finds that its own has ended."""
    actor = request.user.as_actor(means="session")  # type: ignore[union-attr]  # signed in, says allauth
    return actor, owners.locked(actor)
