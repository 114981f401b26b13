"""Signing in from a browser: tokens in cookies that no script reads and no other site can use."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts import services
from accounts.models import TokenFamily, User
from accounts.services import GRACE
from api.callers import cookies
from core import clock
from core.access import Role
from tests import factories

pytestmark = pytest.mark.integration

SESSION = "/api/v1/auth/session/"
ACCOUNT = "/api/v1/account/"
SHELVES = "/api/v1/categories/"
OURS, FOREIGN = "http://testserver", "http://cairn.evil"
ACCESS, REFRESH, CSRF = settings.ACCESS_COOKIE, settings.REFRESH_COOKIE, settings.CSRF_COOKIE_NAME
PEOPLE = {"email": "ada@cairn.example", "password": factories.PASSWORD}


class Browser:
    """Keeps cookies by their path, says its Origin, and repeats the CSRF token that it was told."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.token = ""

    def send(self, method, path, body=None, *, origin=OURS, token=None, **headers):
        headers |= {"Origin": origin, "X-CSRFToken": self.token if token is None else token}
        said = {name: value for name, value in headers.items() if value}
        content = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(self.client, method)(path, headers=said, **content)
        for name in [name for name, cookie in self.client.cookies.items() if cookie["max-age"] == 0]:
            del self.client.cookies[name]  # As browsers do it; Django's client keeps what was deleted.
        if answer.status_code == 200 and path.startswith(SESSION):
            self.token = answer.json()["csrf_token"]
        return answer

    def sign_in(self, **changed):
        return self.send("post", SESSION, {**PEOPLE, **changed})

    def held(self, name):
        cookie = self.client.cookies.get(name)
        return "" if cookie is None else cookie.value


@pytest.fixture
def ada(db):
    return factories.user(Role.STAFF, email="ada@cairn.example")


@pytest.fixture
def home(ada):
    """Ada's, signed in."""
    browser = Browser()
    browser.sign_in()
    return browser


def told(answer):
    return answer.status_code, answer.json()["code"]


def shelve(browser, **how):
    return browser.send("post", SHELVES, {"name": "Tents"}, **how)


def later(**time):
    return clock.stopped(clock.now() + timedelta(**time))


def test_a_browser_signs_in_reads_writes_and_signs_out(ada):
    browser = Browser()

    begun = browser.sign_in()
    read, written = browser.send("get", ACCOUNT), shelve(browser)
    ended = browser.send("post", f"{SESSION}logout/")
    after = browser.send("get", ACCOUNT)

    assert (begun.status_code, list(begun.json()), begun.headers["Cache-Control"]) == (200, ["csrf_token"], "no-store")
    assert (read.status_code, written.status_code, ended.status_code) == (200, 201, 204)
    assert told(after) == (401, "sign_in_required")
    assert (browser.held(ACCESS), browser.held(REFRESH)) == ("", "")
    assert TokenFamily.objects.get().revoked_at is not None


def test_no_script_reads_the_tokens_and_the_long_lived_one_goes_nowhere_else(home):
    access, refresh = (home.client.cookies[name] for name in (ACCESS, REFRESH))

    assert access["httponly"]
    assert refresh["httponly"]
    assert access["samesite"] == refresh["samesite"] == "Strict"
    assert (access["path"], refresh["path"]) == ("/", SESSION)


def test_in_production_cookies_come_over_tls_and_from_this_host_alone(ada, settings):
    settings.CSRF_COOKIE_SECURE = True
    browser = Browser()

    browser.sign_in()

    assert all(browser.client.cookies[name]["secure"] for name in (ACCESS, REFRESH, CSRF))


@pytest.mark.parametrize("token", ["", "x" * 64, "short"])
def test_a_write_without_the_right_token_is_refused(home, token):
    assert told(shelve(home, token=token)) == (403, "csrf_failed")


def test_a_write_with_another_browsers_token_is_refused(home):
    other = Browser()
    other.sign_in()

    assert told(shelve(home, token=other.token)) == (403, "csrf_failed")


@pytest.mark.parametrize("origin", [FOREIGN, "null", "https://testserver", "http://testserver:8000", ""])
def test_a_write_from_elsewhere_or_from_nowhere_is_refused(home, origin):
    assert told(shelve(home, origin=origin)) == (403, "csrf_failed")


@pytest.mark.parametrize("method", ["patch", "delete", "put"])
def test_every_method_that_changes_something_is_guarded(home, method):
    path = {"patch": ACCOUNT, "delete": f"{ACCOUNT}sign-ins/x/", "put": f"{SHELVES}tents/"}[method]

    assert told(home.send(method, path, {}, token="")) == (403, "csrf_failed")


@pytest.mark.parametrize("part", ["refresh", "logout"])
@pytest.mark.parametrize("how", [{"token": ""}, {"origin": FOREIGN}, {"origin": ""}])
def test_another_site_neither_renews_nor_signs_out(home, part, how):
    refused = home.send("post", f"{SESSION}{part}/", **how)

    assert told(refused) == (403, "csrf_failed")
    assert not refused.cookies
    assert home.send("post", f"{SESSION}refresh/").status_code == 200


@pytest.mark.parametrize("origin", [FOREIGN, ""])
def test_another_site_signs_nobody_in(ada, origin):
    browser = Browser()

    refused = browser.send("post", SESSION, PEOPLE, origin=origin)

    assert told(refused) == (403, "csrf_failed")
    assert not refused.cookies
    assert not TokenFamily.objects.exists()


def test_a_form_is_no_way_around(home):
    """What another site can send without asking first: the three media types of forms."""
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = home.client.post(SHELVES, b"--x--", content_type=media_type, headers={"Origin": FOREIGN})

        assert told(answer) == (403, "csrf_failed")


def test_reading_needs_no_csrf_token(home):
    assert home.send("get", ACCOUNT, origin="", token="").status_code == 200


def test_a_program_with_a_header_needs_no_csrf_token(home):
    pair = services.sign_in(**PEOPLE)

    alone = Browser().send("post", SHELVES, {"name": "Tents"}, origin="", Authorization=f"Bearer {pair.access}")
    beside = shelve(home, origin="", token="", Authorization=f"Bearer {pair.access}")

    assert (alone.status_code, told(beside)) == (201, (409, "unable_to_create_category"))


def test_a_header_wins_over_a_cookie_and_a_bad_one_is_not_made_up_for(home, customer_header):
    assert home.send("get", ACCOUNT, Authorization=customer_header).json()["role"] == "customer"
    assert told(home.send("get", ACCOUNT, Authorization="Bearer forged")) == (401, "invalid_token")


@pytest.fixture
def customer_header(db):
    user = factories.user(email="grace@cairn.example")
    return f"Bearer {factories.access_token(factories.actor(user))}"


def test_nothing_from_before_is_kept_by_a_sign_in(home):
    before = [home.held(name) for name in (ACCESS, REFRESH, CSRF)]

    home.sign_in()

    assert all(home.held(name) not in {"", known} for name, known in zip((ACCESS, REFRESH, CSRF), before, strict=True))
    assert TokenFamily.objects.count() == 2


def test_a_wrong_password_sets_no_cookie(ada):
    refused = Browser().sign_in(password="wrong")

    assert told(refused) == (401, "invalid_credentials")
    assert not refused.cookies


def test_a_page_that_was_loaded_again_asks_for_its_token(home):
    home.token = ""

    asked = home.send("get", f"{SESSION}csrf/")

    assert asked.headers["Cache-Control"] == "no-store"
    assert shelve(home).status_code == 201


@pytest.mark.parametrize("part", ["csrf", "refresh"])
def test_the_token_of_one_tab_outlives_what_another_does(home, part):
    mine = home.token

    home.send("get" if part == "csrf" else "post", f"{SESSION}{part}/")

    assert shelve(home, token=mine).status_code == 201


def test_an_expired_cookie_is_refused_and_renewed(home):
    with later(minutes=6):
        expired = home.send("get", SHELVES)
        renewed = home.send("post", f"{SESSION}refresh/")
        after = home.send("get", ACCOUNT)

    assert told(expired) == (401, "invalid_token")
    assert (renewed.status_code, after.status_code) == (200, 200)


def in_another_tab(browser, refresh):
    """A request that left before the answer to another one came."""
    browser.client.cookies[REFRESH] = refresh
    browser.client.cookies[REFRESH]["path"] = SESSION
    return browser.send("post", f"{SESSION}refresh/")


def test_two_tabs_that_renew_at_once_stay_signed_in(home):
    sent = home.held(REFRESH)

    first = home.send("post", f"{SESSION}refresh/")
    kept = home.held(REFRESH)
    second = in_another_tab(home, sent)
    home.client.cookies[REFRESH] = kept  # the first tab's answer had set it in both

    assert (first.status_code, told(second)) == (200, (401, "token_reused"))
    assert not second.cookies
    assert home.send("get", ACCOUNT).status_code == 200
    assert home.send("post", f"{SESSION}refresh/").status_code == 200


def test_a_stolen_refresh_cookie_ends_the_session_and_the_cookies(home):
    sent = home.held(REFRESH)
    home.send("post", f"{SESSION}refresh/")

    with clock.stopped(clock.now() + GRACE + timedelta(seconds=1)):
        late = in_another_tab(home, sent)

    assert told(late) == (401, "token_reused")
    assert (home.held(ACCESS), home.held(REFRESH)) == ("", "")
    assert TokenFamily.objects.get().revoked_at is not None


def test_what_can_t_be_renewed_is_cleared_away(home):
    services.sign_out_everywhere(actor=factories.actor(User.objects.get()))

    refused = home.send("post", f"{SESSION}refresh/")

    assert told(refused) == (401, "invalid_token")
    assert (home.held(ACCESS), home.held(REFRESH)) == ("", "")
    assert home.send("get", SHELVES).status_code == 200


def test_signing_out_twice_is_no_error(home):
    answers = [home.send("post", f"{SESSION}logout/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]


@pytest.mark.parametrize(
    ("path", "body"),
    [(f"{ACCOUNT}deletion/", {"password": factories.PASSWORD}), ("/api/v1/auth/logout/everywhere/", {})],
)
def test_who_is_gone_everywhere_is_gone_from_this_browser(home, path, body):
    assert home.send("post", path, body).status_code == 204
    assert (home.held(ACCESS), home.held(REFRESH)) == ("", "")


def test_a_program_is_told_of_no_cookies(api, ada):
    answer = api.as_(factories.actor(ada)).post("/api/v1/auth/logout/everywhere/", {})

    assert not answer.cookies


def test_what_a_cookie_shows_is_kept_by_no_shared_cache(home, tent):
    draft = factories.product("Secret tent", slug="secret-tent", published=False)

    seen = home.send("get", f"/api/v1/products/{draft.slug}/")
    anonymous = Browser().send("get", "/api/v1/products/ridge-tent/")

    assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "private, no-cache")
    assert anonymous.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in seen.headers["Vary"]
    assert "Cookie" in anonymous.headers["Vary"]


def test_a_cookie_of_somebody_else_is_no_token(api, tent, monkeypatch):
    monkeypatch.setattr(cookies.CookieToken, "authenticate", None)

    answer = api.get("/api/v1/products/ridge-tent/", headers={"Cookie": "theme=dark; csrftoken=x"})

    assert answer.status_code == 200


def test_signing_in_by_cookie_is_limited_like_any_other(ada):
    answers = [Browser().sign_in(password="wrong").status_code for _ in range(21)]

    assert answers[:10] == [401] * 10
    assert 429 in answers
