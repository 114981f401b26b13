"""What applications ask without a person: for tokens, for their end, what one is worth, and whose it is."""

from http import HTTPStatus
from typing import Any

import structlog
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.common import Request

from accounts import oauth
from api.callers.answers import for_nobody_else, with_headers
from api.oauth.requests import refused, understood

logger = structlog.get_logger(__name__)
_SECRET = sensitive_post_parameters("client_secret", "code", "code_verifier", "refresh_token", "token")


@method_decorator([csrf_exempt, _SECRET, understood], name="dispatch")
class Endpoint(OAuthLibMixin, View):  # type: ignore[misc]  # the toolkit is untyped
    """No cookie is read, so none can be abused: who asks is known by what the request itself brings."""

    def spoken(self, outcome: tuple[Any, dict[str, str], str | None, int]) -> HttpResponse:
        """oauthlib's answer as Django's."""
        _, headers, body, status = outcome
        answer = HttpResponse(body or "", content_type="application/json", status=status)
        return with_headers(answer, {"Cache-Control": "no-store", **headers})


class Token(Endpoint):
    """Tokens for a code, for a refresh token, or for an application itself (RFC 6749, 3.2)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """One transaction, refused or not: a reuse that was found out must stay written.

        The toolkit looks before it writes, so two that look at once meet at a unique index, or at a lock.
        """
        try:
            with transaction.atomic():
                return self.spoken(self.create_token_response(request))
        except IntegrityError:
            return refused("invalid_grant", "It has just been used.")
        except OperationalError:
            logger.exception("no token, for now")
            answer = refused("temporarily_unavailable", "Try again.", HTTPStatus.SERVICE_UNAVAILABLE)
            answer["Retry-After"] = "1"
            return answer


class Revocation(Endpoint):
    """The end of a token, by the application that holds it (RFC 7009)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            return self.spoken(self.create_revocation_response(request))


class Introspection(Endpoint):
    """What an access token is worth, told to the confidential application that holds it (RFC 7662).

    To no other: anybody may register an application here, so being one gives no right to ask about others' tokens.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        client = self.confidential_client(request)
        if client is None:
            answer = refused("invalid_client", "Say which application asks, and prove it.", HTTPStatus.UNAUTHORIZED)
            answer["WWW-Authenticate"] = 'Basic realm="cairn"'
            return answer
        token = oauth.living(request.POST.get("token", ""))
        if token is None or token.application_id != client.pk:
            return for_nobody_else({"active": False})
        owner = {"sub": token.user.public_id} if token.user else {}
        end = int(token.expires.timestamp())
        told = {"active": True, "scope": token.scope, "client_id": client.client_id, "exp": end, "token_type": "Bearer"}
        return for_nobody_else({**told, **owner})

    def confidential_client(self, request: HttpRequest) -> Any:
        core = self.get_oauthlib_core()
        asked = Request(*core._extract_params(request))  # noqa: SLF001  # its own way from Django's request to oauthlib's
        is_known = core.server.request_validator.authenticate_client(asked)
        return asked.client if is_known and asked.client.client_type == asked.client.CLIENT_CONFIDENTIAL else None


class UserInfo(Endpoint):
    """Who has signed in, as far as they let the application know (OpenID Connect Core, 5.3)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._told(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._told(request)

    def _told(self, request: HttpRequest) -> HttpResponse:
        if "access_token" in request.POST:
            return refused("invalid_request", "Send the token in the Authorization header.")
        return self.spoken(self.create_userinfo_response(request))
