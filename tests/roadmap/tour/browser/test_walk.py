"""A reader walks: over the map, through topics and their files, and keeps what was walked."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.system


def walked(page: Page) -> list[str]:
    return page.locator(".stone:has(.tick:visible)").evaluate_all("stones => stones.map(stone => stone.dataset.slug)")


def test_the_map_leads_to_the_first_stone_and_on_to_the_last(reader):
    page = reader("/").page

    page.get_by_role("link", name="Start at the first stone").click()
    titles = [page.locator("h1").text_content()]
    while (onward := page.locator("[rel=next]")).count():
        onward.click()
        titles.append(page.locator("h1").text_content())

    assert titles == ["A tent that stands", "A rope", "A knot"]


def test_stones_are_told_apart_by_words_too(reader):
    page = reader("/").page

    expect(page.get_by_role("link", name="Tent (done, tests passed today)")).to_be_visible()
    expect(page.get_by_role("link", name="A stove (planned)")).to_be_visible()
    expect(page.locator(".stone .flag")).to_have_count(1)


def test_an_excerpt_unfolds_and_its_lines_lead_into_the_file(reader):
    page = reader("/topics/camp.tent/").page
    expect(page.get_by_text("pole(40)")).to_be_hidden()

    page.get_by_text("16 more lines").click()
    page.get_by_role("link", name="40", exact=True).click()

    expect(page).to_have_url(re.compile(r"/files/camp/tent\.py#L40$"))
    line = page.locator("#L40")
    expect(line).to_be_in_viewport()
    assert line.evaluate("line => getComputedStyle(line).backgroundColor") != page.locator("#L39").evaluate(
        "line => getComputedStyle(line).backgroundColor"
    )


def test_the_margin_of_a_file_leads_back(reader):
    page = reader("/files/camp/rope.py").page

    page.locator(".margin a").click()

    expect(page.locator("h1")).to_have_text("A rope")


def test_a_stone_is_marked_as_walked_and_the_map_leads_on(reader):
    page = reader("/topics/camp.tent/").page
    page.get_by_role("button", name="I have walked this").click()
    expect(page.get_by_role("button", name="I have walked this", pressed=True)).to_be_visible()

    page.get_by_role("link", name="Map").click()

    expect(page.get_by_role("link", name="1 walked by you")).to_be_visible()
    assert walked(page) == ["camp.tent"]
    expect(page.get_by_role("link", name="Tent (done, tests passed today) (walked by you)")).to_be_visible()
    page.get_by_role("link", name="Go on to the next stone").click()
    expect(page.locator("h1")).to_have_text("A rope")


def test_a_mark_can_be_taken_back_and_is_kept_over_a_reload(reader):
    page = reader("/topics/camp.tent/").page
    button = page.get_by_role("button", name="I have walked this")

    button.click()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_walk_is_saved_to_a_file_and_loaded_in_another_browser(reader, tmp_path):
    page = reader("/topics/camp.rope/").page
    page.get_by_role("button", name="I have walked this").click()
    page.goto("/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it to a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)

    other = reader("/").page
    assert walked(other) == []
    expect(other.get_by_text("walked by you").first).to_be_hidden()
    other.get_by_label("Load it from a file").set_input_files(file)

    expect(other.get_by_role("status")).to_have_text("1 new stone from cairn-walk.json.")
    assert walked(other) == ["camp.rope"]
    assert json.loads(file.read_text()) == {"format": "cairn-walk-1", "walked": ["camp.rope"]}


def test_a_walk_is_added_to_and_strange_stones_are_left_out(reader, tmp_path):
    file = tmp_path / "walk.json"
    file.write_text(
        json.dumps({"format": "cairn-walk-1", "walked": ["camp.knot", "camp.knot", "camp.sky", 7, "camp.tent"]})
    )
    page = reader("/topics/camp.tent/").page
    page.get_by_role("button", name="I have walked this").click()
    page.goto("/")

    page.get_by_label("Load it from a file").set_input_files(file)

    expect(page.get_by_role("status")).to_have_text("1 new stone from walk.json.")
    assert walked(page) == ["camp.tent", "camp.knot"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"walked": ["camp.tent"]}', '{"format": "cairn-walk-1", "walked": "all"}']
)
def test_a_file_that_is_no_walk_changes_nothing(reader, tmp_path, text):
    file = tmp_path / "boots.json"
    file.write_text(text)
    page = reader("/").page

    page.get_by_label("Load it from a file").set_input_files(file)

    expect(page.get_by_role("status")).to_have_text("boots.json is no saved walk. Nothing has changed.")
    assert walked(page) == []


def test_a_browser_that_keeps_nothing_still_shows_the_map(reader):
    page = reader("/search/").page
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })")

    page.goto("/topics/camp.tent/")
    page.get_by_role("button", name="I have walked this").click()

    expect(page.get_by_role("button", name="I have walked this", pressed=True)).to_be_visible()


def test_another_tab_hears_of_it(reader):
    page = reader("/").page
    other = page.context.new_page()
    other.goto("/topics/camp.tent/")

    other.get_by_role("button", name="I have walked this").click()

    expect(page.get_by_role("link", name="1 walked by you")).to_be_visible()


def test_the_box_in_the_head_of_each_page_finds(reader):
    page = reader("/doors/").page

    page.get_by_role("searchbox").fill("what is a rope used for?")
    page.get_by_role("searchbox").press("Enter")
    results = page.get_by_role("region", name=re.compile("found for"))
    results.get_by_role("link").first.click()

    expect(page.locator("h1")).to_have_text("A rope")
