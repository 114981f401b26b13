"""The pages on which people sign in, and say yes or no."""

from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from django.test import Client
from oauth2_provider.models import Application, Grant

from accounts.models import User
from core.limits import policies
from tests import factories
from tests.api.oauth.flows import AUTHORIZE, Flow, told

pytestmark = pytest.mark.integration

SIGN_IN, SIGN_OUT = "/sign-in/", "/sign-out/"
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def stranger(db):
    return Client(raise_request_exception=False)


@pytest.fixture
def outside(notes, stranger):
    """The same application, met by somebody who has not signed in."""
    return Flow(notes.registered, stranger)


def signs_in(client, to="", email="ada@cairn.example", password=factories.PASSWORD):
    return client.post(SIGN_IN, {"username": email, "password": password, "next": to})


def parsed(page):
    return html5lib.HTMLParser(strict=True).parse(page.content.decode())


@pytest.mark.roadmap("api.oauth")
def test_the_page_says_who_asks_for_what_in_whose_name(notes):
    page = notes.asks(scope="openid catalog:read reviews:write")
    text = page.content.decode()

    parsed(page)
    for said in (
        "Trail Notes",
        "Write, change and delete reviews in your name",
        "Know which account of this shop is yours",
        "ada@cairn.example",
        "notes.example",
        "Grace",
    ):
        assert said in text
    assert "Know your e-mail address" not in text


def test_a_name_is_text_whatever_it_says(notes):
    Application.objects.update(name="<script>alert(1)</script>")

    assert "<script>alert" not in notes.asks().content.decode()


def test_every_page_is_valid_and_has_its_landmarks(notes, outside):
    forms = outside.browser.get(SIGN_IN), signs_in(outside.browser, password="no")
    signed_in = notes.browser.get(SIGN_IN)
    for page in (*forms, signed_in, notes.asks(), notes.asks(client_id="nobody")):
        tree = parsed(page)

        assert [len(list(tree.iter(f"{HTML}{name}"))) for name in ("main", "h1")] == [1, 1]
        fields = [each for each in tree.iter(f"{HTML}input") if each.get("type") != "hidden"]
        labelled = {each.get("for") for each in tree.iter(f"{HTML}label")}
        assert {each.get("id") for each in fields} <= labelled


@pytest.mark.roadmap("api.oauth")
def test_only_a_yes_is_a_yes(notes):
    for answer in ("refuse", "", "no", "Allow"):
        assert told(notes.is_let_in(answer))["error"] == "access_denied"
    assert not Grant.objects.exists()


@pytest.mark.parametrize("name", ["scope", "redirect_uri", "code_challenge"])
def test_what_is_allowed_is_what_the_address_says_and_nothing_in_the_form(notes, name):
    question = notes.question()
    body = {"answer": "allow", name: question.pop(name)}

    assert notes.browser.post(AUTHORIZE, body, query_params=question).status_code == 400
    assert not Grant.objects.exists()


def test_a_stranger_signs_in_and_is_asked_then(outside, ada):
    sent = outside.asks()
    address = urlsplit(sent["Location"])
    assert (sent.status_code, address.path) == (302, SIGN_IN)

    signed_in = signs_in(outside.browser, to=parse_qs(address.query)["next"][0])

    page = outside.browser.get(signed_in["Location"])
    assert b"Let it in" in page.content


def test_a_stranger_lets_nobody_in(outside):
    assert urlsplit(outside.is_let_in()["Location"]).path == SIGN_IN
    assert not Grant.objects.exists()


def test_a_question_that_is_wrong_is_answered_before_anybody_signs_in(outside):
    assert outside.asks(client_id="nobody").status_code == 400
    assert told(outside.asks(scope="everything"))["error"] == "invalid_scope"


def test_silence_is_no_consent(notes, outside):
    assert told(notes.asks(prompt="none"))["error"] == "consent_required"
    assert told(outside.asks(prompt="none"))["error"] == "login_required"
    assert told(notes.asks(prompt="none", scope="openid"))["error"] == "consent_required"
    assert not Grant.objects.exists()


def test_an_application_may_want_them_to_sign_in_again(notes):
    sent = notes.asks(prompt="login")

    further = parse_qs(urlsplit(sent["Location"]).query)["next"][0]
    assert notes.browser.get(further).status_code == 200


@pytest.mark.parametrize(
    "further",
    ["https://attacker.example/", "//attacker.example/", "\\\\attacker.example", "javascript:alert(1)", "http:///x"],
)
def test_nobody_is_led_elsewhere_by_signing_in(stranger, ada, further):
    assert signs_in(stranger, to=further)["Location"] == SIGN_IN
    assert f'href="{further}"' not in stranger.get(SIGN_IN, {"next": further}).content.decode()
    assert stranger.post(f"{SIGN_OUT}?next={further}")["Location"] == "/"


def test_signing_in_changes_the_session(stranger, ada):
    stranger.get(SIGN_IN)
    session = stranger.session
    session["basket"] = "a tent"
    session.save()
    before = session.session_key

    signs_in(stranger)

    assert stranger.session.session_key != before


def test_wrong_unknown_and_closed_are_told_alike(stranger, ada):
    User.objects.create_user("closed@cairn.example", factories.PASSWORD, role="customer", is_active=False)
    tries = [("ada", "wrong"), ("nobody", "wrong"), ("closed", factories.PASSWORD)]

    pages = [signs_in(stranger, email=f"{name}@cairn.example", password=password) for name, password in tries]

    assert {page.status_code for page in pages} == {200}
    assert all(b"E-mail and password do not belong together." in page.content for page in pages)
    assert "_auth_user_id" not in stranger.session


def test_who_has_signed_in_is_told_who_they_are_and_may_go_on_or_sign_out(stranger, ada):
    page = stranger.get(signs_in(stranger)["Location"])

    parsed(page)
    assert b"ada@cairn.example" in page.content
    assert f'action="{SIGN_OUT}"'.encode() in page.content
    assert b'type="password"' not in page.content
    assert b'href="/doors/">Go on' in stranger.get(SIGN_IN, {"next": "/doors/"}).content


def test_who_has_signed_out_there_is_asked_again(stranger, ada):
    signs_in(stranger)
    out = stranger.post(SIGN_OUT, {"next": SIGN_IN})

    page = stranger.get(out["Location"])

    assert b'type="password"' in page.content
    assert b"ada@cairn.example" not in page.content


def test_who_is_signed_in_is_asked_again_for_an_application_that_wants_it(notes):
    page = notes.browser.get(notes.asks(prompt="login")["Location"])

    parsed(page)
    assert b'type="password"' in page.content
    assert b"Go on<" not in page.content


@pytest.mark.parametrize(("embedded", "are_named"), [(True, True), (False, False)])
def test_the_page_leads_to_sign_up_and_reset_and_in_embedded_mode_to_the_demo_accounts(
    stranger, settings, embedded, are_named
):
    settings.EMBEDDED = embedded

    page = stranger.get(SIGN_IN).content.decode()

    assert all(f'href="/api/account/#{part}"' in page for part in ("sign-up", "reset"))
    assert ('href="/doors/#accounts"' in page) is are_named


def test_signing_out_needs_a_form(signed_in):
    assert signed_in.get(SIGN_OUT).status_code == 405
    assert "_auth_user_id" in signed_in.session

    signed_in.post(SIGN_OUT)

    assert "_auth_user_id" not in signed_in.session


def test_a_form_of_another_site_signs_nobody_in(ada):
    guarded = Client(enforce_csrf_checks=True)

    assert signs_in(guarded).status_code == 403


@pytest.mark.roadmap("api.oauth")
def test_a_password_may_be_guessed_at_ten_times_a_minute(stranger, ada, monkeypatch):
    tries = [signs_in(stranger, email=spelling, password="wrong") for spelling in ["ADA@cairn.example"] * 21]

    limited = next(page for page in tries if page.status_code == 429)
    assert int(limited["Retry-After"]) > 0
    assert b"Too many requests" in limited.content
    # Nor by the right one, until the minute is over: and at the API the same count stands.
    assert signs_in(stranger).status_code == 429


def test_nobody_signs_in_uncounted(stranger, ada, monkeypatch):
    def out_of_order(*_):
        raise policies.NotCounted

    monkeypatch.setattr(policies, "admit", out_of_order)

    assert signs_in(stranger).status_code == 503
    assert "_auth_user_id" not in stranger.session
