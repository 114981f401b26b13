"""Django REST framework and the OpenAPI document."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.callers.authentication.BearerToken",
        "api.callers.cookies.CookieToken",
    ],
    # Of a token; what the account may do, services decide: core.access.require.
    "DEFAULT_PERMISSION_CLASSES": ["api.callers.scopes.ScopeCovers"],
    "DEFAULT_THROTTLE_CLASSES": ["api.callers.limits.Limits"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.reading.negotiation.JSONAlone",
    "DEFAULT_PARSER_CLASSES": ["api.writing.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Schema",
    "EXCEPTION_HANDLER": "api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # ?format= would be a second way to say Accept.
    "COERCE_DECIMAL_TO_STRING": False,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Cairn",
    "DESCRIPTION": (
        "The shop of an outdoor outfitter: its catalogue and reviews, accounts and their sign-ins, personal tokens for"
        " one's own programs, and applications of others that are let in by OAuth 2.\n\n"
        "Reading the catalogue takes no account. For the rest, sign in at `/api/v1/auth/token/` and send the access"
        " token; [new accounts](/api/account/) and [applications](/.well-known/openid-configuration) have doors of"
        " their own. Errors are problem details (RFC 9457) with a [stable `code`](/api/problems/)."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],  # The document is public: a token that has expired must not close it.
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": True, "displayRequestDuration": True},
    "POSTPROCESSING_HOOKS": ["api.schema.finish"],
}
