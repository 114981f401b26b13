"""What the tour shows is taken at one moment, from a checkout or from a file that was built before."""

import io
import subprocess

import pytest
from django.core.management import call_command

from roadmap.tour import guide, latest

pytestmark = pytest.mark.integration


def test_only_what_is_marked_is_kept(taken):
    assert set(taken.texts) == {
        *("camp/tent.py", "camp/rope.py", "camp/knot.html"),
        *(f"roadmap/topics/camp/{name}.md" for name in ("tent", "rope", "knot")),
        *(f"tests/test_{name}.py" for name in ("tent", "rope", "knot")),
    }


def test_the_walk_leads_past_what_to_know_first(taken):
    """The rope stands behind the knot on the map, and the stove between them is not set."""
    assert [topic.slug for topic in taken.walk] == ["camp.tent", "camp.rope", "camp.knot"]


def test_a_topic_knows_what_it_leads_to(taken):
    topics = taken.snapshot.register.topics

    assert taken.leads_to(topics["camp.tent"]) == [topics["camp.stove"]]


def test_a_page_that_cannot_be_read_is_left_out(trail, visitor):
    page = trail / "roadmap/topics/camp/rope.md"
    page.write_text(f"---\nruns: many\n---\n{page.read_text()}")

    assert set(guide.load().pages) == {"camp.tent", "camp.knot"}
    assert visitor.get("/topics/camp.rope/").status_code == 200


def test_it_is_taken_once(trail):
    first = guide.load()
    (trail / "camp/tent.py").write_text("")

    assert guide.load() is first


def built(trail):
    out = io.StringIO()
    call_command("roadmap", "build", stdout=out)
    assert out.getvalue() == f"Written: {trail / 'data/roadmap.json'}\n"


def test_where_no_tests_are_the_built_one_is_shown(trail, taken, visitor):
    built(trail)
    for folder in ("camp", "tests", "roadmap"):
        (trail / folder).rename(trail / f"no-{folder}")
    guide.load.cache_clear()

    loaded = guide.load()

    assert (loaded.snapshot, loaded.texts) == (taken.snapshot, taken.texts)
    assert 'def</span> <span class="d">pitch' in visitor.get("/topics/camp.tent/").text


def test_a_checkout_is_read_live_whatever_was_built(trail, taken):
    built(trail)
    (trail / "camp/rope.py").unlink()
    guide.load.cache_clear()
    subprocess.run(["git", "init", "--quiet"], cwd=trail, check=True)

    assert "camp/rope.py" not in guide.load().texts


def test_results_are_read_anew_when_they_change(tested):
    assert latest.load().by_place == {}

    for outcome in ("failed", "passed"):
        tested(tent=outcome)
        assert [result.outcome for result in latest.load().by_place.values()] == [outcome]
    assert latest.load() is latest.load()
