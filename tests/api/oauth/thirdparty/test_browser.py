"""The same walk with a real browser, which holds pages to their policy: a form's answer may lead where it says."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import BrowserContext, Error, Page, Route, sync_playwright

from tests.api.oauth.thirdparty.application import CALLBACK, NAME, TrailNotes
from tests.api.oauth.thirdparty.person import CUSTOMER, DEVELOPER, Api
from tests.roadmap.tour.browser import serving

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not serving.CHROMIUM.exists(), reason=f"needs a browser: {serving.CHROMIUM}"),
]


@pytest.fixture
def telephone() -> Iterator[BrowserContext]:
    """As on a telephone, in the dark."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=serving.CHROMIUM, args=serving.QUIET)
        context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        context.set_default_timeout(20_000)
        yield context
        chromium.close()


@pytest.fixture
def notes(shop, connections) -> TrailNotes:
    body = {"name": NAME, "type": "public", "redirect_uris": [CALLBACK]}
    made = Api(shop, DEVELOPER).ask("POST", "/applications/", body).json()
    return TrailNotes(shop, made["client_id"], "openid profile email reviews:write", lambda _: None, connections)


def violations(page: Page) -> list[str]:
    return [
        f"{rule['id']}: {node['html']}" for rule in Axe().run(page).response["violations"] for node in rule["nodes"]
    ]


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("E-mail").fill(CUSTOMER.email)
    page.get_by_label("Password").fill(CUSTOMER.password)
    page.get_by_role("button", name="Sign in").press("Enter")


def test_a_person_lets_an_application_in_by_keyboard(notes, telephone):
    page, complaints, found = telephone.new_page(), [], []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)

    def browse(address: str) -> None:
        sign_in(page, address)
        found.extend(violations(page))
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.get_by_role("button", name="Let it in").press("Enter")
        page.wait_for_url("http://127.0.0.1:*/signed-in?*")

    signed_in = notes.sign_in(browse)

    assert signed_in.claims["email"] == CUSTOMER.email
    assert found == []
    # The application's own corner has no icon for its tab.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def test_where_the_page_may_lead_nowhere_the_browser_goes_nowhere(notes, telephone):
    page = telephone.new_page()

    def browse(address: str) -> None:
        sign_in(page, address)
        page.route("**/oauth/authorize/**", strict)
        page.goto(address)
        page.get_by_role("button", name="Let it in").press("Enter")
        page.wait_for_url("http://127.0.0.1:*/signed-in?*", timeout=2_000)

    with pytest.raises(Error, match="Timeout"):
        notes.sign_in(browse)


def strict(route: Route) -> None:
    """The page with a policy that names another address."""
    if route.request.method == "POST":
        route.continue_()
        return
    answer = route.fetch(max_redirects=0)
    policy = answer.headers.get("content-security-policy", "").replace("http://127.0.0.1", "http://203.0.113.7")
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})
