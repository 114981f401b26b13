"""The admin in the look of the house: its colours, its words, and lists that fit."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests import factories

pytestmark = pytest.mark.integration

HOUSE, ADMIN = Path("core/static/core/cairn.css").read_text(), Path("core/static/core/admin.css").read_text()
COLOUR = r"#[0-9a-f]{6}"


def test_the_colours_are_those_of_the_house_in_both_themes():
    light, dark = (dict(re.findall(rf"--(\w+): ({COLOUR});", part)) for part in HOUSE.split("@media", 2)[:2])
    both = re.findall(rf"--(\w+): light-dark\(({COLOUR}), ({COLOUR})\);", ADMIN)

    assert {name: (in_light, in_dark) for name, in_light, in_dark in both} == {
        name: (light[name], dark[name]) for name in light
    }


def test_every_variable_of_djangos_that_is_a_colour_has_one_of_ours():
    base = Path(str(finders.find("admin/css/base.css"))).read_text()
    theirs = base[base.index(":root") : base.index("--font-family-primary")]
    names = {name for name in re.findall(r"--([\w-]+):", theirs) if not name.endswith("icon")}
    # What Django makes of another one.
    derived = {"object-tools-fg"}

    assert names - derived <= set(re.findall(r"--([\w-]+):", ADMIN))


@pytest.mark.parametrize("page", ["", "catalog/product/", "catalog/product/add/", "login/"])
def test_every_page_has_the_sheet_and_says_sign_in_and_out(client, desk, page):
    shown = client.get("/admin/login/") if page == "login/" else desk.open(page)
    text = shown.content.decode()

    assert 'href="/static/core/admin.css"' in text
    assert not re.search(r"log (in|out)", text, re.IGNORECASE)


def test_a_list_tells_the_state_in_a_word_and_shows_fifty(desk, tents):
    for number in range(51):
        factories.product(sku=f"TENT-{number}", slug=f"tent-{number}", category=tents)

    page = desk.open("catalog/product/")

    assert page.content.decode().count('<td class="field-stands">on sale</td>') == 50


def test_what_is_a_sku_when_made_is_one_when_changed(desk, tent):
    for page in ("add/", f"{tent.pk}/change/"):
        text = desk.open(f"catalog/product/{page}").content.decode()

        assert ("SKU:" in text, "Sku:" in text) == (True, False)
