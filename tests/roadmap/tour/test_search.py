"""What one asks for is found: topics before files and tests, and a question as well as a word."""

import re

import pytest

from roadmap import register
from roadmap.tour import guide, search

pytestmark = pytest.mark.integration


def found(taken, query):
    return [f"{entry.kind} {entry.title}" for entry in search.find(taken, query)]


@pytest.mark.parametrize("query", ["rope", "ropes", "ROPE", "what is a rope used for?", "camp.rope"])
def test_a_topic_comes_first(taken, query):
    assert found(taken, query)[0] == "Topic A rope"


def test_files_and_tests_are_found_by_their_topic_and_name(taken):
    assert {"File camp/rope.py", "File tests/test_rope.py", "Test test_it_holds"} <= set(found(taken, "rope holds"))


def test_a_word_that_begins_alike_is_found(taken):
    assert found(taken, "stand") == ["Topic A tent that stands"]


def test_what_is_set_comes_before_what_is_planned(trail, taken):
    topics = [title for title in found(taken, "a rope on a stove") if title.startswith("Topic")]

    assert topics[0] == "Topic A rope"
    assert "Topic A stove" in topics


@pytest.mark.parametrize("query", ["", "   ", "?!", "the of a", "xylophone"])
def test_nothing_is_found_where_nothing_is(taken, query):
    assert found(taken, query) == []


def test_a_test_leads_to_its_line(taken):
    (test, *_) = [entry for entry in search.find(taken, "test_rope holds") if entry.kind == "Test"]

    assert test.address == "/files/tests/test_rope.py#L5"


def test_results_are_a_landmark_and_ranked(trail, visitor):
    page = visitor.get("/search/", {"q": "rope"}).text

    assert '<section class="results" aria-labelledby="results">' in page
    assert page.index(">A rope</a>") < page.index(">camp/<wbr>rope.py</a>")
    assert 'value="rope"' in page


def test_a_name_wraps_between_its_parts_and_is_escaped():
    entry = search.Entry("File", "core/<b>/__init__.py", "", "", {})

    assert entry.wrapping == "core/<wbr>&lt;b&gt;/__<wbr>init__<wbr>.py"


def test_an_empty_search_says_what_can_be_asked(trail, visitor):
    page = visitor.get("/search/")

    assert page.status_code == 200
    assert "Ask in the box above" in page.text


def test_a_search_with_many_finds_shows_the_best_and_says_so(trail, visitor):
    (trail / "tests/test_many.py").write_text(
        "import pytest\n\n"
        + "".join(f'@pytest.mark.roadmap("camp.tent")\ndef test_zip_{n}():\n    pass\n\n\n' for n in range(21))
    )

    many, few = (visitor.get("/search/", {"q": query}).text for query in ("zip", "knot"))

    assert ">The best 20 for “zip”</h2>" in many
    assert many.count('<span class="kind">') == 20
    assert re.search(r">\d found for “knot”</h2>", few)


def test_where_nothing_is_found_or_near_the_walk_begins(trail, visitor):
    page = visitor.get("/search/", {"q": "xylophone"}).text

    assert (
        'The walk begins with <a href="/topics/camp.tent/">A tent that stands</a>, <a href="/topics/camp.rope/">'
        in page
    )


def test_a_search_without_finds_says_the_next_step(trail, visitor):
    page = visitor.get("/search/", {"q": "<tnet>"}).text

    assert "Nothing found for “&lt;tnet&gt;”" in page
    assert 'Did you mean <a href="/topics/camp.tent/">' in page
    assert '<a href="/">the map</a>' in page


@pytest.mark.parametrize("query", ["x" * 5000, "a b " * 2000, "%00", "🏔"])
def test_any_question_is_answered(trail, visitor, query):
    assert visitor.get("/search/", {"q": query}).status_code == 200


def test_a_strangers_question_is_answered_by_the_real_tree():
    first, *_ = search.find(guide.take(register.ROOT, register.load()), "what is a generator used for in a backend?")

    assert first.title == "Generators"
