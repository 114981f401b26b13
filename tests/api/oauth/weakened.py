"""Validators that lack one rule each."""

import contextlib
from typing import Any, ClassVar

from oauth2_provider.models import Grant
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib import openid

from api.oauth.validator import Validator

Usual = OAuth2Validator


class EveryGrant(openid.Server):  # type: ignore[misc]  # oauthlib is untyped
    """oauthlib's own."""


class TakesAnyChallenge(Validator):
    def check_challenge(self, request: Any) -> None:
        pass


class TakesAnyResponse(TakesAnyChallenge):
    validate_response_type = Usual.validate_response_type
    _create_refresh_token = Usual._create_refresh_token


class ForgetsSpentCodes(Validator):
    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **options: Any) -> bool:
        with contextlib.suppress(Grant.DoesNotExist):
            return bool(Usual.validate_code(self, client_id, code, client, request, *args, **options))
        return False


class NeverEnds(Validator):
    def is_alive(self, token: Any) -> bool:  # noqa: ARG002  # the rule's signature
        return True


class TakesAnyScope(Validator):
    validate_scopes = Usual.validate_scopes


class BelievesTheClosed(Validator):
    """The account may be closed."""

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **options: Any) -> bool:
        return bool(Usual.validate_refresh_token(self, refresh_token, client, request, *args, **options))


class MatchesTheBeginning(Validator):
    def validate_redirect_uri(self, _id: str, redirect_uri: str, request: Any, *_args: Any, **_options: Any) -> bool:
        return any(redirect_uri.startswith(known[:12]) for known in request.client.redirect_uris.split())


class TellsMore(Validator):
    oidc_claim_scope: ClassVar[Any] = {}
