"""The front page and the error page, as browsers and programs meet them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from accounts.demo import ACCOUNTS
from accounts.models import User
from roadmap.views import ROOMS

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Markup(HTMLParser):
    """What a page holds: its links, its tags, and every attribute's name."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.attributes = [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in {"href", "src"}]


@pytest.fixture
def browser():
    return Client(headers=BROWSER, raise_request_exception=False)


@pytest.fixture
def home(browser):
    return browser.get("/")


def followed(browser, link):
    """The answer in the end, read to its end: that closes the file, if it is one."""
    answer = browser.get(link, follow=True)
    answer.getvalue()
    return answer


def test_every_link_of_the_front_page_answers(db, browser, home):
    links = {link for link in Markup(home.text).links if not link.startswith("#")}

    statuses = {link: followed(browser, link).status_code for link in links}

    assert {"/api/docs/", "/api/openapi.yaml", "/api/v1/products/", "/admin/", "/livez", "/readyz"} <= links
    assert set(statuses.values()) == {200}, statuses


def test_the_front_page_asks_no_database(browser, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/nowhere"])
def test_a_page_keeps_to_its_security_policy_and_can_be_skipped_through(browser, address):
    markup = Markup(browser.get(address).text)

    assert not {"style", "onclick", "onload"} & markup.attributes
    assert not {"style", "script"} & set(markup.tags)
    assert markup.tags.count("h1") == 1
    assert {"main", "nav", "header"} <= set(markup.tags)
    assert "#content" in markup.links


def test_the_demo_accounts_are_told_on_a_readers_machine(home):
    assert all(account.email in home.text and account.password in home.text for account in ACCOUNTS)


def test_the_demo_accounts_are_told_nowhere_else(browser, settings):
    settings.EMBEDDED = False

    page = browser.get("/").text

    assert not any(account.email in page or account.password in page for account in ACCOUNTS)
    assert "you@example.com" in page


def test_the_commands_are_written_for_this_address(home):
    commands = re.findall(r"<pre><code>(.+?)</code></pre>", home.text, re.DOTALL)

    assert len(commands) == 3
    assert all("http://testserver/api/v1/" in command for command in commands)


def test_every_room_is_there_and_every_app_has_its_line():
    ours = {Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT}

    assert all((ROOT / room).is_dir() for room in ROOMS)
    assert {path.name for path in ours} <= set(ROOMS)


def test_the_rooms_are_those_of_the_readme():
    table = re.findall(r"^\| \[(\w+)/\]", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert table == list(ROOMS)


def test_the_front_page_is_only_read(browser):
    assert browser.post("/").status_code == 405


def test_a_browser_is_led_to_the_icon(browser):
    icon = followed(browser, "/favicon.ico")

    assert icon.status_code == 200
    assert icon.headers["Content-Type"] == "image/svg+xml"


def test_a_lost_browser_gets_a_page_that_says_the_next_step(browser):
    page = browser.get("/nowhere")

    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "There is nothing at this address." in page.text
    assert "begin again at the front page" in page.text
    assert page.headers["X-Request-ID"] in page.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json"])
def test_a_lost_program_gets_problem_details(client, accept):
    answer = client.get("/nowhere", headers={"Accept": accept})

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_a_bug_is_told_without_database_session_or_inside_information(browser, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("the secret cave")

    monkeypatch.setattr("roadmap.views.render", broken)

    page = browser.get("/")

    assert page.status_code == 500
    assert "Something broke on our side." in page.text
    assert page.headers["X-Request-ID"] in page.text
    assert "cave" not in page.text


def test_an_out_of_date_form_is_told_as_such():
    strict = Client(headers=BROWSER, enforce_csrf_checks=True)

    page = strict.post("/admin/login/", {"username": "a@b.example", "password": "?"})

    assert page.status_code == 403
    assert "The form is out of date." in page.text
    assert "Nothing was saved." in page.text


def test_staff_before_a_closed_door_are_told_so(staff):
    browser = Client(headers=BROWSER)
    browser.force_login(User.objects.get(public_id=staff.public_id))

    page = browser.get("/admin/accounts/user/")

    assert page.status_code == 403
    assert "This path is closed to you" in page.text
