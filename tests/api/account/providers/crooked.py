"""A provider on this machine that tells the lies that a test names. All else that it says is sound."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLIENT_ID, SECRET = "shop", "100% of a secret: + and /"


@dataclass(frozen=True)
class Person:
    sub: str = "4711"
    email: str = "ada@provider.example"
    email_verified: Any = True
    name: str = "Ada"


class Key:
    """A key that signs, with the name that it goes by."""

    def __init__(self, kid: str = "first") -> None:
        self.kid, self.private = kid, ec.generate_private_key(ec.SECP256R1())

    @property
    def jwk(self) -> dict[str, Any]:
        public = json.loads(ECAlgorithm.to_jwk(self.private.public_key()))
        return {**public, "kid": self.kid, "use": "sig", "alg": "ES256"}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.private, algorithm="ES256", headers={"kid": self.kid})


@dataclass
class Crooked:
    """Each field is a lie: what it says in place of the truth, by name. None takes the name away."""

    issuer: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    signing: Key = field(default_factory=Key)
    # An answer in place of all of these, by path: status, headers, body.
    instead: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    published: list[Key] = field(default_factory=list)
    codes: dict[str, tuple[dict[str, str], Person]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def consents(self, location: str, person: Person) -> dict[str, str]:
        """What the browser of that person is sent back with, from where it was sent to."""
        request = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = secrets.token_urlsafe()
        self.codes[code] = request, person
        return {"code": code, "state": request["state"], "iss": self.issuer}

    def documents(self) -> dict[str, Any]:
        return {
            "/.well-known/openid-configuration": _lied(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "userinfo_endpoint": f"{self.issuer}/me",
                    "jwks_uri": f"{self.issuer}/keys",
                    "authorization_response_iss_parameter_supported": True,
                },
                self.metadata,
            ),
            "/keys": {"keys": [key.jwk for key in self.published or [self.signing]]},
        }

    def me(self, person: Person) -> dict[str, Any]:
        return _lied(dict(vars(person)), self.userinfo)

    def exchanged(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The tokens for a code, once. Raises KeyError or AssertionError for a client that does it wrong."""
        request, person = self.codes.pop(form["code"])
        name, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
        assert (unquote(name), unquote(secret)) == (CLIENT_ID, SECRET)
        assert form["redirect_uri"] == request["redirect_uri"]
        assert request["code_challenge_method"] == "S256"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        assert challenge.rstrip(b"=").decode() == request["code_challenge"]
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": person.sub, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        signed = self.signing.signed(_lied({**claims, "nonce": request["nonce"]}, self.claims))
        access = secrets.token_urlsafe()
        self.codes[access] = request, person
        return _lied({"access_token": access, "token_type": "Bearer", "id_token": signed}, self.answer)


def _lied(truth: dict[str, Any], lie: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**truth, **lie}.items() if value is not None}


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.crooked = Crooked(f"http://127.0.0.1:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:  # the name that http.server calls
        crooked = self.server.crooked
        if self.path == "/me":
            _, person = crooked.codes[self.headers["Authorization"].removeprefix("Bearer ")]
            self.tell(crooked.me(person))
        else:
            self.tell(crooked.documents().get(self.path, {}))

    def do_POST(self) -> None:  # as above
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        try:
            self.tell(self.server.crooked.exchanged(form, self.headers.get("Authorization", "")))
        except (KeyError, AssertionError):
            self.tell({"error": "invalid_grant"}, status=400)

    def tell(self, document: Any, status: int = 200) -> None:
        self.server.crooked.asked.append(self.path)
        truth = (status, {"Content-Type": "application/json"}, json.dumps(document).encode())
        status, headers, body = self.server.crooked.instead.get(self.path, truth)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: what was asked stands in `asked`."""


@contextmanager
def running() -> Iterator[Crooked]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.crooked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
