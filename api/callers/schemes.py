"""How the OpenAPI document says by which means a caller comes, and what a token has to be good for."""

from typing import Any

from django.conf import settings

from api.callers import scopes
from core.access import Scope

_BEARER = (
    "An access token, which lasts minutes and does all that its owner may; or a personal token (`cairn_pat_…`), made "
    "at `/api/v1/tokens/` for a program, which does what its scopes say. An operation names the scope that a personal "
    "token needs; one that names none is for no such token."
)
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": _BEARER},
    "cookie": {"type": "apiKey", "in": "cookie", "name": settings.ACCESS_COOKIE},
    "refresh_cookie": {"type": "apiKey", "in": "cookie", "name": settings.REFRESH_COOKIE},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
    # For applications of others. What it takes to be let in: /topics/api.oauth/
    "oauth2": {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize/",
                "tokenUrl": "/oauth/token/",
                "refreshUrl": "/oauth/token/",
                "scopes": {scope.value: scope.meaning for scope in Scope},
            }
        },
    },
}


def ways(view: Any, method: str, *, is_write: bool) -> list[dict[str, list[str]]]:
    """Each of them will do; an empty one is nobody. What no token opens that was given away is for people alone."""
    if not view.authentication_classes:
        return list(getattr(view, "secured_by", ()))
    scope = scopes.needed(view, method)
    # Of a scheme that is not OAuth 2 this list names what is required of the caller (OpenAPI 3.1, 4.8.30).
    named = [scope.value] if scope else []
    known: list[dict[str, list[str]]] = [{"bearer": named}, {"cookie": [], "csrf": []} if is_write else {"cookie": []}]
    if named:
        known.append({"oauth2": named})
    return known if is_write or scope is None else [{}, *known]
