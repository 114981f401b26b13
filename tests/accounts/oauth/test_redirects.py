"""Which addresses people may be sent back to."""

import pytest

from accounts.oauth import redirects

pytestmark = pytest.mark.unit

SOUND = [
    "https://notes.example",
    "https://notes.example/",
    "https://notes.example:8443/signed-in?from=shop",
    "https://xn--bcher-kva.example/signed-in",
    "https://[2001:db8::1]/signed-in",
]
LOOPBACK = ["http://127.0.0.1/signed-in", "http://[::1]:8080/"]
UNSOUND = [
    "",
    "notes.example",
    "//notes.example/",
    "/signed-in",
    "https://",
    "https:notes.example",
    "https://notes.example/#top",
    "https://notes.example/#",
    "https://*.example/",
    "https://ada@notes.example/",
    "https://notes.example/ https://attacker.example/",
    "https://notes.example/\n",
    "https://NOTES.example/",
    "HTTPS://notes.example/",
    "https://bücher.example/",
    "https://notes.example\\@attacker.example/",
    "https://notes.example:port/",
    "https://notes.example:99999/",
    "https://[::1/",
    f"https://notes.example/{'a' * 500}",
    "http://notes.example/",
    "http://localhost/",
    "http://127.0.0.1.attacker.example/",
    "javascript:alert(1)",
    "notes:/signed-in",
    "data:text/html,hello",
]


@pytest.mark.parametrize("uri", SOUND)
def test_an_address_with_https_will_do(uri):
    assert redirects.flaw(uri, with_loopback=False) == ""


@pytest.mark.parametrize("uri", LOOPBACK)
def test_plain_http_will_do_on_this_machine_where_the_service_is_embedded(uri):
    assert redirects.flaw(uri, with_loopback=True) == ""
    assert redirects.flaw(uri, with_loopback=False)


@pytest.mark.parametrize("uri", UNSOUND)
def test_any_other_address_is_told_what_is_wrong(uri):
    assert redirects.flaw(uri, with_loopback=True)
