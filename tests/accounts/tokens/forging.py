"""Attacks on tokens. Each makes one from what an attacker has; where it takes our key, another part was careless."""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm
from jwt.utils import base64url_encode

from accounts.tokens.keys import SigningKey

type Sign = Callable[[bytes], bytes]

MINE = ec.generate_private_key(ec.SECP256R1())
MY_SET = "https://attacker.example/jwks.json"


@dataclass(frozen=True)
class Loot:
    """A sound pair of tokens, what they say, our published key; and our own key, for what only we could sign."""

    access: str
    refresh: str
    claims: dict[str, Any]
    key: SigningKey
    former: SigningKey

    @property
    def header(self) -> dict[str, Any]:
        return {"alg": "ES256", "kid": self.key.kid, "typ": "at+jwt"}

    @property
    def published(self) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public.public_bytes(serialization.Encoding.PEM, form)

    def ours(self, header: dict[str, Any] | str, claims: dict[str, Any] | str) -> str:
        return compact(header, claims, signed_by(self.key.private))

    def saying(self, **changed: Any) -> str:
        """Signed by us, with other claims; None leaves one out."""
        return self.ours(self.header, _changed(self.claims, changed))

    def as_admin(self) -> dict[str, Any]:
        return {**self.claims, "role": "admin"}


def _changed(fields: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**fields, **changed}.items() if value is not None}


def compact(header: dict[str, Any] | str, claims: dict[str, Any] | str, sign: Sign) -> str:
    parts = [part if isinstance(part, str) else json.dumps(part) for part in (header, claims)]
    start = b".".join(base64url_encode(part.encode()) for part in parts)
    return (start + b"." + base64url_encode(sign(start))).decode()


def signed_by(key: ec.EllipticCurvePrivateKey, algorithm: type[hashes.HashAlgorithm] = hashes.SHA256) -> Sign:
    return lambda message: ECAlgorithm(algorithm).sign(message, key)


def mac(secret: bytes) -> Sign:
    return lambda message: hmac.digest(secret, message, "sha256")


def my_jwk() -> dict[str, Any]:
    return ECAlgorithm.to_jwk(MINE.public_key(), as_dict=True)


def my_certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cairn")])
    at = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(
            name, name, MINE.public_key(), x509.random_serial_number(), at, at + timedelta(days=9999)
        )
    ).sign(MINE, hashes.SHA256())
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def no_signature(loot: Loot) -> str:
    return compact({**loot.header, "alg": "none"}, loot.as_admin(), lambda _: b"")


def no_signature_in_other_letters(loot: Loot) -> str:
    return compact({**loot.header, "alg": "nOnE"}, loot.as_admin(), lambda _: b"anything")


def public_key_as_secret(loot: Loot) -> str:
    return compact({**loot.header, "alg": "HS256"}, loot.as_admin(), mac(loot.published))


def public_jwk_as_secret(loot: Loot) -> str:
    return compact({**loot.header, "alg": "HS256"}, loot.as_admin(), mac(json.dumps(loot.key.public_jwk).encode()))


def empty_secret(loot: Loot) -> str:
    return compact({**loot.header, "alg": "HS256", "kid": "../../dev/null"}, loot.as_admin(), mac(b""))


def rsa_of_mine(loot: Loot) -> str:
    key = rsa.generate_private_key(65537, 2048)
    sign: Sign = lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA256())  # noqa: E731  # one of a row
    return compact({**loot.header, "alg": "RS256"}, loot.as_admin(), sign)


def other_curve(loot: Loot) -> str:
    sign = signed_by(ec.generate_private_key(ec.SECP384R1()), hashes.SHA384)
    return compact({**loot.header, "alg": "ES384"}, loot.as_admin(), sign)


def other_key_of_that_name(loot: Loot) -> str:
    return compact(loot.header, loot.as_admin(), signed_by(MINE))


def zeros(loot: Loot) -> str:
    """r = s = 0 fitted everything in one well-known library."""
    return compact(loot.header, loot.as_admin(), lambda _: bytes(64))


def former_key(loot: Loot) -> str:
    header = {**loot.header, "kid": loot.former.kid}
    return compact(header, loot.as_admin(), signed_by(loot.former.private))


def key_in_the_header(loot: Loot) -> str:
    return compact({**loot.header, "jwk": my_jwk()}, loot.as_admin(), signed_by(MINE))


def key_at_an_address(loot: Loot) -> str:
    return compact({**loot.header, "jku": MY_SET, "kid": "mine"}, loot.as_admin(), signed_by(MINE))


def certificate_at_an_address(loot: Loot) -> str:
    return compact({**loot.header, "x5u": MY_SET, "kid": "mine"}, loot.as_admin(), signed_by(MINE))


def certificate_in_the_header(loot: Loot) -> str:
    return compact({**loot.header, "x5c": [my_certificate()]}, loot.as_admin(), signed_by(MINE))


def critical_extension(loot: Loot) -> str:
    return loot.ours({**loot.header, "crit": ["audience"], "audience": "another"}, loot.claims)


def id_token(loot: Loot) -> str:
    return loot.ours({**loot.header, "typ": "JWT"}, {**loot.claims, "nonce": "n"})


def no_kind(loot: Loot) -> str:
    return loot.ours({"alg": "ES256", "kid": loot.key.kid}, loot.claims)


def tampered_claims(loot: Loot) -> str:
    header, _, signature = loot.access.split(".")
    return f"{header}.{base64url_encode(json.dumps(loot.as_admin()).encode()).decode()}.{signature}"


def tampered_signature(loot: Loot) -> str:
    head, _, signature = loot.access.rpartition(".")
    return f"{head}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}"


def signature_of_another(loot: Loot) -> str:
    return f"{loot.saying(role='admin').rpartition('.')[0]}.{loot.access.rpartition('.')[2]}"


def cut_short(loot: Loot) -> str:
    return loot.access[:-20]


def without_a_signature(loot: Loot) -> str:
    return loot.access.rpartition(".")[0]


def another_spelling(loot: Loot) -> str:
    """The last letter of 64 bytes carries four bits that nobody reads."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return loot.access[:-1] + letters[letters.index(loot.access[-1]) ^ 1]


def in_the_signature(inserted: str) -> Callable[[Loot], str]:
    """Python's decoder passes over what is no letter of base64."""
    return lambda loot: f"{loot.access[:-10]}{inserted}{loot.access[-10:]}"


def repeated_claim(loot: Loot) -> str:
    text = json.dumps(loot.claims)
    return loot.ours(loot.header, text[:-1] + ', "role": "admin"}')


def repeated_header(loot: Loot) -> str:
    text = json.dumps(loot.header)
    return loot.ours('{"alg": "none", ' + text[1:], loot.as_admin())


def huge(loot: Loot) -> str:
    return loot.saying(padding="x" * 100_000)
