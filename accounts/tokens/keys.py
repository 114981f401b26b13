"""The keys that sign tokens: several at a time, each with the moment from which it signs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec
from jwt import InvalidKeyError
from jwt.algorithms import ECAlgorithm
from jwt.utils import base64url_encode

from accounts.tokens.claims import ALGORITHM, LEEWAY, REFRESH_LASTS

_CURVE = ec.SECP256R1()


@dataclass(frozen=True)
class SigningKey:
    """A private key. It signs from `signs_from` on, in seconds since 1970, until the next one does."""

    private: ec.EllipticCurvePrivateKey
    signs_from: int

    @classmethod
    def made(cls, *, signs_from: datetime) -> Self:
        key = cls(ec.generate_private_key(_CURVE), int(signs_from.timestamp()))
        # A name that begins with a dash would be an option at the command line: `keys drop -x…`.
        return cls.made(signs_from=signs_from) if key.kid.startswith("-") else key

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """Raises ValueError for anything but a private key on our curve."""
        key = ECAlgorithm.from_jwk(dict(jwk))
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE.name:
            raise ValueError(f"A key is not a private one on {_CURVE.name}.")
        return cls(key, int(jwk["signs_from"]))

    def as_jwk(self) -> dict[str, Any]:
        """With its secret: for the key file alone."""
        return {**ECAlgorithm.to_jwk(self.private, as_dict=True), "kid": self.kid, "signs_from": self.signs_from}

    @cached_property
    def public(self) -> ec.EllipticCurvePublicKey:
        return self.private.public_key()

    @cached_property
    def public_jwk(self) -> dict[str, Any]:
        """What everybody may know (RFC 7517)."""
        return {**self._point, "kid": self.kid, "use": "sig", "alg": ALGORITHM}

    @cached_property
    def kid(self) -> str:
        """The thumbprint of the public key (RFC 7638): nobody has to invent names."""
        canonical = json.dumps(self._point, sort_keys=True, separators=(",", ":")).encode()
        return base64url_encode(hashlib.sha256(canonical).digest()).decode()

    @property
    def _point(self) -> dict[str, Any]:
        jwk = ECAlgorithm.to_jwk(self.public, as_dict=True)
        return {name: jwk[name] for name in ("crv", "kty", "x", "y")}


@dataclass(frozen=True, eq=False)
class KeySet:
    """All keys in the order in which they sign. There is always at least one."""

    keys: tuple[SigningKey, ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("There is no key.")

    def signing(self, at: datetime) -> SigningKey:
        begun = [key for key in self.keys if key.signs_from <= at.timestamp()]
        return begun[-1] if begun else self.keys[0]

    def verifying(self, at: datetime) -> dict[str, SigningKey]:
        """By `kid`: the one that signs, those to come, and each former one while a token of it may live."""
        return {key.kid: key for key in self.keys if at.timestamp() < self.ends(key)}

    def ends(self, key: SigningKey) -> float:
        """When the last token of the key has ended, in seconds since 1970; infinite while no other key follows."""
        after = self.keys[self.keys.index(key) + 1 :]
        return after[0].signs_from + (REFRESH_LASTS + LEEWAY).total_seconds() if after else float("inf")

    def rotated(self, *, at: datetime, signs_from: datetime) -> "KeySet":
        """With a new key that signs from then on; those whose tokens have ended are left out."""
        kept = [key for key in self.verifying(at).values() if key.signs_from < signs_from.timestamp()]
        return KeySet((*kept, SigningKey.made(signs_from=signs_from)))

    def without(self, kid: str) -> "KeySet":
        """Raises KeyError for an unknown one, ValueError when it would be the last."""
        if kid not in {key.kid for key in self.keys}:
            raise KeyError(kid)
        return KeySet(tuple(key for key in self.keys if key.kid != kid))

    @classmethod
    def made(cls, *, at: datetime) -> Self:
        return cls((SigningKey.made(signs_from=at),))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError for anything but what `as_json` gave."""
        try:
            keys = [SigningKey.from_jwk(jwk) for jwk in json.loads(text)["keys"]]
        except (KeyError, TypeError, InvalidKeyError) as error:
            raise ValueError(f"It is no set of keys: {error!r}.") from None
        return cls(tuple(sorted(keys, key=lambda key: key.signs_from)))

    def as_json(self) -> str:
        return json.dumps({"keys": [key.as_jwk() for key in self.keys]}, indent=1) + "\n"
