"""allauth's OpenID Connect, with what it leaves out: the nonce, the signature, whose metadata, whose userinfo."""

import hashlib
import secrets
from typing import Any
from urllib.parse import quote

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from api.account.providers import id_tokens, metadata
from api.account.providers.judging import Forgetting, Judging


class StrictClient(OAuth2Client):  # type: ignore[misc]  # untyped
    """Says who we are as RFC 6749 has it (2.3.1): name and secret encoded before they are joined."""

    consumer_key: str
    consumer_secret: str

    def get_access_token(self, *args: Any, **options: Any) -> Any:
        self.consumer_key, self.consumer_secret = quote(self.consumer_key, ""), quote(self.consumer_secret, "")
        return super().get_access_token(*args, **options)


class _Believing(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # untyped
    """Speaks with the provider, on behalf of one request."""

    client_class = StrictClient
    # What the state of this sign-in says we have sent; set once the state is found.
    nonce = ""

    @property
    def issuer(self) -> str:
        return str(self.get_provider().app.settings["server_url"])

    @property
    def says_issuer(self) -> bool:
        """Whether every answer of this provider names it (RFC 9207)."""
        return bool(self.openid_config["authorization_response_iss_parameter_supported"])

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            self._openid_config = metadata.fetched(self.issuer)
        return self._openid_config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **answered: Any) -> Any:
        """Who it is. Raises OAuth2Error or a RequestException when nobody should be believed to have come."""
        expected = id_tokens.Expected(self.issuer, app.client_id, self.nonce)
        id_token = str(answered["response"].get("id_token", ""))
        claims = id_tokens.believed(id_token, metadata.keys(self.openid_config), expected)
        return self.get_provider().sociallogin_from_response(request, claims | self._of_userinfo(claims, token.token))

    def _of_userinfo(self, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
        """Name and address, if it says them. The address and whether it is verified are taken from one place."""
        if not self.openid_config["userinfo_endpoint"]:
            return {}
        said = self._fetch_user_info(access_token)
        # The access token could be another's: only the ID token says whose sign-in this is (Core, 5.3.2).
        if not isinstance(said, dict) or said.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo of another")
        names = ("name", "email", "email_verified") if "email" in said else ("name",)
        return {name: said.get(name) for name in names}


class StrictAdapter(Judging, _Believing):
    pass


class StrictProvider(Forgetting, OpenIDConnectProvider):  # type: ignore[misc]  # untyped
    """One configured provider. Its accounts are known by a digest, see `extract_uid`."""

    oauth2_adapter_class = StrictAdapter
    # Taking an ID token that a client has brought along would mean one without a nonce of ours.
    supports_token_authentication = False

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kept: Any) -> HttpResponse:
        """To the provider. Raises OAuth2Error or a RequestException when it can't be asked where that is."""
        nonce = secrets.token_urlsafe(32)
        params = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(request, process, *args, **kept, auth_params=params, nonce=nonce)  # type: ignore[no-any-return]  # untyped

    def extract_uid(self, data: dict[str, Any]) -> str:
        """A subject is known within its issuer, in any case and length; the column of allauth has neither all.

        MariaDB would take two subjects for one that differ in case alone, and another issuer may give out the same.
        """
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified is what is `true`. Some providers write "false", which Python would take for it."""
        email = data.get("email")
        if not isinstance(email, str):
            return []
        return [EmailAddress(email=email, verified=data.get("email_verified") is True, primary=True)]
