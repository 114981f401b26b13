"""Marked files are shown whole, with their markers in the margin. No other file is shown, however it is asked for."""

import re

import pytest

from roadmap.tour import listing

pytestmark = pytest.mark.integration


def test_each_line_has_an_address(trail, visitor):
    page = visitor.get("/files/camp/rope.py").text

    assert re.findall(r' id="(L\d+)"', page) == [f"L{number}" for number in range(1, 7)]


def test_the_margin_leads_back_to_the_topic_where_its_place_begins(trail, visitor):
    page = visitor.get("/files/camp/rope.py").text
    marked = re.findall(r'<span class="ln marked" id="L(\d)">', page)
    margins = re.findall(r'id="L(\d)"><span class="margin"><a href="(.+?)"', page)

    assert marked == ["2", "3", "4", "5", "6"]
    assert margins == [("2", "/topics/camp.rope/")]
    assert '<a class="lines" href="#L2">lines 2–6</a>' in page


def test_a_test_is_shown_as_well(trail, visitor):
    page = visitor.get("/files/tests/test_tent.py").text

    assert 'id="L5"><span class="margin"><a href="/topics/camp.tent/"' in page


@pytest.mark.parametrize(
    "path",
    [
        "camp/loose.py",
        "roadmap/topics.toml",
        "roadmap/topics/camp/tent.md",
        "camp/../camp/tent.py",
        "camp//tent.py",
        "camp/tent.py/",
        "./camp/tent.py",
        "../../../../etc/passwd",
        "/etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "camp%2Ftent.py%00",
        "camp",
        "C:\\camp\\tent.py",
    ],
)
def test_nothing_else_is_shown(trail, visitor, path):
    answer = visitor.get(f"/files/{path}")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


@pytest.mark.parametrize(
    "name", ["tent.py", "tent.html", "tent.css", "tent.js", "tent.sql", "Makefile", "tent.unheard"]
)
@pytest.mark.parametrize("text", ["a = '<b>'\n", "\n\n  two\n\n", "no end of line", "'''\nopen"])
def test_highlighting_keeps_every_line_as_it_is(name, text):
    lines = listing.highlighted(name, text)

    plain = [re.sub(r"<[^>]+>", "", line) for line in lines]
    assert [
        line.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'") for line in plain
    ] == text.splitlines()


def test_a_string_over_several_lines_is_one_on_each():
    lines = listing.highlighted("rope.py", '"""one\n\ntwo"""\n')

    assert lines == (
        '<span class="s">&quot;&quot;&quot;one</span>',
        "",
        '<span class="s">two&quot;&quot;&quot;</span>',
    )


def test_few_classes_are_used():
    source = '@cache\ndef tie(knot: str = "reef") -> None:\n    # Twice.\n    return knot and 2\n'

    classes = set(re.findall(r'class="(\w+)"', "".join(listing.highlighted("knot.py", source))))

    assert classes == {"k", "d", "s", "c"}
