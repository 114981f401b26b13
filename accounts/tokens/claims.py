"""What a token says. Both the one who signs and the one who verifies read it here."""

from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from core.access import Actor, Role

# Fully specified by its name, and spoken by every JOSE library. The token's own `alg` is compared, never believed.
ALGORITHM = "ES256"
ISSUER: Literal["cairn"] = "cairn"
AUDIENCE: Literal["cairn-api"] = "cairn-api"

ACCESS_LASTS = timedelta(minutes=5)
# Not used for so long, a sign-in is over; used every day, it is over after FAMILY_LASTS all the same.
REFRESH_LASTS = timedelta(days=14)
FAMILY_LASTS = timedelta(days=90)
# How far the clocks of two of our machines may be apart.
LEEWAY = timedelta(seconds=10)


class Kind(StrEnum):
    """The header's `typ`, so that one kind is never taken for the other (RFC 8725, 3.11; `at+jwt`: RFC 9068)."""

    ACCESS = "at+jwt"
    REFRESH = "rt+jwt"
    # For applications of others, to know who somebody is (OpenID Connect). It opens nothing here.
    ID = "JWT"


class Claims(BaseModel):
    """Every claim is required and of its exact type. One that is not named here says nothing to us."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: Literal["cairn"]
    aud: Literal["cairn-api"]
    sub: str
    sid: str  # The family: all that followed from one sign-in.
    jti: str
    iat: int
    nbf: int
    exp: int


class RefreshClaims(Claims):
    """Who may have the next pair; role and name are read anew from the account."""


class AccessClaims(Claims):
    """What an actor is made of: no account is looked up."""

    email: str
    role: Literal["customer", "staff", "admin"]

    @cached_property
    def actor(self) -> Actor:
        """Made once for all uses of the token: most of its claims are asked for at one time or another."""
        return Actor(self.email, Role(self.role), means="jwt", public_id=self.sub, sign_in=self.sid)
