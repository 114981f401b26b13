"""What happens to accounts. No e-mail address leaves in an event: `key` is the public id."""

from dataclasses import dataclass
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True)
class AccountEvent(Event):
    """Something about one account."""

    aggregate: ClassVar[str] = "account"


@dataclass(frozen=True)
class AccountCreated(AccountEvent):
    role: str


@dataclass(frozen=True)
class SignUpRepeated(AccountEvent):
    """Somebody signed up with the address of an account that is there. They were not told."""


@dataclass(frozen=True)
class EmailVerified(AccountEvent):
    pass


@dataclass(frozen=True)
class AccountReset(AccountEvent):
    """A demo account is again as it was made, with a new password."""

    role: str


@dataclass(frozen=True)
class RoleChanged(AccountEvent):
    old: str
    new: str


@dataclass(frozen=True)
class AccountDeactivated(AccountEvent):
    pass


@dataclass(frozen=True)
class AccountReactivated(AccountEvent):
    pass


@dataclass(frozen=True)
class PasswordChanged(AccountEvent):
    pass


@dataclass(frozen=True)
class PasswordReset(AccountEvent):
    """By a key that was sent to its address."""


@dataclass(frozen=True)
class ProviderConnected(AccountEvent):
    """From then on that provider's word opens the account."""

    provider: str


@dataclass(frozen=True)
class SecondFactorAdded(AccountEvent):
    pass


@dataclass(frozen=True)
class SecondFactorRemoved(AccountEvent):
    pass


@dataclass(frozen=True)
class RecoveryCodesReplaced(AccountEvent):
    pass


@dataclass(frozen=True)
class RecoveryCodeUsed(AccountEvent):
    pass


@dataclass(frozen=True)
class AccountRenamed(AccountEvent):
    """Others see another name. Which one, the account says: a name that was given up is nobody's to keep."""


@dataclass(frozen=True)
class AccountDeleted(AccountEvent):
    """Its owner took it away. Whoever keeps something under this key has nobody to keep it for."""


@dataclass(frozen=True)
class SignedIn(AccountEvent):
    family: str


@dataclass(frozen=True)
class SignedOut(AccountEvent):
    """Of one sign-in, by its token."""

    family: str


@dataclass(frozen=True)
class SignedOutEverywhere(AccountEvent):
    pass


@dataclass(frozen=True)
class RefreshTokenReused(AccountEvent):
    """A spent token came again: it was stolen, or its successor was. The family has ended."""

    family: str


@dataclass(frozen=True)
class PersonalTokenCreated(AccountEvent):
    """`token` is its public id: the token itself is in no event."""

    token: str
    scopes: list[str]


@dataclass(frozen=True)
class PersonalTokenRevoked(AccountEvent):
    token: str


@dataclass(frozen=True)
class ApplicationEvent(Event):
    """Something about one application; `key` is its client id."""

    aggregate: ClassVar[str] = "application"


@dataclass(frozen=True)
class ApplicationRegistered(ApplicationEvent):
    owner: str


@dataclass(frozen=True)
class ApplicationSecretReplaced(ApplicationEvent):
    pass


@dataclass(frozen=True)
class ApplicationDeleted(ApplicationEvent):
    pass


@dataclass(frozen=True)
class ApplicationAuthorized(ApplicationEvent):
    """A person let it in."""

    by: str
    scopes: list[str]


@dataclass(frozen=True)
class AuthorizationRevoked(ApplicationEvent):
    """A person shut it out."""

    by: str
