"""Verifiers that each lack one rule, as one meets them in the wild. What gets past one of these is a real attack."""

import base64
import hmac
import json
from typing import Annotated, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from jwt.algorithms import ECAlgorithm
from pydantic import AfterValidator, create_model

from accounts.tokens.claims import AccessClaims, Claims, Kind, RefreshClaims
from accounts.tokens.keys import KeySet
from accounts.tokens.verifying import TokenRefused, Verifier
from tests.accounts.tokens import forging

_ES256 = ECAlgorithm(hashes.SHA256)


class TakesAnySpelling(Verifier):
    """Decodes as Python does by itself: what is no letter of base64 is passed over, and so are bits left over."""

    def payload(self, token: str, key: Any) -> bytes:
        message, _, signature = token.rpartition(".")
        if not _ES256.verify(message.encode(), key, self.decoded(signature)):
            raise TokenRefused("signature does not fit")
        return self.decoded(message.partition(".")[2])


class TakesAnyLength(Verifier):
    longest = 10**6


class TakesAnyHeader(TakesAnySpelling):
    """As one that never heard of `crit`; PyJWT has."""

    def check_header(self, header: dict[str, Any]) -> None:
        self.check_algorithm(header)


class SkipsTheSignature(Verifier):
    def check_algorithm(self, header: dict[str, Any]) -> None:
        pass

    def payload(self, token: str, key: Any) -> bytes:  # noqa: ARG002  # the rule's signature
        return self.decoded(token.split(".")[1])


class ObeysTheAlgorithm(SkipsTheSignature):
    """The token says how it wants to be verified, and with whatever key there is."""

    def key(self, header: dict[str, Any], keys: KeySet) -> Any:
        return header, keys.keys[-1].public, keys.keys[-1].public_jwk

    def payload(self, token: str, key: Any) -> bytes:
        header, public, jwk = key
        if header["alg"].lower() != "none":
            self.check_mac(token, _secrets(header, public, jwk))
        return super().payload(token, key)

    def check_mac(self, token: str, secrets: list[bytes]) -> None:
        message, _, signature = token.rpartition(".")
        sound = [hmac.digest(secret, message.encode(), "sha256") for secret in secrets]
        if self.decoded(signature) not in sound:
            raise TokenRefused("signature does not fit")


def _secrets(header: dict[str, Any], public: Any, jwk: dict[str, Any]) -> list[bytes]:
    """What the name of the key leads to, as bytes: a file, if it is the path of one."""
    if "/" in header["kid"]:
        return [b""]
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return [public.public_bytes(serialization.Encoding.PEM, form), json.dumps(jwk).encode()]


class BelievesTheHeader(Verifier):
    """The key is the one that the token brings along, or says where to fetch."""

    def check_header(self, header: dict[str, Any]) -> None:
        pass

    def key(self, header: dict[str, Any], keys: KeySet) -> Any:  # noqa: ARG002  # the rule's signature
        if "x5c" in header:
            return x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()
        fetched = {forging.MY_SET: forging.my_jwk()}
        return ECAlgorithm.from_jwk(header.get("jwk") or fetched[header.get("jku") or header["x5u"]])


class BelievesFormerKeys(Verifier):
    def key(self, header: dict[str, Any], keys: KeySet) -> Any:
        return next(key.public for key in keys.keys if key.kid == header["kid"])


class IgnoresTheKind(Verifier):
    header_fields = {"alg", "kid"}

    class Either(AccessClaims):
        email: str = "ada@cairn.example"
        role: Any = "customer"

    shapes = {Kind.ACCESS: Either, Kind.REFRESH: RefreshClaims}

    def check_header(self, header: dict[str, Any]) -> None:
        self.check_algorithm(header)

    def check_kind(self, header: dict[str, Any], kind: Kind) -> None:
        pass


class TakesRepetition(Verifier):
    def unrepeated(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(pairs)


class IgnoresTheEnd(Verifier):
    def check_end(self, claims: Claims, at: float) -> None:
        pass


class IgnoresTheBeginning(Verifier):
    def check_beginning(self, claims: Claims, at: float) -> None:
        pass


class TakesAnyRole(Verifier):
    """With the branch "else: admin"."""

    class Roles(AccessClaims):
        role: Annotated[Any, AfterValidator(lambda role: role if role in {"customer", "staff"} else "admin")]

    shapes = {Kind.ACCESS: Roles}


def without(*names: str) -> type[Verifier]:
    """One that takes these claims as they come, or does not miss them."""
    fields: dict[str, Any] = {name: (Any, _USUAL.get(name, "anything")) for name in names}
    shape: Any = create_model("Loose", __base__=AccessClaims, **fields)
    return type(f"Without{''.join(names).title()}", (Verifier,), {"shapes": {Kind.ACCESS: shape}})


_USUAL: dict[str, Any] = {"exp": 2**40, "nbf": 0, "iat": 0, "role": "admin"}
