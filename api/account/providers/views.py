"""The way to a provider and back: /providers/ for browsers of people who may come from anywhere.

What begins in a browser ends in it: the session holds what was asked of the provider, and for a moment who came back.
A program takes that for its pair of tokens, and the session is gone.
"""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.headless.internal.authkit import AuthenticationStatus
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from requests import RequestException

from accounts import services
from api import problems
from api.account.providers.judging import StrictGitHub
from api.account.providers.openid import StrictAdapter
from api.account.tokens import TokenStrategy
from api.callers import limits, sessions
from api.callers.answers import for_nobody_else, with_headers
from core import clock
from core.errors import DomainError, SignInRequired

# How long after the provider's word a browser may ask for tokens.
TIME_TO_TAKE_TOKENS = timedelta(minutes=5)


class ProviderUnavailable(DomainError):
    code = "provider_unavailable"

    def __init__(self) -> None:
        super().__init__("The provider does not answer as it should. Try again, or sign in another way.")


class _Limited(View):
    """Counted by the caller's address: each of these costs a hash, a row or a call to somebody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> Any:
        left: dict[str, str] = {}
        try:
            left = limits.admit("provider", request)
            answer = super().dispatch(request, *args, **named)
        except (DomainError, Http404) as refused:
            problem: Any = problems.problem_of(refused)  # Each has one.
            answer = problems.told(request, problem, at_sign_in=True)
        return with_headers(answer, left)


class Providers(View):
    """Which there are, and what a form must carry to begin."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = get_adapter().list_providers(request)
        listed = [{"id": provider.sub_id, "name": provider.app.name} for provider in known]
        return for_nobody_else({"providers": listed, "csrf_token": get_token(request)})


class Begin(_Limited):
    """Sends the browser to the provider. With an access token in the form: to connect it to that account."""

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        """Somebody has gone back to it, or typed it in. It begins by a form, and the form stands at the sign-in."""
        _configured(request, provider_id)
        return redirect("sign-in")

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        provider = _configured(request, provider_id)
        token = request.POST.get("access_token")
        kept = {"connect": services.able_to_connect(token=token).public_id} if token else {}
        process = "connect" if token else "login"
        try:
            return provider.redirect(request, process, next_url=_next(request), headless=True, **kept)  # type: ignore[no-any-return]  # untyped
        except (OAuth2Error, RequestException) as error:
            raise ProviderUnavailable from error


class Callback(_Limited):
    """Where the provider sends the browser back to. It leads on to where the sign-in was begun, with `error` or not."""

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        provider = _configured(request, provider_id)
        is_github = provider.id == "github"
        adapter = StrictGitHub(request) if is_github else StrictAdapter(request, provider_id)
        answer: HttpResponse = _Answer.adapter_view(adapter)(request)
        if _word(request):
            # Long enough to take the tokens. What it is otherwise good for, the admin of staff, need not last.
            sessions.end_in(request, TIME_TO_TAKE_TOKENS)
        return answer


class _Answer(OAuth2CallbackView):  # type: ignore[misc]  # untyped
    """allauth's steps with the answer of a provider, and one before them: that it is the answer of this provider."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, refused = super()._get_state(request, provider)
        if refused is None and isinstance(self.adapter, StrictAdapter):
            self.adapter.nonce = state.get("nonce", "")
            refused = self._refused_issuer(request, provider, state)
        return state, refused

    def _refused_issuer(self, request: HttpRequest, provider: Any, state: Any) -> Any:
        """Mix-up (RFC 9207): the browser brings us a code that another provider has made."""
        told = request.GET.get("iss")
        try:
            # Asked for first, so that a provider that is out of order is told of here: allauth has no answer for it.
            must_tell = self.adapter.says_issuer
            if told == self.adapter.issuer or (told is None and not must_tell):
                return None
        except (OAuth2Error, RequestException) as error:
            return render_authentication_error(request, provider, exception=error, extra_context={"state": state})
        wrong = OAuth2Error("answer of another issuer")
        return render_authentication_error(request, provider, exception=wrong, extra_context={"state": state})


class Tokens(_Limited):
    """The pair of tokens for whoever has just come back from a provider. The session ends by it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.is_authenticated and (stage := AuthenticationStatus(request).get_pending_stage()):
            return _pending(request, stage)
        word = _word(request)
        if word is None or word["at"] <= clock.seconds() - TIME_TO_TAKE_TOKENS.total_seconds():
            raise SignInRequired("Sign in with a provider first.")
        pair = services.start_family(user=user, means=word["provider"], instead_of=user.sign_in)
        request.session.flush()
        return for_nobody_else({"access": pair.access, "refresh": pair.refresh})


def _word(request: HttpRequest) -> dict[str, Any] | None:
    """What allauth has noted of the provider that brought whoever is signed in to this session."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return next((record for record in reversed(records) if record["method"] == "socialaccount"), None)


def _pending(request: HttpRequest, stage: Any) -> HttpResponse:
    """A provider's word is one factor. The session goes on as that of an app which has begun with a password."""
    if stage.key != "mfa_authenticate":
        raise SignInRequired("Sign in with a provider first.")
    token = TokenStrategy().create_session_token(request)
    detail = "Send a code of the second factor to /api/account/app/v1/auth/2fa/authenticate."
    facts = {"meta": {"session_token": token}}
    return problems.response(problems.Problem("second_factor_required", detail, facts=facts))


def _configured(request: HttpRequest, provider_id: str) -> Any:
    known = {provider.sub_id: provider for provider in get_adapter().list_providers(request)}
    if provider_id not in known:
        raise Http404
    return known[provider_id]


def _next(request: HttpRequest) -> str:
    """A path of ours. Whatever else the form says leads to the front page: it is no place to come back to."""
    path = request.POST.get("next", "/")
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
