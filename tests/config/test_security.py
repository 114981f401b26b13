"""What protects the service: headers on every answer, and in production nothing that Django warns of."""

import json
import os
import subprocess
import sys

import pytest

from config.door import API_POLICY
from config.env import BASE_DIR

pytestmark = pytest.mark.integration

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What these say differs from answer to answer; nothing else does.
OTHERS = {
    *("Allow", "Cache-Control", "Content-Length", "Content-Type", "ETag", "Expires"),
    *("Set-Cookie", "Vary", "X-Request-ID"),
}

# Asks the service in production mode, and prints what each address answered.
ASK = """
import json, django
django.setup()
from django.test import Client
client = Client(headers={"Host": "cairn.example", "X-Request-ID": "from-the-proxy.1"})
for path, is_secure in [("/livez", False), ("/livez", True), ("/admin/login/", False), ("/api/v1/nowhere/", True)]:
    answer = client.get(path, secure=is_secure)
    print(json.dumps([answer.status_code, dict(answer.headers)]))
"""

# Asks it to explain itself, and prints the answer, what was recorded, and what the way to an explanation says.
ASK_WHY = """
import django
django.setup()
from sys import monitoring
from django.test import Client
from roadmap.explain.monitoring import TOOL
client = Client(headers={"Host": "cairn.example", "X-Request-ID": "from-the-proxy.1"})
refused = client.get("/api/v1/products/", headers={"X-Explain": "1"}, secure=True)
print(refused.status_code, refused.json()["code"], refused["Strict-Transport-Security"] > "", monitoring.get_tool(TOOL))
print(client.get("/explain/from-the-proxy.1/", secure=True).status_code)
"""

# Asks by another port what the service calls itself.
ASK_ORIGIN = """
import django
django.setup()
from django.test import Client, RequestFactory
from api.account.adapters import AccountAdapter
port = {"Host": "www.cairn.example:1337"}
told = Client(headers=port).get("/.well-known/openid-configuration", secure=True).json()
print(told["issuer"], told["token_endpoint"], told["service_documentation"])
print(AccountAdapter(RequestFactory(headers=port).get("/", secure=True)).get_reset_password_from_key_url("key"))
"""

# Asks what a browser that signs in is given to keep.
ASK_COOKIES = """
import django
django.setup()
from django.test import RequestFactory
from accounts.services import TokenPair
from api.callers import cookies
request = RequestFactory().get("/api/v1/auth/session/csrf/", secure=True)
for cookie in cookies.begun(request, TokenPair("a", "b", "c")).cookies.values():
    print(cookie.key, cookie["path"], cookie["domain"] or None, bool(cookie["secure"]), bool(cookie["httponly"]))
from django.conf import settings
print(*(getattr(settings, f"SESSION_COOKIE_{name}") for name in ("NAME", "PATH", "DOMAIN", "SECURE", "HTTPONLY")))
"""


@pytest.fixture
def in_production(production):
    """Runs Python there: `in_production("-c", "...")`."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, **production, "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_FORMAT": ""}
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=variables, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("named", [{}, {"ORIGIN": "https://shop.example:8443"}])
def test_nobody_says_by_which_address_the_service_is_found(in_production, production, named):
    """A document that anybody may keep, and mails, name no port that a stranger has put into a header."""
    production |= {"ALLOWED_HOSTS": "cairn.example,www.cairn.example", **named}
    ours = named.get("ORIGIN", "https://cairn.example")

    told = in_production("-c", ASK_ORIGIN)

    addresses = f"{ours} {ours}/oauth/token/ {ours}/topics/api.oauth/\n{ours}/api/account/#reset\n"
    assert told.stdout == addresses, told.stderr


@pytest.mark.parametrize(
    "path", ["/", "/livez", "/admin/login/", "/api/docs/", "/api/v1/products/", "/api/v1/nowhere/"]
)
def test_every_answer_has_the_headers_that_protect_it(api, path):
    expected = {**HEADERS, "Content-Security-Policy": API_POLICY} if path.startswith("/api/v1/") else HEADERS

    answer = api.get(path)

    assert {name: value for name, value in answer.headers.items() if name not in OTHERS} == expected


def test_the_deployment_checks_are_clean(in_production):
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_speaks_tls_only_but_to_its_probes(in_production):
    done = in_production("-c", ASK)

    assert done.returncode == 0, done.stderr
    probe, secure_probe, plain, secure = map(json.loads, done.stdout.splitlines())
    assert probe[0] == secure_probe[0] == 200
    assert plain[0] == 301
    assert plain[1]["Location"] == "https://cairn.example/admin/login/"
    assert secure[1]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_production_does_not_explain_itself(in_production):
    done = in_production("-c", ASK_WHY)

    assert done.stdout.splitlines() == ["403 explain_refused True None", "404"], done.stderr


def test_production_logs_one_json_object_a_line(in_production):
    done = in_production("-c", ASK)

    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [line["status"] for line in lines if line["logger"] == "request"] == [404]
    assert {line["request_id"] for line in lines} == {"from-the-proxy.1"}


def test_in_production_no_other_host_can_have_set_a_cookie(in_production):
    """`__Host-` needs the root path, so the refresh cookie, which is to go to few routes, has the weaker prefix."""
    done = in_production("-c", ASK_COOKIES)

    assert sorted(done.stdout.splitlines()) == [
        "__Host-cairn-access / None True True",
        "__Host-csrftoken / None True True",
        "__Host-sessionid / None True True",
        "__Secure-cairn-refresh /api/v1/auth/session/ None True True",
    ], done.stderr
