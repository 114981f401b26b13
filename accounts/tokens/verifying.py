"""Believing a token, or not (RFC 8725). Whoever is refused hears only that; the reason is for the log."""

import json
from functools import lru_cache
from typing import Any, ClassVar

import jwt
import structlog
from jwt.utils import base64url_decode
from pydantic import ValidationError

from accounts.tokens import keyring, revocations
from accounts.tokens.claims import ALGORITHM, LEEWAY, AccessClaims, Claims, Kind, RefreshClaims
from accounts.tokens.keys import KeySet
from core import clock
from core.access import Actor
from core.errors import DomainError

logger = structlog.get_logger(__name__)

_LEEWAY = LEEWAY.total_seconds()


class TokenRefused(DomainError):
    code = "invalid_token"

    def __init__(self, reason: str) -> None:
        super().__init__("The token is not valid. Sign in again.")
        self.reason = reason


# roadmap: api.jwt
class Verifier:
    """Each method is one rule, so that a test can weaken one by name and watch an attack get through.

    Nothing is taken from the token before its signature has been found good, but for the name of one of our keys.
    """

    longest: ClassVar[int] = 2000
    header_fields: ClassVar[set[str]] = {"alg", "kid", "typ"}
    shapes: ClassVar[dict[Kind, type[Claims]]] = {Kind.ACCESS: AccessClaims, Kind.REFRESH: RefreshClaims}

    def claims(self, token: str, kind: Kind, keys: KeySet) -> Claims:
        """What the token says, once it is known to be ours and of this kind. Its times are not looked at."""
        self.check_length(token)
        header = self.header(token)
        self.check_header(header)
        self.check_kind(header, kind)
        payload = self.payload(token, self.key(header, keys))
        return self.shaped(payload, kind)

    def check_length(self, token: str) -> None:
        if len(token) > self.longest:
            raise TokenRefused("too long")

    def header(self, token: str) -> dict[str, Any]:
        return self.loaded(self.decoded(token.partition(".")[0]))

    def decoded(self, part: str) -> bytes:
        try:
            return base64url_decode(part)
        except ValueError:
            raise TokenRefused("not base64url") from None

    def check_header(self, header: dict[str, Any]) -> None:
        # No `jku`, `x5u`, `jwk` or `crit`: we write none, and what they say of keys is the sender's word.
        if header.keys() != self.header_fields:
            raise TokenRefused("header with other fields")
        self.check_algorithm(header)

    def check_algorithm(self, header: dict[str, Any]) -> None:
        if header["alg"] != ALGORITHM:
            raise TokenRefused("other algorithm")

    def check_kind(self, header: dict[str, Any], kind: Kind) -> None:
        if header["typ"] != kind.value:
            raise TokenRefused("other kind of token")

    def key(self, header: dict[str, Any], keys: KeySet) -> Any:
        for kid, key in keys.verifying(clock.now()).items():
            if kid == header["kid"]:
                return key.public
        raise TokenRefused("unknown key")

    def payload(self, token: str, key: Any) -> bytes:
        """PyJWT knows one spelling of each part: no spaces, no other last letter, no fourth part."""
        try:
            checked = jwt.PyJWS().decode_complete(token, key, [ALGORITHM])
        except jwt.PyJWTError:
            raise TokenRefused("signature does not fit") from None
        return bytes(checked["payload"])

    def shaped(self, payload: bytes, kind: Kind) -> Claims:
        try:
            return self.shapes[kind].model_validate(self.loaded(payload))
        except ValidationError as error:
            wrong = ", ".join(sorted({str(each["loc"][0]) for each in error.errors()}))
            raise TokenRefused(f"claims: {wrong}") from None

    def loaded(self, part: bytes) -> dict[str, Any]:
        try:
            document = json.loads(part, object_pairs_hook=self.unrepeated)
        except (ValueError, RecursionError):
            raise TokenRefused("not JSON") from None
        if not isinstance(document, dict):
            raise TokenRefused("not a JSON object")
        return document

    def unrepeated(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """A name that stands twice is two tokens: another reader could see the other one."""
        document = dict(pairs)
        if len(document) != len(pairs):
            raise TokenRefused("a name stands twice")
        return document

    def check_times(self, claims: Claims, at: float) -> None:
        """At every use, whether the rest was remembered or not. `at` is in seconds since 1970, as the claims are."""
        self.check_end(claims, at - _LEEWAY)
        self.check_beginning(claims, at + _LEEWAY)

    def check_end(self, claims: Claims, at: float) -> None:
        if claims.exp <= at:
            raise TokenRefused("expired")

    def check_beginning(self, claims: Claims, at: float) -> None:
        if claims.nbf > at or claims.iat > at:
            raise TokenRefused("not yet valid")


VERIFIER = Verifier()


def actor_behind(token: str) -> Actor:
    """Who holds this access token. Raises TokenRefused."""
    return verified_access(token).actor


def verified_access(token: str) -> AccessClaims:
    """What an access token says. Raises TokenRefused."""
    claims: Any = _verified(token, Kind.ACCESS)
    if revocations.is_revoked(claims.sid):
        raise refusal("family has ended")
    return claims  # type: ignore[no-any-return]  # the shape of its kind


def verified_refresh(token: str) -> RefreshClaims:
    """What a refresh token says. Raises TokenRefused; whether it was used before, its family knows."""
    claims: Any = _verified(token, Kind.REFRESH)
    return claims  # type: ignore[no-any-return]  # the shape of its kind


@lru_cache(maxsize=4096)
def _remembered(verifier: Verifier, token: str, kind: Kind, keys: KeySet) -> Claims:
    """A good signature stays good while the keys are the same; whose time has come is asked at each use.

    Refusals are exceptions, which are not remembered: forged tokens push no sound one out.
    """
    return verifier.claims(token, kind, keys)


def _verified(token: str, kind: Kind) -> Claims:
    try:
        claims = _remembered(VERIFIER, token, kind, keyring.current())
        VERIFIER.check_times(claims, clock.seconds())
    except TokenRefused as refused:
        raise refusal(refused.reason, kind) from None
    return claims


def refusal(reason: str, kind: Kind = Kind.ACCESS) -> TokenRefused:
    """What to raise; the reason goes to the log, and nowhere else."""
    logger.info("token refused", kind=kind.value, reason=reason)
    return TokenRefused(reason)
