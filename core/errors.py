"""What the domain says when it refuses. Interfaces translate these; anything else that is raised is a bug."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal that the caller can understand and act on.

    `code` is stable: clients may branch on it. `facts` are plain values that belong to the refusal
    (`requested=5, available=3`) and are shown beside the message. `field` names the input that is at fault.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.facts = facts


class NotFound(DomainError):
    """The thing does not exist, or not for this caller; the answer is the same."""

    code = "not_found"


class Conflict(DomainError):
    """The request is sound, but the present state does not allow it."""

    code = "conflict"


class VersionConflict(DomainError):
    """Somebody changed the thing since the caller read it."""

    code = "version_conflict"

    def __init__(self, *, current: int) -> None:
        super().__init__("It was changed since you read it. Read it again and repeat your change.")
        self.current = current


class SignInRequired(DomainError):
    code = "sign_in_required"


class NotPermitted(DomainError):
    code = "not_permitted"


class InsufficientScope(DomainError):
    """The account may do it, this token of the account may not. `needed` is empty when no token of its kind may."""

    code = "insufficient_scope"

    def __init__(self, needed: str | None) -> None:
        what = f"This token is not good for that: it needs the scope {needed}." if needed else "Sign in for that."
        super().__init__(what)
        self.needed = needed or ""
