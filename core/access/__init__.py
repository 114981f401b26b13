"""Who acts, and whether they may. What is held about them: core/access/privacy.py."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InsufficientScope, NotPermitted, SignInRequired


class Role(StrEnum):
    ANONYMOUS = "anonymous"
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a token can be good for that was made to be given away. It never adds to what its owner may do."""

    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    REVIEWS_WRITE = "reviews:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    REPORTS_READ = "reports:read"

    @property
    def meaning(self) -> str:
        """For the person who is asked to grant it."""
        return _MEANINGS[self]


_MEANINGS = {
    Scope.CATALOG_READ: "See products, categories, prices and reviews",
    Scope.CATALOG_WRITE: "Change the catalogue, as far as your role lets you",
    Scope.REVIEWS_WRITE: "Write, change and delete reviews in your name",
    Scope.ORDERS_READ: "See your orders",
    Scope.ORDERS_WRITE: "Order, and change orders, in your name",
    Scope.REPORTS_READ: "See reports, as far as your role lets you",
}


@dataclass(frozen=True)
class Actor:
    """The one who asks. `name` is what history remembers, `public_id` the user, `means` how they came in.

    `scopes` is None for the people themselves, who may do all that their role lets them.
    `sign_in` is the sign-in that let them in, where it was one that they can list and end.
    """

    name: str
    role: Role
    means: str
    public_id: str | None = None
    scopes: frozenset[Scope] | None = None
    sign_in: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.role in {Role.STAFF, Role.ADMIN}

    @property
    def is_signed_in(self) -> bool:
        return self.role is not Role.ANONYMOUS


ANONYMOUS = Actor(name="anonymous", role=Role.ANONYMOUS, means="none")


def command(name: str) -> Actor:
    """The operator behind a management command; the shell has already decided that they may."""
    return Actor(name=f"command:{name}", role=Role.ADMIN, means="command")


# roadmap: language.functions, role.auth-security
def require[*Things](actor: Actor, permission: Callable[[Actor, *Things], bool], *things: *Things) -> None:
    """Let the actor pass, or raise SignInRequired (nobody yet) or NotPermitted (somebody else).

    `things` are what the permission looks at beside the actor: most look at none.
    """
    if permission(actor, *things):
        return
    if not actor.is_signed_in:
        raise SignInRequired("Sign in first.")
    raise NotPermitted("Your account may not do this.", permission=permission.__name__)


def require_scope(actor: Actor, scope: Scope | None) -> None:
    """Let those pass who came themselves, and tokens made for this. None: it is for no token that was given away."""
    if actor.scopes is not None and (scope is None or scope not in actor.scopes):
        raise InsufficientScope(scope)
