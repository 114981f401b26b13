"""`manage.py roadmap`, as people and programs use it."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from roadmap import register
from tests.roadmap.camp import TREE, plant

pytestmark = pytest.mark.integration


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A small project with one topic done and one begun."""
    monkeypatch.setattr(register, "ROOT", tmp_path)
    plant(tmp_path, TREE)
    said("export")
    register.load.cache_clear()  # A test may change the register.
    return tmp_path


def said(*arguments, **options):
    out = io.StringIO()
    call_command("roadmap", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_list_tells_every_topic_with_sign_and_word(root):
    assert said("list").splitlines() == [
        "A camp  1/2",
        "  ● done     camp.tent   A tent",
        "  ○ planned  camp.stove  A stove",
        "",
        "topics 1/2 done, 2 markers, 1 tests, 1 commands",
    ]


def test_colour_is_for_terminals(root, monkeypatch):
    # Django looks at the process's own output, which may be a terminal while this goes elsewhere.
    monkeypatch.setattr("django.core.management.color.supports_color", lambda: True)

    assert "\x1b[" not in said("list")
    assert "\x1b[" in said("list", force_color=True)


def test_programs_read_the_list(root):
    tent, stove = json.loads(said("list", "--json"))

    assert tent == {
        "slug": "camp.tent",
        "title": "A tent",
        "section": "camp",
        "status": "done",
        "code": ["camp/tent.py:2-3"],
        "tests": ["tests/test_tent.py::test_it_stands"],
    }
    assert (stove["status"], stove["tests"]) == ("planned", [])


def test_a_topic_is_shown_with_all_that_stands_for_it(root):
    assert said("show", "camp.tent").splitlines() == [
        "A tent  camp.tent  ● done",
        "Section: A camp",
        "After:",
        "  nothing",
        "Code:",
        "  camp/tent.py:2-3  pitch",
        "Tests:",
        "  tests/test_tent.py::test_it_stands",
        "Page:",
        "  roadmap/topics/camp/tent.md",
    ]


def test_a_planned_topic_says_what_is_missing(root):
    shown = said("show", "camp.stove")

    assert "After:\n  camp.tent  A tent\n" in shown
    assert '  a test: @pytest.mark.roadmap("camp.stove")\n' in shown
    assert json.loads(said("show", "camp.stove", "--json"))["missing"][-1].startswith("a command to try")


def test_a_mistyped_topic_is_refused_in_one_line_with_the_nearest(root):
    with pytest.raises(CommandError, match=r"^No topic is called 'tents': did you mean camp\.tent\?$"):
        said("show", "tents")


@pytest.mark.parametrize("place", ["camp/tent.py", "camp/tent.py:1", "camp/tent.py:3", "{root}/camp/tent.py:2"])
def test_a_place_tells_its_topics(root, place):
    assert said("where", place.format(root=root)) == "camp.tent  A tent  camp/tent.py:2-3\n"


def test_programs_ask_for_a_place(root):
    test = {"slug": "camp.tent", "title": "A tent", "kind": "test", "place": "tests/test_tent.py::test_it_stands"}

    assert json.loads(said("where", "tests/test_tent.py:7", "--json")) == [test]


def test_an_unmarked_place_says_so(root):
    assert said("where", "camp/tent.py:9") == "No topic is marked there.\n"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("camp/stone.py", "There is no file camp/stone.py here."),
        (__file__, "There is no file .*test_command.py here."),
        ("camp/tent.py:two", "LINE being a number"),
    ],
)
def test_a_place_that_is_none_is_refused(root, place, message):
    with pytest.raises(CommandError, match=message):
        said("where", place)


def test_check_passes_and_tells_what_begun_topics_lack(root):
    begun, totals = said("check").splitlines()

    assert begun.startswith('camp.stove is begun. Missing: a test: @pytest.mark.roadmap("camp.stove"); the page')
    assert totals == "topics 1/2 done, 2 markers, 1 tests, 1 commands"


def test_check_fails_on_every_mark_that_leads_nowhere(root):
    plant(root, {"camp/peg.py": "# roadmap: camp.peg\nPEGS = 12\n", "compose.yaml": "# roadmap: camp.tent\na: 1\n"})
    out = io.StringIO()

    with pytest.raises(CommandError, match="Found where the roadmap and the tree part: 2"):
        call_command("roadmap", "check", stdout=out)

    assert "✗ compose.yaml:1: `roadmap: camp.tent` is not closed" in out.getvalue()
    assert "✗ camp/peg.py:1: No topic is called 'camp.peg'" in out.getvalue()


def test_check_fails_on_a_register_that_contradicts_itself(root):
    path = root / register.PATH
    path.write_text(path.read_text().replace('["camp.tent"]', '["camp.pole"]'))

    with pytest.raises(CommandError, match=r"topics\.toml: camp\.stove comes after an unknown topic"):
        said("check")


def test_the_real_tree_is_sound():
    assert "topics " in said("check")
    assert len(json.loads(said("list", "--json"))) == 76


@pytest.mark.parametrize("part", ["list", "show", "where", "check", "export"])
def test_each_part_says_what_it_does(part, capsys):
    with pytest.raises(SystemExit, match="0"):
        said(part, "--help")

    assert f"roadmap {part}" in capsys.readouterr().out


@pytest.mark.system
def test_a_refusal_ends_with_status_1():
    command = [sys.executable, "manage.py", "roadmap", "show", "tents"]
    done = subprocess.run(command, cwd=register.ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("CommandError: No topic is called 'tents'")
    assert len(done.stderr.splitlines()) == 1
