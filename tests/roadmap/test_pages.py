"""The ways in and the error page, as browsers and programs meet them. The map and the topics: tests/roadmap/tour."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client

from accounts.demo import ACCOUNTS
from accounts.models import User
from roadmap import views
from roadmap.tour.doors import ROOMS

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def browser():
    return Client(headers=BROWSER, raise_request_exception=False)


@pytest.fixture
def doors(browser):
    return browser.get("/doors/")


def followed(browser, link):
    """The answer in the end, read to its end: that closes the file, if it is one."""
    answer = browser.get(link, follow=True)
    answer.getvalue()
    return answer


def test_every_door_opens(db, browser, doors):
    links = set(re.findall(r'<(?:a|link|script) [^>]*(?:href|src)="([^#].*?)"', doors.text))

    statuses = {link: followed(browser, link).status_code for link in links}

    assert {"/api/docs/", "/api/openapi.yaml", "/api/v1/products/", "/admin/", "/livez", "/readyz"} <= links
    assert set(statuses.values()) == {200}, statuses


def test_the_demo_accounts_are_told_on_a_readers_machine(doors):
    assert all(account.email in doors.text and account.password in doors.text for account in ACCOUNTS)


def test_the_demo_accounts_are_told_nowhere_else(browser, settings):
    settings.EMBEDDED = False

    page = browser.get("/doors/").text

    assert not any(account.email in page or account.password in page for account in ACCOUNTS)
    assert "you@example.com" in page


def test_the_commands_are_written_for_this_address(doors):
    commands = re.findall(r"<pre class=\"block\"><code>(.+?)</code></pre>", doors.text, re.DOTALL)

    assert len(commands) == 3
    assert all("http://testserver/api/v1/" in command for command in commands)


def test_every_room_is_there_and_every_app_has_its_line():
    ours = {Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == ROOT}

    assert all((ROOT / room).is_dir() for room in ROOMS)
    assert {path.name for path in ours} <= set(ROOMS)


def test_the_rooms_are_those_of_the_readme():
    table = re.findall(r"^\| \[(\w+)/\]", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert table == list(ROOMS)


def test_a_browser_is_led_to_the_icon(browser):
    icon = followed(browser, "/favicon.ico")

    assert icon.status_code == 200
    assert icon.headers["Content-Type"] == "image/svg+xml"


def test_a_lost_browser_gets_a_page_that_says_the_next_step(browser):
    page = browser.get("/nowhere")

    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "There is nothing at this address." in page.text
    assert "begin again at the map" in page.text
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


@pytest.mark.roadmap("language.decorators")
def test_a_page_is_only_read_and_is_asked_for_anew_by_its_tag(rf):
    def camp(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("a tent")

    page = views._page(camp)
    first = page(rf.get("/"))
    again = page(rf.get("/", headers={"If-None-Match": first.headers["ETag"]}))

    assert (first.status_code, again.status_code, page(rf.post("/")).status_code) == (200, 304, 405)
    assert first.headers["Cache-Control"] == "no-cache"
    assert page.__name__ == "camp"
