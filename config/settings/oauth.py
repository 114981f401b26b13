"""OAuth 2 and OpenID Connect: what this shop is to the applications of others. No gate of RFC 9700 stands open."""

from config.env import env
from core.access import Scope

_MINUTE, _DAY = 60, 24 * 3600

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "api.oauth.server.Server",
    "OAUTH2_VALIDATOR_CLASS": "api.oauth.validator.Validator",
    "ACCESS_TOKEN_GENERATOR": "accounts.oauth.making.access_token",
    "REFRESH_TOKEN_GENERATOR": "accounts.oauth.making.refresh_token",
    "CLIENT_SECRET_GENERATOR_CLASS": "accounts.oauth.making.ClientSecret",
    # What a token may be good for, in the words of the page that asks for it. Who names nothing gets nothing.
    "SCOPES": {
        **{scope.value: scope.meaning for scope in Scope},
        "openid": "Know which account of this shop is yours",
        "profile": "Know your name",
        "email": "Know your e-mail address",
    },
    "DEFAULT_SCOPES": [],
    # As long as the tokens of those who sign in themselves: accounts/tokens/claims.py. The end of a whole family, which
    # the toolkit has no word for: accounts/oauth/families.py.
    "ACCESS_TOKEN_EXPIRE_SECONDS": 5 * _MINUTE,
    "ID_TOKEN_EXPIRE_SECONDS": 5 * _MINUTE,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 14 * _DAY,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
    "PKCE_REQUIRED": True,
    # Plain http leads to no other machine: accounts/services/applications.py lets it in for loopback addresses alone.
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"] if env.is_embedded else ["https"],
    "ALLOW_URI_WILDCARDS": False,
    "REQUEST_APPROVAL_PROMPT": "force",
    "OIDC_ENABLED": True,
    # The issuer. Nothing: the address that was asked.
    "OIDC_ISS_ENDPOINT": env.served_at,
    # The gates of the toolkit. Its `check --deploy` reports each one that is open.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
}
