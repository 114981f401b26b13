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
    "https://192.0.2.7:8443//a;b=c/%5B?next=/trail&map",
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
    "https://notes.example;script-src/cb",
    "https://notes.example,attacker/cb",
    "https://$/",
    "https://notes_example/",
    "https://-notes.example/",
    "https://notes..example/",
    "https://notes.example./",
    "https://%6eotes.example/",
    "https://notes.example:/",
    "https://notes.example:0443/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25lo]/",
    "https://[v1.x]/",
    "https://notes.example/[/]",
    "https://notes.example/%zz",
    "https://notes.example/?%",
    "https://notes.example/?x=%ff",
    "https://notes.example/;",
    "https://notes.example/?",
    "https://notes.example/?code=x",
    "https://notes.example/?a=b&%73tate=x",
    "https://notes.example/?iss=https://attacker.example",
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
