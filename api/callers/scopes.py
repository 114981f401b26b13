"""What a token that was given away must be good for, said once for each view and asked before the view runs."""

from typing import Any, NamedTuple

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.callers.authentication import actor_of
from core.access import Scope, require_scope


class Scopes(NamedTuple):
    """What reading and writing need. None: no such token will do, its owner must come."""

    read: Scope | None
    write: Scope | None


CATALOG_SCOPES = Scopes(Scope.CATALOG_READ, Scope.CATALOG_WRITE)
REVIEW_SCOPES = Scopes(Scope.CATALOG_READ, Scope.REVIEWS_WRITE)
IN_PERSON = Scopes(None, None)


# roadmap: api.security
class ScopeCovers(BasePermission):
    """Asked of every view that asks who is there. The role is asked later, by services, as of anybody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises InsufficientScope rather than give False: it knows what is missing."""
        require_scope(actor_of(request), needed(view, str(request.method)))
        return True


def needed(view: Any, method: str) -> Scope | None:
    """A view that says nothing is closed to such tokens."""
    scopes: Scopes = getattr(view, "scopes", IN_PERSON)
    return scopes.read if method in SAFE_METHODS else scopes.write
