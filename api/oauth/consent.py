"""The page on which a person lets an application in, or not (RFC 6749, 4.1)."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.openid.connect.core.exceptions import ConsentRequired, LoginRequired

from accounts import services
from api.oauth import requests

# Of what was asked for, the part that the code is tied to. The rest was only looked at.
_TIED = ("client_id", "redirect_uri", "response_type", "state", "code_challenge", "code_challenge_method", "nonce")


@method_decorator(never_cache, name="dispatch")
class Authorize(OAuthLibMixin, View):  # type: ignore[misc]  # the toolkit is untyped
    """Asks every time, for everybody: an answer that is remembered could be had by whoever pretends to be the other.

    The form holds nothing: what is allowed is what the address says, read and judged anew when the answer comes.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> HttpResponseBase:
        if found := requests.flaw(request) or _in_the_form(request):
            return self.refused(found)
        try:
            return super().dispatch(request, *args, **address)
        except OAuthToolkitError as error:
            return self.told(error)

    def get(self, request: HttpRequest) -> HttpResponse:
        scopes, asked = self.validate_authorization_request(request)
        prompt = request.GET.get("prompt", "").split()
        if "none" in prompt:
            self.refuse_to_be_silent(asked)
        if not request.user.is_authenticated or "login" in prompt:
            return redirect_to_login(_without_prompt(request))
        return self.page(request, scopes, asked)

    # roadmap: api.oauth
    def post(self, request: HttpRequest) -> HttpResponse:
        scopes, asked = self.validate_authorization_request(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        is_allowed = request.POST.get("answer") == "allow"
        tied = {name: asked.get(name) for name in _TIED}
        with transaction.atomic():
            address, *_ = self.create_authorization_response(request, " ".join(scopes), tied, is_allowed)
            actor = request.user.as_actor(means="session")
            services.note_consent(actor=actor, client_id=asked["client_id"], scopes=list(scopes))
        return self.sent_back(address)

    def refuse_to_be_silent(self, asked: dict[str, Any]) -> None:
        """`prompt=none`: an answer without a page, and there is none but no (OpenID Connect Core, 3.1.2.6)."""
        why = ConsentRequired if self.request.user.is_authenticated else LoginRequired
        raise OAuthToolkitError(why(state=asked["state"]), redirect_uri=asked["redirect_uri"])

    def page(self, request: HttpRequest, scopes: list[str], asked: dict[str, Any]) -> HttpResponse:
        target = urlsplit(asked["redirect_uri"])
        context = {
            "application": Application.objects.select_related("user").get(client_id=asked["client_id"]),
            "scopes": [(scope, oauth2_settings.SCOPES[scope]) for scope in scopes],
            "target": target.netloc,
        }
        # Browsers hold to `form-action` the address that a form's answer leads on to, too.
        usual: dict[str, Any] = settings.SECURE_CSP
        policy = {**usual, "form-action": [*usual["form-action"], _source(target)]}
        shown: HttpResponse = csp_override(policy)(render)(request, "oauth/consent.html", context)
        return shown

    def told(self, error: OAuthToolkitError) -> HttpResponse:
        """To the application by way of its user, unless it is not sure which application that would be."""
        if isinstance(error, FatalClientError):
            return self.refused(error.oauthlib_error.description or "", error.oauthlib_error.error)
        _, answer = self.error_response(error)
        return self.sent_back(answer["url"])

    def refused(self, why: str, code: str = errors.InvalidRequestError.error) -> HttpResponse:
        """Here and nowhere else: nobody is sent to an address that can't be trusted."""
        return render(self.request, "oauth/refused.html", {"why": why, "code": code}, status=400)

    def sent_back(self, address: str) -> HttpResponse:
        """303: the browser repeats nothing of what it sent us, least of all a password (RFC 9700, 4.12)."""
        answer = OAuth2ResponseRedirect(self.with_issuer(address), oauth2_settings.ALLOWED_REDIRECT_URI_SCHEMES)
        answer.status_code = 303
        return answer  # type: ignore[no-any-return]  # as above

    def with_issuer(self, address: str) -> str:
        """Who answers, in refusals too: an application that speaks to several can tell (RFC 9207)."""
        if not oauth2_settings.COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS:
            return address
        parts = urlsplit(address)
        said = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "iss"]
        issuer = oauth2_settings.oauth2_authorization_server_issuer(self.request)
        return urlunsplit(parts._replace(query=urlencode([*said, ("iss", issuer)])))


def _in_the_form(request: HttpRequest) -> str:
    """The answer, and nothing else: the question stands in the address, where the page has read it."""
    return "A form says more than yes or no." if request.POST.keys() - {"answer", "csrfmiddlewaretoken"} else ""


def _without_prompt(request: HttpRequest) -> str:
    """Where to go on after signing in: not to be asked to sign in again."""
    query = request.GET.copy()
    query.pop("prompt", None)
    return f"{request.path}?{query.urlencode()}"


def _source(target: Any) -> str:
    """An address as a policy names it. It has no spelling for IPv6, where the scheme must do."""
    return f"{target.scheme}:" if "[" in target.netloc else f"{target.scheme}://{target.netloc}"
