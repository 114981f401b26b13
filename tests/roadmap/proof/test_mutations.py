"""A tree without a marked block is tried where its tests cannot enter it: one of them must fail."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from roadmap.markers import files, python, snapshot
from roadmap.markers.marks import Marker
from roadmap.proof import mutations
from roadmap.register import Register, Section, Topic
from tests.roadmap.camp import TREE, plant

pytestmark = pytest.mark.system

DECLARED = {
    "pyproject.toml": '[tool.pytest]\npythonpath = ["."]\nmarkers = ["roadmap(*slugs): topics"]\n',
    "camp/tent.py": "# roadmap: camp.tent\nPEGS = 12\n\n\ndef pitch():\n    return PEGS\n",
    "camp/tent.css": "/* roadmap: camp.tent */\n.tent { color: moss; }\n/* roadmap: end */\n",
    "tests/test_tent.py": """from pathlib import Path

import pytest

from camp import tent


@pytest.mark.roadmap("camp.tent")
def test_it_stands():
    assert tent.pitch() == 12


@pytest.mark.roadmap("camp.tent")
def test_its_colour():
    assert "moss" in Path("camp/tent.css").read_text()
""",
}
BLIND = DECLARED["tests/test_tent.py"].replace('"moss" in', "")


@pytest.fixture
def declared(root):
    """The small project, with a declaration and a style sheet instead of a function."""
    plant(root, DECLARED)
    call_command("roadmap", "export", stdout=io.StringIO())
    return root


def test_tests_that_notice_each_missing_block_pass(declared):
    out = io.StringIO()

    call_command("roadmap", "check", "--mutations", "all", stdout=out)

    assert "● caught  camp.tent  PEGS in camp/tent.py:2-2\n" in out.getvalue()
    assert "● caught  camp.tent  tent.css in camp/tent.css:2-2\n" in out.getvalue()
    assert "\n2 of 2 mutants caught, 2 in all\n" in out.getvalue()


def test_a_block_that_no_test_misses_is_told_with_topic_and_place(declared, refusal):
    plant(declared, {"tests/test_tent.py": BLIND})

    said = refusal("--mutations", "all")

    assert "✗ missed  camp.tent  tent.css in camp/tent.css:2-2\n1 of 2 mutants caught" in said.replace(
        "● caught  camp.tent  PEGS in camp/tent.py:2-2\n", ""
    )
    assert "✗ camp.tent: its tests pass without tent.css in camp/tent.css:2-2: mark a test that fails then" in said


def test_tests_that_fail_anyway_prove_nothing(declared, refusal):
    plant(declared, {"camp/tent.css": DECLARED["camp/tent.css"].replace("moss", "rust")})

    said = refusal("--mutations", "1")

    assert "✗ The marked tests fail in a copy of the tree, with nothing taken from it:\n" in said
    assert "1 failed" in said


def test_what_is_unsound_is_told_before_anything_is_tried(declared, refusal):
    plant(declared, {"docs/roadmap.md": ""})

    assert "caught" not in refusal("--mutations", "all")


def test_a_sample_is_as_large_as_asked_and_differs_between_commits():
    found = [
        mutations.Mutant(Marker("camp.tent", Path("tent.css"), line, line, "tent.css", line), ()) for line in range(50)
    ]

    one = mutations.sample(found, 3, seed="c0ffee")

    assert len(one) == 3
    assert one == mutations.sample(found[::-1], 3, seed="c0ffee")
    assert one != mutations.sample(found, 3, seed="beef")
    assert len(mutations.sample(found, 99, seed="c0ffee")) == 50


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tent.py", "A = 1\nPEGS = [\n    12,\n]\nB = 2\n", "A = 1\npass\n\n\nB = 2\n"),
        ("tent.css", "a\nb\nc\nd\ne\n", "a\n\n\n\ne\n"),
        ("tent.py", "class Tent:\n    poles = (\n        2\n    )\n", "class Tent:\n    pass\n\n\n"),
    ],
)
def test_the_marked_lines_are_gone_and_all_others_keep_their_numbers(name, before, after):
    marker = Marker("camp.tent", Path(name), 2, 4, "", 1)

    assert mutations.without(Path(name), before, marker) == after


FUNCTIONS = {
    "def pitch(): ...\n": True,
    "async def pitch(): ...\n": True,
    "@cache\ndef pitch(): ...\n": True,
    "class Tent:\n    def pitch(self): ...\n": True,
    "class Tent:\n    poles = 2\n": False,
    "PEGS = 12\n\n\ndef pitch(): ...\n": False,
    "PITCH = lambda: 2\n": False,
}


@pytest.mark.parametrize(("source", "expected"), FUNCTIONS.items())
def test_what_holds_a_function_is_executed_rather_than_taken_away(tmp_path, source, expected):
    plant(tmp_path, {"tent.py": f"# roadmap: camp.tent\n{source}"})
    topics = Register((Section("camp", "A camp", (Topic("camp.tent", "A tent"),)),))
    (marker,) = snapshot.take(tmp_path, topics).markers

    assert python.has_function(tmp_path, marker) is expected


def test_a_copy_holds_what_git_knows_and_nothing_else(tmp_path):
    tree, copy = tmp_path / "tree", tmp_path / "copy"
    plant(tree, TREE | {".gitignore": "data/\n", "data/secret": "", "camp/new.py": ""})
    subprocess.run(["git", "init", "--quiet"], cwd=tree, check=True)

    files.copy(tree, copy)

    names = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert names == {*TREE, ".gitignore", "camp/new.py"}


@pytest.mark.parametrize("count", ["some", "-1", "1.5"])
def test_a_count_that_is_none_is_refused(declared, refusal, count):
    assert "a number or `all`" in refusal("--mutations", count)
