"""Whatever address may be registered is taken at the authorisation, and led back to exactly."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as some
from oauth2_provider.models import Application

from accounts.oauth import redirects

pytestmark = pytest.mark.integration

# Mostly what will do, so that most are registered; and some of whatever else a URI may hold.
HOSTS = some.from_regex(
    r"[a-z0-9]{1,3}([a-z0-9.;,$%_-]{0,4}[a-z0-9]){0,2}(:[0-9]{0,5})?", fullmatch=True
) | some.sampled_from(["127.0.0.1", "[::1]", "[2001:db8::1]", "[::ffff:127.0.0.1]", "[::1]:8080", "[v1.x]"])
PATHS = some.from_regex(r"(/([a-z0-9._~:!$&'()+,;=\[\]-]|%[0-9A-F]{2}|%zz){0,6}){0,3}", fullmatch=True)
QUERIES = some.from_regex(r"(\?([a-z=&;+/?:!$'(),\[\]-]|%[0-7][0-9A-F]|%C3%BC|%ff){0,12})?", fullmatch=True)
ADDRESSES = some.builds("{}://{}{}{}".format, some.sampled_from(["https", "http"]), HOSTS, PATHS, QUERIES)


@example(uri="https://notes.example")
@example(uri="https://notes.example//")
@example(uri="https://192.0.2.7:8443//a;b=c/%5B?next=/trail&map&map=%C3%BC+x")
@given(uri=ADDRESSES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_registered_is_led_back_to_exactly(notes, uri):
    assume(not redirects.flaw(uri, with_loopback=True))
    Application.objects.update(redirect_uris=uri)

    page, answer = notes.asks(redirect_uri=uri), notes.is_let_in(redirect_uri=uri)

    assert (page.status_code, answer.status_code) == (200, 303)
    assert page["Content-Security-Policy"].count(";") == notes.browser.get("/sign-in/")[
        "Content-Security-Policy"
    ].count(";")
    named, led = urlsplit(uri), urlsplit(answer["Location"])
    assert led[:3] == named[:3]
    *kept, code, state, issuer = parse_qsl(led.query, keep_blank_values=True)
    assert kept == parse_qsl(named.query, keep_blank_values=True)
    assert ([code[0], state[0], issuer[0]], led.fragment) == (["code", "state", "iss"], "")
