"""Every kind of page is valid, has its landmarks and headings in order, and holds what its links and scripts name."""

import re
from itertools import pairwise

import html5lib
import pytest

from roadmap import register
from roadmap.tour import guide

pytestmark = pytest.mark.integration

KINDS = [
    "/",
    "/topics/camp.tent/",
    "/topics/camp.stove/",
    "/topics/camp.tend/",
    "/files/camp/tent.py",
    "/search/",
    "/search/?q=rope",
    "/search/?q=xylophone",
    "/doors/",
    "/api/problems/",
    "/nowhere",
]
every_kind = pytest.mark.parametrize("address", KINDS)
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def parsed(trail, visitor):
    """The tree of a page; whatever a browser would have to mend is an error."""

    def parse(address):
        page = visitor.get(address)
        return html5lib.HTMLParser(strict=True).parse(page.text)

    return parse


def elements(tree, *names):
    return [element for element in tree.iter() if element.tag in {HTML + name for name in names}]


@every_kind
def test_a_page_is_valid(parsed, address):
    assert elements(parsed(address), "title")


@pytest.mark.roadmap("web.html")
@every_kind
def test_a_page_has_its_landmarks(parsed, address):
    tree = parsed(address)

    assert [len(elements(tree, name)) for name in ("main", "h1")] == [1, 1]
    assert elements(tree, "header")[0] in list(elements(tree, "body")[0])
    labels = [nav.get("aria-label") for nav in elements(tree, "nav")]
    assert labels[0] == "Main"
    assert len(set(labels)) == len(labels)
    assert [form.get("role") for form in elements(tree, "form")] == ["search"]
    first = elements(tree, "a")[0]
    assert (first.get("class"), first.get("href")) == ("skip", f"#{elements(tree, 'main')[0].get('id')}")


@every_kind
def test_headings_leave_out_no_rank(parsed, address):
    ranks = [int(heading.tag[-1]) for heading in elements(parsed(address), "h1", "h2", "h3", "h4")]

    assert ranks[0] == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(ranks))


@pytest.mark.roadmap("web.html")
@every_kind
def test_what_a_page_names_within_itself_is_there_once(parsed, address):
    tree = parsed(address)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    named = [element.get(name) for element in tree.iter() for name in ("for", "aria-labelledby") if element.get(name)]
    linked = [element.get("href")[1:] for element in tree.iter() if element.get("href", "").startswith("#")]

    assert len(set(ids)) == len(ids)
    assert {*named, *linked} <= set(ids)


@every_kind
def test_a_page_keeps_to_its_security_policy(parsed, address):
    tree = parsed(address)
    attributes = {name for element in tree.iter() for name in element.keys()}  # noqa: SIM118  # an element is no dict
    scripts = elements(tree, "script")

    assert not {name for name in attributes if name == "style" or name.startswith("on")}
    assert not elements(tree, "style", "iframe")
    assert all(script.get("src", "").startswith("/static/") for script in scripts if script.get("type") == "module")
    assert {script.get("type") for script in scripts} <= {"module", "application/json"}


@every_kind
def test_a_page_asks_no_database(visitor, trail, address, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        visitor.get(address)


@pytest.mark.parametrize("address", [kind for kind in KINDS if not kind.startswith(("/api/", "/nowhere"))])
def test_a_page_that_has_not_changed_is_not_sent_again(visitor, trail, address):
    first = visitor.get(address)

    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == (304 if first.status_code == 200 else first.status_code)
    assert "Cookie" not in first.headers.get("Vary", "")


def test_a_new_result_is_sent(visitor, tested):
    etag = visitor.get("/").headers["ETag"]

    tested(tent="passed")

    assert visitor.get("/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("address", KINDS[:9])
def test_a_page_is_only_read(visitor, trail, address):
    assert visitor.post(address).status_code == 405


def test_every_topic_of_the_real_roadmap_has_a_valid_page(visitor):
    """One test: between two of them another one may change the tree, and reading the real one takes a second."""
    assert {slug: flaw for slug in register.load().topics if (flaw := _flaw(visitor.get(f"/topics/{slug}/")))} == {}


def _flaw(page):
    try:
        html5lib.HTMLParser(strict=True).parse(page.text)
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return "" if page.status_code == 200 else page.status_code


def test_every_marked_file_of_the_real_tree_is_shown(visitor):
    paths = guide.load().marks

    answers = {path: visitor.get(f"/files/{path}") for path in paths}

    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    for path, answer in answers.items():
        assert len(re.findall(r'<span class="ln', answer.text)) == len(guide.load().texts[path].splitlines())
