"""Trail Notes: a small application of somebody else's, made with authlib. It knows an issuer's address and no more.

It runs on the person's own machine, so it has no secret, and is sent back to a port of the loopback (RFC 8252).
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.jwk import KeySet

NAME = "Trail Notes"
CALLBACK = "http://127.0.0.1/signed-in"


class Rejected(Exception):
    """The application does not believe what it was sent."""


class Callback(BaseHTTPRequestHandler):
    """Where the person is sent back to."""

    def do_GET(self) -> None:
        # A browser asks for an icon besides.
        if self.path.startswith("/signed-in"):
            self.server.landed.append(self.path)  # type: ignore[attr-defined]  # the server below
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"Trail Notes: you may close this window.")

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Listener(HTTPServer):
    def __init__(self, *where: Any) -> None:
        super().__init__(*where)
        self.landed: list[str] = []


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address at a free port, and what was asked for there."""
    with Listener(("127.0.0.1", 0), Callback) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/signed-in", server.landed
        server.shutdown()
        thread.join()


@dataclass
class TrailNotes:
    """One run of the application, by a person with a browser."""

    issuer: str
    client_id: str
    scope: str
    tell: Callable[[str], None]
    connections: ExitStack

    def discover(self) -> dict[str, Any]:
        """What the issuer says of itself; it has to be the one that was asked."""
        document: dict[str, Any] = httpx.get(f"{self.issuer}/.well-known/openid-configuration").json()
        if document["issuer"] != self.issuer:
            raise Rejected("another issuer")
        self.tell(f"discovery: {document['issuer']} signs by {document['id_token_signing_alg_values_supported']}")
        return document

    def sign_in(self, browse: Callable[[str], None]) -> "SignedIn":
        """Authorisation code and PKCE. `browse` opens an address in the person's browser, and comes back when done."""
        known, nonce, verifier = self.discover(), secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        with listening() as (here, landed):
            connection = OAuth2Client(
                self.client_id,
                token_endpoint_auth_method="none",
                scope=self.scope,
                redirect_uri=here,
                code_challenge_method="S256",
                revocation_endpoint_auth_method="none",
            )
            client = self.connections.enter_context(connection)
            address, state = client.create_authorization_url(
                known["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
            self.tell("browser: opened at the authorization endpoint")
            browse(address)
            answer = dict(parse_qsl(urlsplit(landed[-1]).query))
        if (answer.get("state"), answer.get("iss")) != (state, self.issuer):
            raise Rejected("an answer to another question, or of another issuer")
        if "error" in answer:
            raise Rejected(answer["error"])
        self.tell(f"browser: back at {here} with a code, our state, and iss={answer['iss']}")
        token = client.fetch_token(known["token_endpoint"], code=answer["code"], code_verifier=verifier)
        self.tell(f"token: {token['access_token'][:14]}… for {token['expires_in']} seconds, scope {token['scope']}")
        claims = self.believed(token["id_token"], known, nonce)
        self.tell(f"ID token: {claims['name']} <{claims['email']}>, sub {claims['sub']}")
        return SignedIn(self, client, known, claims)

    def believed(self, id_token: str, known: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims, checked against the published keys (OpenID Connect Core, 3.1.3.7)."""
        keys = KeySet.import_key_set(httpx.get(known["jwks_uri"]).json())
        read = jwt.decode(id_token, keys, algorithms=known["id_token_signing_alg_values_supported"])
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(read.claims)
        return dict(read.claims)


@dataclass
class SignedIn:
    """What the application can do once somebody has let it in."""

    application: TrailNotes
    client: OAuth2Client
    known: dict[str, Any]
    claims: dict[str, Any]

    def asks(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self.client.request(method, f"{self.application.issuer}{path}", **options)
        self.application.tell(f"{method} {path}: {answer.status_code}")
        return answer

    def knows(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get(self.known["userinfo_endpoint"]).json()
        self.application.tell(f"userinfo: {told}")
        return told

    def refreshes(self) -> dict[str, Any]:
        """The next pair; the former refresh token is spent by it."""
        before = self.client.token["refresh_token"]
        token: dict[str, Any] = self.client.refresh_token(self.known["token_endpoint"], refresh_token=before)
        self.application.tell(f"refresh: {token['access_token'][:14]}… in place of the former")
        return token

    def revokes(self) -> int:
        answer = self.client.revoke_token(self.known["revocation_endpoint"], token=self.client.token["refresh_token"])
        self.application.tell(f"revocation: {answer.status_code}")
        return int(answer.status_code)
