"""A topic's page shows the code as it stands, its tests with their last results, and what to run."""

import json
import re
from html import unescape

import pytest

from accounts.demo import ACCOUNTS

pytestmark = pytest.mark.integration


@pytest.fixture
def tent(trail, visitor):
    return visitor.get("/topics/camp.tent/").text


@pytest.fixture
def rope(trail, visitor):
    return visitor.get("/topics/camp.rope/").text


def words(html):
    """What is read, with a space where an element that stands by itself begins or ends."""
    apart = re.sub(r"</?(?:li|p|h\d)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def excerpts(page):
    return [
        unescape(re.sub(r"<[^>]+>", "", code))
        for code in re.findall(r"<pre tabindex=\"0\"><code>(.+?)</code>", page, re.DOTALL)
    ]


def test_its_excerpt_is_the_code_with_the_numbers_of_its_lines(rope):
    (code,) = excerpts(rope)

    assert code.splitlines() == [
        "2class Rope:",
        '3    """It is',
        '4    long <and> thin."""',
        "5",
        "6    length = 2",
    ]


def test_a_number_leads_to_its_line_and_the_caption_to_the_first(rope):
    assert '<a href="/files/camp/rope.py#L4" tabindex="-1">4</a>' in rope
    assert '<a href="/files/camp/rope.py#L2">camp/rope.py</a> <span>lines 2–6</span>' in rope


def test_a_long_excerpt_folds_and_a_short_one_does_not(tent, rope):
    head, rest = excerpts(tent)

    assert (len(head.splitlines()), len(rest.splitlines())) == (24, 16)
    assert "<summary>16 more lines</summary>" in tent
    assert "<details>" not in rope


def test_what_is_between_two_markers_is_cut_from_other_files(trail, visitor):
    assert excerpts(visitor.get("/topics/camp.knot/").text) == ["3<b>{% if tied %}{{ knot }}{% endif %}</b>\n"]


def test_parts_come_in_the_order_of_a_reader(tent):
    headings = re.findall(r"<h2.*?>(.+?)</h2>", tent)

    assert headings == ["Where it lives", "Why here", "What goes wrong without it", "Proof", "Try it", "Test yourself"]


def test_names_of_files_and_topics_lead_to_them(tent):
    assert '<a href="/files/camp/tent.py"><code>camp/tent.py</code></a>' in tent
    assert '<a href="/topics/camp.rope/"><code>camp.rope</code></a>' in tent
    assert '<a href="https://weather.example/">' in tent


def test_a_link_to_what_the_tour_does_not_show_is_plain_text(tent):
    """The stove has no page yet, and the sky is no topic."""
    assert "<a>The stove</a>" in tent
    assert "<a>the sky</a>" in tent


def test_html_in_prose_is_text(tent):
    assert "&lt;b&gt;nowhere&lt;/b&gt;" in tent


def test_commands_stand_out_from_their_output(tent):
    assert "<b>$ echo one \\</b>\n<b>    two</b>\none two</code>" in tent


def test_commands_ask_the_service_that_shows_them(trail, visitor):
    page = trail / "roadmap/topics/camp/tent.md"
    page.write_text(page.read_text().replace("$ echo one", "$ curl http://127.0.0.1:8000/livez\n$ echo one"))

    told = visitor.get("/topics/camp.tent/", headers={"host": "testserver:8731"}).text

    assert "<b>$ curl http://testserver:8731/livez</b>" in told
    assert "127.0.0.1:8000" not in told


def test_each_test_is_told_with_its_last_result(tested, visitor):
    tested(tent="passed", rope="failed")

    assert "passed it holds today 09:14 UTC" in words(visitor.get("/topics/camp.tent/").text)
    assert "failed it holds today 09:14 UTC" in words(visitor.get("/topics/camp.rope/").text)
    assert "not run yet it holds" in words(visitor.get("/topics/camp.knot/").text)


def test_a_test_leads_to_its_line(tent):
    assert '<a href="/files/tests/test_tent.py#L5">it holds</a>' in tent


def test_it_says_what_to_know_first_and_where_it_leads(trail, visitor):
    around = words(visitor.get("/topics/camp.rope/").text)

    assert "Walk first: A stove (planned). Leads to: A knot." in around


def test_the_way_goes_on_along_the_walk(trail, visitor, rope):
    """The stove between tent and rope is not set."""
    assert '<a rel="prev" href="/topics/camp.tent/">' in rope
    assert '<a rel="next" href="/topics/camp.knot/">' in rope
    assert 'rel="prev"' not in visitor.get("/topics/camp.tent/").text
    assert 'rel="next"' not in visitor.get("/topics/camp.knot/").text


def test_the_stone_is_marked_on_its_path(rope):
    assert rope.count('aria-current="page"') == 1
    assert 'href="/topics/camp.rope/" aria-current="page">A rope' in rope


def test_a_planned_topic_says_so_and_where_to_go_instead(trail, visitor):
    page = visitor.get("/topics/camp.stove/")

    assert page.status_code == 200
    assert "When it is, you will read here where the shop shows it, and why;" in page.text
    assert "These stones are set, and near: A tent that stands A knot A rope" in words(page.text)
    assert "What is missing" not in page.text


def test_a_topic_that_is_begun_says_what_is_missing(trail, visitor):
    (trail / "camp/stove.py").write_text("# roadmap: camp.stove\nGAS = 1\n")

    assert "the page roadmap/topics/camp/stove.md" in visitor.get("/topics/camp.stove/").text


def test_a_mistyped_topic_is_not_found_and_the_nearest_are_named(trail, visitor):
    page = visitor.get("/topics/camp.tend/")

    assert page.status_code == 404
    assert "The roadmap has no topic camp.tend." in words(page.text)
    assert '<a href="/topics/camp.tent/">A tent that stands</a>' in page.text


def test_a_name_like_nothing_is_not_found_and_shown_as_text(trail, visitor):
    page = visitor.get("/topics/<script>/")

    assert page.status_code == 404
    assert "Did you mean" not in page.text
    assert '<a href="/search/?q=%3Cscript%3E">Search for it</a>' in page.text
    assert "&lt;script&gt;" in page.text


def allowed(page):
    (text,) = re.findall(r'<script id="allowed" .+?>(.+?)</script>', page)
    return json.loads(text)


def test_a_page_allows_its_own_requests_and_no_others(tent):
    runs = allowed(tent)["runs"]

    assert [run["request"] for run in runs] == [
        "GET /api/v1/products/?limit=2",
        "POST /api/v1/products/",
        "PATCH /api/v1/products/bothy-tent/",
        "GET /api/v1/products/?colour=red",
    ]
    assert runs[2] == {
        "request": "PATCH /api/v1/products/bothy-tent/",
        "method": "PATCH",
        "path": "/api/v1/products/bothy-tent/",
        "actor": "staff",
        "body": {"description": "Sleeps two and a dog."},
        "if_match": True,
    }


def test_demo_accounts_are_in_the_page_on_a_readers_machine(tent):
    assert allowed(tent)["accounts"] == {
        account.role: {"email": account.email, "password": account.password} for account in ACCOUNTS
    }
    assert tent.count(">Run it</button>") == 4


def test_elsewhere_there_is_a_command_to_copy_and_no_account(trail, visitor, settings):
    settings.EMBEDDED = False

    page = visitor.get("/topics/camp.tent/").text

    assert page.count(">Copy the command</button>") == 4
    assert "Run it" not in page
    assert 'id="allowed"' not in page
    assert not any(account.email in page or account.password in page for account in ACCOUNTS)


def test_what_a_command_names_is_set_above_it_and_a_token_once_a_person(tent):
    parts = [re.findall(r'<pre class="block"><code>(\w+)=', part) for part in tent.split('<section class="run"')[1:]]

    assert parts == [[], ["TOKEN"], ["ETAG"], []]
    assert ACCOUNTS[1].email in unescape(tent.split("TOKEN=")[1].split("</code>")[0])


def test_a_request_is_told_as_a_command(tent):
    *_, patch, _question = [
        unescape(code) for code in re.findall(r'<pre class="block curl"><code>(curl .+?)</code>', tent, re.DOTALL)
    ]

    assert patch.splitlines() == [
        "curl -si -X PATCH http://testserver/api/v1/products/bothy-tent/ \\",
        '  -H "Authorization: Bearer $TOKEN" \\',
        '  -H "If-Match: $ETAG" \\',
        "  -H 'Content-Type: application/json' \\",
        """  -d '{"description": "Sleeps two and a dog."}'""",
    ]
