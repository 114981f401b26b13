"""Who acts, and whether they may. What is held about them: core/access/personal.py."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.errors import NotPermitted, SignInRequired


class Role(StrEnum):
    ANONYMOUS = "anonymous"
    CUSTOMER = "customer"
    STAFF = "staff"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """The one who asks. `name` is what history remembers, `public_id` the user, `means` how they came in.

    `sign_in` is the sign-in that let them in, where it was one that they can list and end.
    """

    name: str
    role: Role
    means: str
    public_id: str | None = None
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


# roadmap: language.functions
def require[Thing](actor: Actor, permission: Callable[[Actor, Thing], bool], thing: Thing) -> None:
    """Let the actor pass, or raise SignInRequired (nobody yet) or NotPermitted (somebody else)."""
    if permission(actor, thing):
        return
    if not actor.is_signed_in:
        raise SignInRequired("Sign in first.")
    raise NotPermitted("Your account may not do this.", permission=permission.__name__)
