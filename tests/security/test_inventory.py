"""What there is to attack (OWASP API7, API9, API10:2023): the doors, and whom the service itself would call.

That each route of the API is documented, and each document a route, is in tests/api/test_schema.py.
"""

import ast
from pathlib import Path

import pytest
from django.urls import get_resolver

from checks import tree
from config.env import BASE_DIR

pytestmark = pytest.mark.integration

# Everything below the root; what is added here is added to docs/security.md too.
DOORS = {
    *("", ".well-known/jwks.json", "admin/", "api/", "api/v1/", "doors/", "explain/<str:request_id>/", "favicon.ico"),
    *("livez", "readyz", "search/", "topics/<str:slug>/", r"^files/(?P<path>.+[^/])$"),
    *("oauth/authorize/", "oauth/token/", "oauth/revoke/", "oauth/introspect/", "oauth/userinfo/"),
    *(".well-known/openid-configuration", ".well-known/oauth-authorization-server", "sign-in/", "sign-out/"),
    *("api/account/", "providers/"),
}
# The service calls whom it was told to call, and nobody else. What comes to call somebody stands here, with how the
# address is kept to those meant.
CALLS = {
    "accounts/services/notices.py": "hands mails to the server that EMAIL_URL names",
    "api/account/adapters.py": "hands mails to the server that EMAIL_URL names",
    "api/account/providers/fetching.py": "asks the issuers that the environment names, at addresses that are global",
    "api/account/providers/views.py": "knows the errors of the above",
    "config/management/server.py": "waits for its own child process, on 127.0.0.1",
}
CLIENTS = {
    *("aiohttp", "ftplib", "http.client", "httpx", "imaplib", "paramiko", "requests", "smtplib", "socket"),
    *("telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client", "django.core.mail"),
}
# Formats that run code, or fetch what they name, when they are read.
READERS = {"dill", "lxml", "marshal", "pickle", "shelve", "xml"}
SERVICE = {"accounts", "api", "catalog", "config", "core", "roadmap"}


def modules(names):
    """Which files of the service import one of these."""
    return {str(path) for path in tree.files(BASE_DIR, "*.py") if path.parts[0] in SERVICE and names & _imported(path)}


def _imported(path: Path) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse((BASE_DIR / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found | {name.partition(".")[0] for name in found}


def test_every_door_is_known():
    def doors(patterns, above=""):
        for each in patterns:
            route = above + str(each.pattern)
            yield from doors(each.url_patterns, route) if route == "" and hasattr(each, "url_patterns") else [route]

    assert set(doors(get_resolver().url_patterns)) == DOORS


def test_nothing_in_the_service_calls_another_host_than_those_meant():
    """No address from a caller can be fetched (SSRF). Who is called stands above, with what holds it to those meant."""
    assert modules(CLIENTS) == set(CALLS)


def test_nothing_is_read_that_could_run():
    assert modules(READERS) == set()


@pytest.mark.parametrize(
    "path",
    [
        *("/.git/config", "/.env", "/.env.example", "/manage.py", "/config/settings/", "/static/", "/static/../.env"),
        *(
            "/api/v0/products/",
            "/api/v2/products/",
            "/api/products/",
            "/graphql/",
            "/metrics",
            "/debug/",
            "/__debug__/",
        ),
        "/server-status",
    ],
)
def test_what_is_not_meant_to_be_there_is_not(api, path):
    assert api.get(path, headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize("page", ["catalog/product/", "accounts/user/1/change/", "auth/group/", "no/such/page/"])
def test_the_admin_tells_no_stranger_which_pages_it_has(api, page):
    answer = api.get(f"/admin/{page}")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/login/?next=/admin/{page}")
