"""The toolkit's rules, and what the house asks beyond them. Each method is one rule, so that a test can weaken it."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from oauth2_provider.models import Grant, RefreshToken
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749 import errors

from accounts import selectors, services, tokens
from accounts.oauth import families
from accounts.oauth.believing import checksum
from api.oauth.server import MODE, RESPONSES
from core import clock
from core.access import Scope

# What SHA-256 gives in base64url without padding (RFC 7636, 4.2).
_S256 = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LONGEST_NONCE = 255
# An application on its own has nobody who could have lent it more.
_ON_ITS_OWN = {Scope.CATALOG_READ.value}


# roadmap: api.oauth
class Validator(OAuth2Validator):  # type: ignore[misc]  # the toolkit is untyped
    """Rows are locked before they are judged: of many uses of one code or token at once, one is the first."""

    oidc_claim_scope: ClassVar = {"sub": "openid", "name": "profile", "email": "email", "email_verified": "email"}

    def _load_application(self, client_id: str, request: Any) -> Any:
        """Spelled exactly, which MariaDB would not ask for, and of somebody who has not been shut out."""
        # From a form it would not have come this far; from an Authorization header it is what was packed into it.
        found = super()._load_application(client_id, request) if (client_id or "").isprintable() else None
        if found is None or found.client_id != client_id or not (found.user is None or found.user.is_active):
            request.client = None
        return request.client

    def is_pkce_required(self, client_id: str, request: Any) -> Any:
        required = super().is_pkce_required(client_id, request)
        if required and request.grant_type is None:
            self.check_challenge(request)
        return required

    def check_challenge(self, request: Any) -> None:
        """An application that gets this wrong is told on our page: its user is not sent on with half a protection."""
        is_sound = request.code_challenge_method == "S256" and _S256.fullmatch(request.code_challenge or "")
        if not is_sound:
            description = "Send a code_challenge of SHA-256, and code_challenge_method=S256 (RFC 7636)."
            raise errors.InvalidRequestFatalError(description, request=request)
        if len(request.nonce or "") > _LONGEST_NONCE:
            raise errors.InvalidRequestFatalError("The nonce is too long.", request=request)

    def validate_response_type(self, client_id: str, response_type: str, client: Any, request: Any, *args: Any) -> bool:
        self.check_response_mode(request)
        is_spoken = response_type in RESPONSES
        return is_spoken and bool(super().validate_response_type(client_id, response_type, client, request, *args))

    def check_response_mode(self, request: Any) -> None:
        """A code goes into the query: behind a `#`, whatever script the application's page loads would read it."""
        if request.response_mode not in {None, "", MODE}:
            description = f"The one response_mode that is served is {MODE}."
            raise errors.InvalidRequestError(description, request=request)

    def validate_scopes(self, client_id: str, scopes: list[str], client: Any, request: Any, *args: Any) -> bool:
        if client.authorization_grant_type == client.GRANT_CLIENT_CREDENTIALS and not _ON_ITS_OWN.issuperset(scopes):
            return False
        return bool(scopes) and bool(super().validate_scopes(client_id, scopes, client, request, *args))

    def validate_silent_login(self, request: Any) -> bool:  # noqa: ARG002  # oauthlib's signature
        return True  # `prompt=none` is answered by the page, which knows who has signed in.

    def validate_silent_authorization(self, request: Any) -> bool:  # noqa: ARG002  # as above
        return True

    def _create_authorization_code(self, request: Any, code: dict[str, str], expires: Any = None) -> Any:
        code["code"] = families.new_code(at=clock.now())
        return super()._create_authorization_code(request, code, expires)

    def validate_code(self, client_id: str, code: str, client: Any, request: Any, *args: Any, **options: Any) -> bool:
        """A code that comes a second time ends what was given for it the first time (RFC 6749, 4.1.2)."""
        grant = Grant.objects.select_for_update().filter(code=code, application=client).first()
        if grant is None:
            services.end_family_of_code(code=code, application=client)
            return False
        sound = grant.code == code and grant.user.is_active
        return sound and bool(super().validate_code(client_id, code, client, request, *args, **options))

    def validate_refresh_token(self, refresh_token: str, client: Any, request: Any, *args: Any, **options: Any) -> bool:
        """Rotation is the toolkit's; that a family has an end, and an owner who is not shut out, is ours."""
        locked = RefreshToken.objects.select_for_update().filter(token_checksum=checksum(refresh_token)).order_by("pk")
        list(locked.values_list("pk"))
        if not super().validate_refresh_token(refresh_token, client, request, *args, **options):
            return False
        token = request.refresh_token_instance
        return self.is_alive(token) and bool(token.user.is_active)

    def is_alive(self, token: Any) -> bool:
        return clock.now() < families.ends(token.token_family)

    def _create_refresh_token(self, request: Any, code: str, access_token: Any, previous: Any) -> Any:
        """The first of a family takes its name from the code."""
        made = super()._create_refresh_token(request, code, access_token, previous)
        if previous is None:
            made.token_family = families.named_by(request.code)
            made.save(update_fields=["token_family"])
        return made

    def revoke_token(self, token: str, token_type_hint: str | None, request: Any, *args: Any, **options: Any) -> None:  # noqa: ARG002  # oauthlib's signature
        """Whichever token of it is brought, spent or not, the family ends (RFC 7009, 2.1)."""
        services.end_family_of_token(token=token, application=request.client)

    def validate_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """At the userinfo endpoint; everywhere else a token is believed by accounts.bearers."""
        is_known = super().validate_bearer_token(token, scopes, request)
        return bool(is_known and request.user and request.user.is_active)

    def validate_jwt_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:  # noqa: ARG002  # oauthlib's signature
        return False  # An ID token is for its application to read, and opens nothing.

    validate_id_token = validate_jwt_bearer_token

    def get_additional_claims(self) -> dict[str, Callable[[Any], Any]]:
        """Without a request: so discovery can list them. `sub` is the public id, never the number of the row."""
        return {
            "sub": lambda request: request.user.public_id,
            "name": lambda request: request.user.display_name,
            "email": lambda request: request.user.email,
            "email_verified": lambda request: selectors.has_verified_email(request.user),
        }

    def finalize_id_token(self, id_token: dict[str, Any], token: Any, token_handler: Any, request: Any) -> str:
        """Signed by the key whose turn it is, and kept nowhere."""
        claims, _ = self.get_id_token_dictionary(token, token_handler, request)
        nonce = {"nonce": request.nonce} if request.nonce else {}
        return tokens.id_token({**id_token, **claims, **nonce}, at=clock.now())

    def _load_id_token(self, token: str) -> None:
        """There is no row of it to be found."""
