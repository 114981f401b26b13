"""What of OAuth 2 is spoken at all."""

from typing import Any

from oauthlib import openid

GRANTS = ("authorization_code", "refresh_token", "client_credentials")
RESPONSES = ("code",)
# Where the answer goes in the address that the application named.
MODE = "query"


class Server(openid.Server):  # type: ignore[misc]  # oauthlib is untyped
    """oauthlib's server without what RFC 9700 forbids: what isn't there can't be switched on by mistake."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._grant_types: dict[str, Any] = {name: self.grant_types[name] for name in GRANTS}
        self._response_types: dict[str, Any] = {name: self.response_types[name] for name in RESPONSES}
