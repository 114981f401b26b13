"""What every kind of page owes to every reader: on a phone, in the dark, by keyboard, without script, on paper."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.system

KINDS = [
    "/",
    "/topics/camp.tent/",
    "/topics/camp.stove/",
    "/topics/camp.tend/",
    "/files/camp/tent.py",
    "/search/?q=rope",
    "/doors/",
    "/sign-in/",
    "/api/account/",
    "/api/problems/",
    "/nowhere",
]
every_kind = pytest.mark.parametrize("address", KINDS)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
NARROWEST = {"viewport": {"width": 320, "height": 640}}
PAPER = {"light": "rgb(247, 245, 239)", "dark": "rgb(21, 25, 22)"}
MOST_BYTES = 150_000
# Run before the page's own scripts: what moved, and what held the page up.
WATCH = """
window.shifts = [];
window.tasks = [];
for (const [type, kept] of [["layout-shift", window.shifts], ["longtask", window.tasks]])
  new PerformanceObserver((list) => kept.push(...list.getEntries())).observe({ type, buffered: true });
"""
WITHOUT_CODE = """
() => {
  const page = document.documentElement.cloneNode(true);
  for (const code of page.querySelectorAll(".code")) code.remove();
  return new Blob([page.outerHTML]).size;
}
"""


def styled(page: Page, selector: str, name: str) -> Any:
    return page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)


@every_kind
def test_axe_finds_nothing_in_either_theme(reader, address):
    visit = reader(address)
    for theme, paper in PAPER.items():
        visit.page.emulate_media(color_scheme=theme)

        assert styled(visit.page, "body", "backgroundColor") == paper
        assert visit.violations() == []


def test_axe_finds_nothing_in_an_answer_either(reader):
    visit = reader("/topics/camp.tent/")
    part = visit.page.get_by_role("region", name="Two products")
    part.get_by_role("button", name="Run it").click()
    expect(part.locator(".body")).to_be_visible()
    part.get_by_text("Headers of the answer").click()

    assert visit.violations() == []


@pytest.mark.parametrize("size", [PHONE, NARROWEST], ids=["phone", "narrowest"])
def test_no_page_is_wider_than_a_phone(reader, size):
    page = reader("/", **size).page
    for address in KINDS:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == size["viewport"]["width"], address


def test_every_field_of_a_sign_in_looks_alike(reader):
    page = reader("/sign-in/").page
    fields = page.locator(".fields input:visible")
    looks = fields.evaluate_all("all => all.map(one => [getComputedStyle(one).borderRadius, one.offsetHeight])")

    assert len(looks) == 3
    assert len({tuple(look) for look in looks}) == 1


def test_on_a_phone_stones_are_a_list(reader):
    page = reader("/", **PHONE).page
    first, second = (page.locator(".stone").nth(index).bounding_box() or {} for index in (0, 1))

    assert first["x"] == second["x"]
    assert first["y"] + first["height"] <= second["y"]


def test_labels_do_not_touch(reader):
    page = reader("/").page
    for width in (1280, 960, 700, 500):
        page.set_viewport_size({"width": width, "height": 900})
        boxes = [name.bounding_box() or {} for name in page.locator(".name").all()]
        for left, right in pairwise(boxes):
            assert left["y"] != right["y"] or left["x"] + left["width"] < right["x"]


def test_a_page_is_light_and_still_and_asks_nobody_else(reader, server):
    page = reader("/livez").page
    page.add_init_script(WATCH)
    for address in KINDS:
        sizes: dict[str, int] = {}
        page.on("response", keep := lambda response, sizes=sizes: sizes.update({response.url: len(response.body())}))
        page.goto(address, wait_until="load")
        page.wait_for_timeout(100)
        page.remove_listener("response", keep)
        assets = {url: size for url, size in sizes.items() if "/static/" in url}
        weight = page.evaluate(WITHOUT_CODE) + sum(assets.values())
        times = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
        tasks = page.evaluate("tasks.map((task) => Math.round(task.duration))")

        print(f"{address}: {weight} bytes, loaded in {times['loadEventEnd']:.0f} ms, long tasks {tasks}")  # noqa: T201  # times are told, and not asserted
        assert all(url.startswith(server) for url in sizes)
        assert weight < MOST_BYTES
        assert page.evaluate("shifts.map((shift) => shift.value)") == []


def test_a_reader_gets_everywhere_by_keyboard(reader):
    page = reader("/").page

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    assert styled(page, ":focus", "outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Tent"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("A tent that stands")

    _tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("pole(40)")).to_be_visible()
    _tab_to(page, ".perform")
    page.keyboard.press("Enter")
    expect(page.locator(".answer").first).to_be_visible()
    _tab_to(page, "#walk")
    page.keyboard.press("Space")
    expect(page.locator("#walk")).to_have_attribute("aria-pressed", "true")
    _tab_to(page, "[rel=next]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("A rope")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not to be reached by keyboard")


def test_without_script_everything_is_there_to_read(reader):
    page = reader("/", java_script_enabled=False).page
    expect(page.locator(".stone")).to_have_count(4)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("is kept by a script")).to_be_visible()

    page.goto("/topics/camp.tent/")

    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("curl -si 'http")).to_have_count(2)
    page.get_by_text("16 more lines").click()
    expect(page.get_by_text("pole(40)")).to_be_visible()


def test_motion_is_left_out_where_it_is_not_wanted(reader):
    page = reader("/", reduced_motion="reduce").page
    assert styled(page, ".stone a", "transitionDuration") == "0s"

    page.emulate_media(reduced_motion="no-preference")
    assert styled(page, ".stone a", "transitionDuration") == "0.15s"


def test_print_holds_the_text_and_not_the_knobs(reader):
    page = reader("/topics/camp.tent/").page
    page.emulate_media(media="print")

    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Run it").first).to_be_hidden()
    assert page.get_by_text("pole(40)").evaluate("line => line.getBoundingClientRect().height") > 0
