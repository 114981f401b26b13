"""The provider's addresses. The toolkit looks for some of them by its own name."""

from django.urls import include, path

from api.oauth import keys
from api.oauth.consent import Authorize
from api.oauth.discovery import metadata
from api.oauth.endpoints import Introspection, Revocation, Token, UserInfo
from api.oauth.signing_in import SignIn, SignOut

_provider = [
    path("oauth/authorize/", Authorize.as_view(), name="authorize"),
    path("oauth/token/", Token.as_view(), name="token"),
    path("oauth/revoke/", Revocation.as_view(), name="revoke-token"),
    path("oauth/introspect/", Introspection.as_view(), name="introspect"),
    path("oauth/userinfo/", UserInfo.as_view(), name="user-info"),
    path(".well-known/jwks.json", keys.jwks, name="jwks-info"),
    path(".well-known/openid-configuration", metadata, name="oidc-connect-discovery-info"),
    path(".well-known/oauth-authorization-server", metadata, name="oauth-server-metadata"),
]

urlpatterns = [
    path("", include((_provider, "oauth2_provider"))),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
]
