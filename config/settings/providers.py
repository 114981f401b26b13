"""Other providers that people may sign in with: those that the environment names. How they are asked: api/account."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from config.env import env

GOOGLE = "https://accounts.google.com"
# Where Google is also who gives the addresses out. Others it has seen once, and may have changed hands since.
_GOOGLE_MAIL = ["gmail.com", "googlemail.com"]


def _app(provider_id: str, name: str, client_id: str, secret: SecretStr | None, **settings: Any) -> dict[str, Any]:
    return {
        "provider_id": provider_id,
        "name": name,
        "client_id": client_id,
        "secret": secret.get_secret_value() if secret else "",
        "settings": {"oauth_pkce_enabled": True, **settings},
    }


def _openid(*named: Any, issuer: str, vouches: bool | list[str]) -> dict[str, Any]:
    # Basic is what every provider must take (RFC 6749, 2.3.1).
    return _app(*named, server_url=issuer, token_auth_method="client_secret_basic", email_authentication=vouches)  # noqa: S106  # the name of a method


_openids, _github = [], []
if env.google_client_id:
    _named = ("google", "Google", env.google_client_id, env.google_client_secret)
    _openids.append(_openid(*_named, issuer=GOOGLE, vouches=_GOOGLE_MAIL))
if env.oidc_issuer and env.oidc_client_id:
    _named = ("oidc", env.oidc_name, env.oidc_client_id, env.oidc_client_secret)
    _openids.append(_openid(*_named, issuer=env.oidc_issuer, vouches=env.oidc_vouches_for_email))
if env.github_client_id:
    _github.append(_app("github", "GitHub", env.github_client_id, env.github_client_secret))

SOCIALACCOUNT_ADAPTER = "api.account.providers.adapter.ProvidedAccounts"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {"provider_class": "api.account.providers.openid.StrictProvider", "APPS": _openids},
    "github": {"provider_class": "api.account.providers.judging.ForgettingGitHub", "APPS": _github},
}
# A provider's own tokens open what is not ours to open.
SOCIALACCOUNT_STORE_TOKENS = False
# Asked before any account is made or found: accounts/services/providers.py.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Whom the operator has named may be anywhere, on our own network too: api/account/providers/fetching.py.
OPENID_ISSUERS = [app["settings"]["server_url"] for app in _openids]
PROVIDER_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(issuer)) for issuer in OPENID_ISSUERS]
if _github:
    PROVIDER_ORIGINS.append("https://github.com")
