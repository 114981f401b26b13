"""Run it: the button performs what the page allows, as whom one chooses, and shows what came back and what happened."""

import json
import re
import subprocess
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.system

EXPLAINED: dict[str, Any] = {
    "request_id": "one",
    "method": "GET",
    "path": "/api/v1/products/",
    "status": 200,
    "milliseconds": 8.0,
    "view": "api.v1.products.Products.get",
    "steps": [
        {
            "kind": "view",
            "name": "api.v1.products.Products.get",
            "at": 0.0,
            "milliseconds": 8.0,
            "depth": 0,
            "detail": {},
        },
        {
            "kind": "permission",
            "name": "catalog.permissions.edit_catalog",
            "at": 0.5,
            "milliseconds": 0.0,
            "depth": 1,
            "detail": {"actor": "Ada", "allowed": False},
        },
        {
            "kind": "sql",
            "name": "SELECT",
            "at": 2.0,
            "milliseconds": 4.0,
            "depth": 1,
            "detail": {
                "sql": 'SELECT "id" FROM "catalog_product" LIMIT 3',
                "plan": ["SCAN catalog_product"],
                "rows": 3,
            },
        },
    ],
    "topics": [{"slug": "camp.rope", "title": "A rope"}],
}


def run(page: Page, label: str) -> Locator:
    """Press the button of that request and wait for what it says; gives its part of the page."""
    part = page.get_by_role("region", name=label)
    part.get_by_role("button", name="Run it").click()
    expect(part.get_by_role("status")).not_to_have_text(re.compile("^$|On its way"))
    return part


def test_a_request_is_performed_and_its_answer_shown(reader):
    part = run(reader("/topics/camp.tent/").page, "Two products")

    expect(part.get_by_role("status")).to_have_text(re.compile(r"^200 OK in \d+ ms\.$"))
    expect(part.locator(".answer pre").first).to_contain_text("GET /api/v1/products/?limit=2\nAccept: application/json")
    assert len(json.loads(part.locator(".body").inner_text())["results"]) == 2
    part.get_by_text("Headers of the answer").click()
    expect(part.locator(".headers pre")).to_contain_text("content-type: application/json")


def test_a_refusal_is_shown_as_an_answer(reader):
    part = run(reader("/topics/camp.tent/").page, "A question that is not understood")

    expect(part.get_by_role("status")).to_contain_text("400 Bad Request")
    expect(part.locator(".body")).to_contain_text("There is no parameter colour")


def test_a_request_is_made_as_whom_one_chooses(reader):
    page = reader("/topics/camp.tent/").page

    page.get_by_role("region", name="A draft").get_by_label("as").select_option("customer")
    part = run(page, "A draft")

    expect(part.get_by_role("status")).to_contain_text("403 Forbidden")
    expect(part.locator(".answer pre").first).to_contain_text("Authorization: Bearer …")


def test_staff_write_on_top_of_the_version_that_was_read(reader):
    """One after the other: the second needs the draft, and its ETag."""
    page = reader("/topics/camp.tent/").page

    expect(run(page, "A draft").get_by_role("status")).to_contain_text(re.compile("201 Created|409 Conflict"))
    part = run(page, "Its words")

    expect(part.get_by_role("status")).to_contain_text("200 OK")
    expect(part.locator(".answer pre").first).to_contain_text(re.compile('If-Match: ".+"'))
    assert json.loads(part.locator(".body").inner_text())["description"] == "Sleeps two and a dog."


def test_a_body_is_shown_as_it_was_sent(reader):
    part = run(reader("/topics/camp.tent/").page, "A draft")

    asked = part.locator(".asked").inner_text().partition("\n\n")[2]
    assert json.loads(asked)["price"] == {"amount": 19900}


def test_the_commands_can_be_pasted_one_after_another(reader):
    page = reader("/topics/camp.tent/").page
    pasted = [
        text
        for label in ("A draft", "Its words")
        for text in page.get_by_role("region", name=label).locator("pre").all_inner_texts()
    ]

    said = subprocess.run(["bash", "-c", "\n".join(pasted)], capture_output=True, text=True, timeout=60, check=True)

    first, second = re.findall(r"HTTP/1.1 (\d+)", said.stdout)
    assert first in {"201", "409"}
    assert second == "200"


def test_only_what_the_page_allows_is_asked(reader):
    page = reader("/topics/camp.tent/").page
    asked = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))

    part = run(page, "Two products")
    expect(part.locator(".trace")).to_be_visible()

    # A page's icon and scripts may come late.
    paths = [re.sub(r"http://[^/]+|(?<=explain/)\w+", "", request) for request in asked if "/static/" not in request]
    assert paths == ["GET /api/v1/products/?limit=2", "GET /explain//"]


def test_an_impatient_second_press_asks_nothing(reader):
    page = reader("/topics/camp.tent/").page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/products/**", hold)
    button = page.get_by_role("region", name="Two products").get_by_role("button", name="Run it")

    with page.expect_request("**/api/v1/products/**"):
        button.press("Enter")
    button.press("Enter")
    expect(button).to_be_focused()
    expect(button).to_be_disabled()
    held[0].fulfill(json={})

    expect(button).to_be_enabled()
    assert len(held) == 1


def test_no_answer_is_told_in_words(reader):
    page = reader("/topics/camp.tent/").page
    page.context.set_offline(True)

    part = run(page, "Two products")

    expect(part.get_by_role("status")).to_contain_text("No answer: ")
    expect(part.get_by_role("button", name="Run it")).to_be_enabled()


def test_a_refused_sign_in_is_told_in_words(reader):
    page = reader("/topics/camp.tent/").page
    page.route("**/auth/token/", lambda route: route.fulfill(status=401, json={}))

    part = run(page, "A draft")

    expect(part.get_by_role("status")).to_contain_text("staff@cairn.example could not sign in")


def test_elsewhere_the_command_is_copied(reader):
    """As the page is in production, where it has no accounts to run anything as."""
    page = reader("/doors/", permissions=["clipboard-read", "clipboard-write"]).page
    page.route("**/topics/camp.tent/", _in_production)
    page.goto("/topics/camp.tent/")
    part = page.get_by_role("region", name="Two products")

    part.get_by_role("button", name="Copy the command").click()

    expect(part.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == part.locator("pre").inner_text()


def _in_production(route: Route) -> None:
    answer = route.fetch()
    button = 'class="copy">Copy the command</button>'
    body = re.sub(r'class="perform[^"]*">Run it</button>', button, answer.text())
    route.fulfill(response=answer, body=re.sub(r'<script id="allowed".+?</script>', "", body))


def test_the_service_explains_what_happened(reader):
    part = run(reader("/topics/camp.tent/").page, "Two products")

    expect(part.get_by_role("heading", name="What happened")).to_contain_text("200 OK · 1 SQL statement")
    expect(part.get_by_role("row", name="api.v1.products.Products.get view")).to_be_attached()
    expect(part.locator(".trace .sql")).to_have_count(1)


def test_what_happened_is_drawn_and_told_in_a_table(reader):
    page = reader("/topics/camp.tent/").page
    page.route("**/explain/*/", lambda route: route.fulfill(json=EXPLAINED))

    part = run(page, "Two products")

    expect(part.get_by_role("heading", name="What happened")).to_contain_text("200 OK · 1 SQL statement · 8.0 ms")
    rows = part.get_by_role("row").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["Step", "Kind", "Began, ms", "Took, ms"],
        ["api.v1.products.Products.get", "view", "0.0", "8.0"],
        ["catalog.permissions.edit_catalog: refused", "permission", "0.5", "0.0"],
        ["SELECT … catalog_product", "sql", "2.0", "4.0"],
    ]
    whole, _, half = part.locator(".trace i").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert half == pytest.approx(whole / 2, rel=0.05)
    expect(part.get_by_role("link", name="A rope")).to_have_attribute("href", "/topics/camp.rope/")


def test_the_topics_that_ran_wrap_on_a_phone(reader):
    page = reader("/topics/camp.tent/", viewport={"width": 320, "height": 640}).page
    topics = EXPLAINED["topics"] * 9
    page.route("**/explain/*/", lambda route: route.fulfill(json=EXPLAINED | {"topics": topics}))

    part = run(page, "Two products")

    expect(part.locator(".topics").get_by_role("listitem")).to_have_count(9)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('SELECT JSON((SELECT GROUP(n) FROM "tag")), \'(\' FROM "product" INNER JOIN "stock"', "SELECT … product"),
        ('SELECT COUNT(*) FROM (SELECT "id" FROM "product") sub', "SELECT … product"),
        ('UPDATE "product" SET "n" = (SELECT 1 FROM "tag")', "UPDATE … product"),
        ("INSERT INTO `product` (`id`) VALUES (1)", "INSERT … product"),
        ("SAVEPOINT one", "SAVEPOINT one"),
    ],
)
def test_a_statement_is_called_by_the_table_that_it_is_about(reader, sql, told):
    page = reader("/topics/camp.tent/").page
    *others, step = EXPLAINED["steps"]
    step = step | {"detail": step["detail"] | {"sql": sql}}
    page.route("**/explain/*/", lambda route: route.fulfill(json=EXPLAINED | {"steps": [*others, step]}))

    part = run(page, "Two products")

    expect(part.locator(".sql span")).to_have_text(told)


def test_a_statement_is_shown_with_its_plan_on_demand(reader):
    page = reader("/topics/camp.tent/").page
    page.route("**/explain/*/", lambda route: route.fulfill(json=EXPLAINED))
    part = run(page, "Two products")
    expect(part.get_by_text("SCAN catalog_product")).to_be_hidden()

    part.get_by_text("SELECT … catalog_product (4.0 ms, 3 rows)").click()

    expect(part.get_by_text("SCAN catalog_product")).to_be_visible()
    expect(part.get_by_text('SELECT "id" FROM "catalog_product" LIMIT 3')).to_be_visible()


def test_an_answer_without_explanation_says_so(reader):
    page = reader("/topics/camp.tent/").page
    page.route("**/explain/*/", lambda route: route.fulfill(status=404, json={}))

    part = run(page, "Two products")

    expect(part.get_by_text("What happened inside was not recorded.")).to_be_visible()
    expect(part.get_by_role("status")).to_contain_text("200 OK")
