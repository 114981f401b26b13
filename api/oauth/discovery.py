"""What this provider can do, for programs (RFC 8414, OpenID Connect Discovery): one document, at both addresses."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from oauth2_provider.settings import oauth2_settings

from accounts.tokens.claims import ALGORITHM
from api.callers import origin
from api.oauth.keys import CACHED
from api.oauth.server import GRANTS, MODE, RESPONSES
from api.oauth.validator import Validator

_PROOFS = ["client_secret_basic", "client_secret_post"]


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    return JsonResponse(_document(request), headers={"Cache-Control": CACHED, "Access-Control-Allow-Origin": "*"})


def _document(request: HttpRequest) -> dict[str, Any]:
    """Anybody may keep it, so in production it says the same whichever name and port it was asked by."""

    def at(name: str) -> str:
        return origin.address(request, reverse(name))

    return {
        "issuer": oauth2_settings.oidc_issuer(request),
        "authorization_endpoint": at("oauth2_provider:authorize"),
        "token_endpoint": at("oauth2_provider:token"),
        "userinfo_endpoint": at("oauth2_provider:user-info"),
        "revocation_endpoint": at("oauth2_provider:revoke-token"),
        "introspection_endpoint": at("oauth2_provider:introspect"),
        "jwks_uri": at("oauth2_provider:jwks-info"),
        "service_documentation": origin.address(request, "/topics/api.oauth/"),
        "scopes_supported": sorted(oauth2_settings.SCOPES),
        "claims_supported": ["iss", "aud", "exp", "iat", "auth_time", "nonce", *Validator.oidc_claim_scope],
        "response_types_supported": list(RESPONSES),
        "response_modes_supported": [MODE],
        "grant_types_supported": list(GRANTS),
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": [*_PROOFS, "none"],
        "revocation_endpoint_auth_methods_supported": [*_PROOFS, "none"],
        "introspection_endpoint_auth_methods_supported": _PROOFS,
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
