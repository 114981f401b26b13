"""Markers, marks and pages are found where they stand, and tied to what they mean."""

import subprocess
from pathlib import Path

import pytest

from roadmap.markers import snapshot
from roadmap.register import Register, Section, Topic
from tests.roadmap.camp import PAGE

LOST = PAGE.replace("`camp/tent.py`", "the camp")

pytestmark = pytest.mark.integration

TOPICS = Register((Section("camp", "A camp", (Topic("camp.tent", "A tent"), Topic("camp.stove", "A stove"))),))


@pytest.fixture
def taken(tmp_path):
    """Called with names and texts, it gives the snapshot of a tree of those files."""

    def take(files):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return snapshot.take(tmp_path, TOPICS)

    return take


def faults(taken):
    return [str(fault) for fault in taken.faults]


PYTHON = {
    "def pitch():\n    pass\n": ("2-3", "pitch"),
    "@cache\n@logged(\n    1\n)\ndef pitch():\n    pass\n": ("2-7", "pitch"),
    "async def pitch():\n    pass\n": ("2-3", "pitch"),
    "class Tent:\n    poles = 2\n\nPEGS = 12\n": ("2-3", "Tent"),
    "PEGS = [\n    12,\n]\n": ("2-4", "PEGS"),
    "PEGS: int = 12\n": ("2-2", "PEGS"),
    "class Tent: poles = 2\n": ("2-2", "Tent"),
    "with storm():\n    pass\n": ("2-3", "pitch.py"),
    "# Two poles are enough.\nPOLES = 2\n": ("3-3", "POLES"),
}


@pytest.mark.parametrize(("source", "place"), PYTHON.items())
def test_a_marker_in_python_marks_the_statement_below(taken, source, place):
    (marker,) = taken({"core/pitch.py": f"# roadmap: camp.tent\n{source}"}).markers

    lines, title = place
    assert (marker.slug, marker.place, marker.title) == ("camp.tent", f"core/pitch.py:{lines}", title)


@pytest.mark.parametrize(
    ("inner", "title"),
    [("def pitch(self):\n        pass", "Tent.pitch"), ("poles = 2", "Tent.poles"), ("for peg in (): peg()", "Tent")],
)
def test_a_title_is_qualified(taken, inner, title):
    (marker,) = taken({"tent.py": f"class Tent:\n    # roadmap: camp.tent\n    {inner}\n"}).markers

    assert marker.title == title


def test_one_marker_may_name_several_topics(taken):
    markers = taken({"tent.py": "# roadmap: camp.tent, camp.stove\nPEGS = 12\n"}).markers

    assert [(marker.slug, marker.line, marker.first) for marker in markers] == [
        ("camp.tent", 1, 2),
        ("camp.stove", 1, 2),
    ]


def test_markers_may_stand_above_each_other(taken):
    markers = taken({"tent.py": "# roadmap: camp.tent\n# roadmap: camp.stove\nPEGS = 12\n"}).markers

    assert [(marker.slug, marker.first) for marker in markers] == [("camp.tent", 3), ("camp.stove", 3)]


def test_a_string_is_no_marker(taken):
    found = taken({"tent.py": '"""\n# roadmap: camp.tent\n"""\nSAID = "# roadmap: camp.tent"\n'})

    assert (found.markers, found.faults) == ((), ())


COMMENTS = ["# {}", "#{}", "// {}", "-- {}", "<!-- {} -->", "/* {} */", "{{# {} #}}", "{{/* {} */}}", "    # {}  "]


@pytest.mark.parametrize("comment", COMMENTS)
def test_elsewhere_a_marker_marks_up_to_its_end(taken, comment):
    start, end = comment.format("roadmap: camp.tent"), comment.format("roadmap: end")

    (marker,) = taken({"docker/tent.conf": f"one\n{start}\ntwo\n\nthree\n{end}\nfour\n"}).markers

    assert (marker.place, marker.title, marker.line) == ("docker/tent.conf:3-5", "tent.conf", 2)


def test_blocks_may_be_nested(taken):
    text = "# roadmap: camp.tent\none\n# roadmap: camp.stove\ntwo\n# roadmap: end\n# roadmap: end\n"

    markers = taken({"tent.yaml": text}).markers

    assert [(marker.slug, marker.first, marker.last) for marker in markers] == [
        ("camp.stove", 4, 4),
        ("camp.tent", 2, 5),
    ]


@pytest.mark.parametrize("text", ["roadmap: camp.tent\n", "tent: 1 # roadmap: camp.tent\n", "# The roadmap: a map.\n"])
def test_what_is_no_comment_of_its_own_is_no_marker(taken, text):
    found = taken({"tent.yaml": text})

    assert (found.markers, found.faults) == ((), ())


BROKEN = {
    (
        "tent.py",
        "\n# roadmap: camp.tend\nPEGS = 12\n",
    ): "tent.py:2: No topic is called 'camp.tend': did you mean camp.tent",
    ("tent.py", "# roadmap:\nPEGS = 12\n"): "tent.py:1: No topic is called ''",
    ("tent.py", "# roadmap: camp.tent\n\nPEGS = 12\n"): "tent.py:1: `roadmap: camp.tent` marks nothing",
    ("tent.py", "# roadmap: camp.tent\n"): "tent.py:1: `roadmap: camp.tent` marks nothing",
    ("tent.py", "PEGS = [\n    # roadmap: camp.tent\n    12,\n]\n"): "tent.py:2: `roadmap: camp.tent` marks nothing",
    ("tent.py", "PEGS = 12  # roadmap: camp.tent\n"): "tent.py:1: `roadmap: camp.tent` marks nothing: it has a line",
    ("tent.py", "# roadmap: camp.tent\nPEGS = = 12\n"): "tent.py:2: its marks cannot be read: invalid syntax",
    ("tent.sql", "-- roadmap: camp.tend\n1\n-- roadmap: end\n"): "tent.sql:1: No topic is called 'camp.tend'",
    ("tent.sql", "\n-- roadmap: camp.tent\n1\n"): "tent.sql:2: `roadmap: camp.tent` is not closed",
    ("tent.sql", "-- roadmap: camp.tent\n\n-- roadmap: end\n"): "tent.sql:1: `roadmap: camp.tent` marks nothing",
    ("tent.sql", "1\n-- roadmap: end\n"): "tent.sql:2: `roadmap: end` ends nothing",
    ("roadmap/topics/camp/tend.md", LOST): "roadmap/topics/camp/tend.md:1: No topic is called 'camp.tend'",
}


@pytest.mark.parametrize(("file", "message"), BROKEN.items())
def test_what_leads_nowhere_is_told_with_its_place(taken, file, message):
    found = taken(dict([file]))

    (told,) = faults(found)
    assert told.startswith(message)
    assert (found.markers, found.pages) == ((), ())


def test_faults_are_told_in_the_order_of_their_lines(taken):
    found = taken({"tent.sql": "-- roadmap: camp.tent\n-- roadmap: camp.tend\n1\n-- roadmap: end\n"})

    assert [fault.line for fault in found.faults] == [1, 2]


@pytest.mark.parametrize("name", ["docs/tent.yaml", "tests/tent.yaml", "README.md", "roadmap/topics.toml"])
def test_what_speaks_of_markers_is_not_read_for_them(taken, name):
    found = taken({name: "# roadmap: camp.tent\n"})

    assert (found.markers, found.faults) == ((), ())


TEST = '@pytest.mark.roadmap("camp.tent")\n'


def test_a_marked_test_is_found(taken):
    found = taken({"tests/camp/test_tent.py": f"\n@cache\n{TEST}def test_it_stands():\n    pass\n"})

    (test,) = found.tests
    assert (test.slug, test.line, test.last, test.name) == ("camp.tent", 4, 5, "test_it_stands")
    assert test.place == "tests/camp/test_tent.py::test_it_stands"


def test_a_marked_test_of_a_class_is_named_as_pytest_names_it(taken):
    (test,) = taken({"tests/test_tent.py": f"class TestTent:\n    {TEST}    def test_it_stands(self): ...\n"}).tests

    assert test.place == "tests/test_tent.py::TestTent::test_it_stands"


def test_a_mark_may_name_several_topics(taken):
    tests = taken({"tests/test_tent.py": TEST.replace('")', '", "camp.stove")') + "def test_it(): ...\n"}).tests

    assert [test.slug for test in tests] == ["camp.tent", "camp.stove"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("test_tent.py", "@pytest.mark.roadmap\ndef test_it(): ...\n"),
        ("test_tent.py", "@pytest.mark.roadmap()\ndef test_it(): ...\n"),
        ("test_tent.py", "@pytest.mark.roadmap(SLUG)\ndef test_it(): ...\n"),
        ("test_tent.py", "@pytest.mark.roadmap(slug='camp.tent')\ndef test_it(): ...\n"),
        ("test_tent.py", "@pytest.mark.roadmap('camp.tent', SLUG)\ndef test_it(): ...\n"),
        ("test_tent.py", "@pytest.mark.roadmap('camp.tent', why='It stands.')\ndef test_it(): ...\n"),
        ("test_tent.py", "pytestmark = pytest.mark.roadmap('camp.tent')\n"),
        ("test_tent.py", f"{TEST}def stove(): ...\n"),
        ("conftest.py", f"{TEST}def test_it(): ...\n"),
    ],
)
def test_a_mark_that_marks_no_test_is_told(taken, name, source):
    found = taken({f"tests/{name}": source})

    message = "pytest.mark.roadmap belongs directly above a test, with its topics as plain strings."
    assert (found.tests, faults(found)) == ((), [f"tests/{name}:1: {message}"])


@pytest.mark.parametrize("name", ["conftest.py", "factories.py", "camp/tent.py"])
def test_what_tests_stand_on_is_marked_like_all_code(taken, name):
    (marker,) = taken({f"tests/{name}": "# roadmap: camp.tent\nPEGS = 12\n"}).markers

    assert marker.place == f"tests/{name}:2-2"


def test_a_comment_marks_no_test(taken):
    found = taken({"tests/test_tent.py": "# roadmap: camp.tent\ndef test_it(): ...\n"})

    message = "a test is marked by @pytest.mark.roadmap, not by a comment."
    assert (found.markers, faults(found)) == ((), [f"tests/test_tent.py:1: {message}"])


def test_a_mark_of_an_unknown_topic_is_told(taken):
    found = taken({"tests/test_tent.py": TEST.replace("tent", "tend") + "def test_it(): ...\n"})

    assert found.tests == ()
    assert faults(found)[0].startswith("tests/test_tent.py:2: No topic is called 'camp.tend'")


PROOFS = {
    "code": ("tent.py", "# roadmap: camp.tent\nPEGS = 12\n"),
    "a test": ("tests/test_tent.py", f"{TEST}def test_it(): ...\n"),
    "the page": ("roadmap/topics/camp/tent.md", "It stands.\n\n```console\n$ pitch\n```\n"),
}


def test_a_topic_with_every_proof_is_done(taken):
    standing = taken(dict(PROOFS.values())).standing("camp.tent")

    assert (standing.status, standing.missing) == ("done", ())


@pytest.mark.parametrize("absent", PROOFS)
def test_a_topic_that_lacks_a_proof_is_planned_and_says_what_it_lacks(taken, absent):
    standing = taken(dict(proof for what, proof in PROOFS.items() if what != absent)).standing("camp.tent")

    assert (standing.status, standing.is_begun) == ("planned", True)
    assert standing.missing[0].startswith(absent)


@pytest.mark.parametrize("block", ["python\n$ pitch", "console\npitch", "console\n```\n\n```text\n$ pitch"])
def test_a_page_without_a_command_is_not_enough(taken, block):
    page, _ = PROOFS["the page"]

    standing = taken(dict(PROOFS.values()) | {page: f"It stands.\n\n```{block}\n```\n"}).standing("camp.tent")

    assert standing.missing == (f"a command to try: `$ command` in a ```console block of {page}",)


def test_every_command_of_a_page_counts(taken):
    page, text = PROOFS["the page"]

    found = taken({page: text + "\n```console\n$ pitch\nup\n$ strike\n```\n"})

    assert [page.commands for page in found.pages] == [3]


def test_an_untouched_topic_is_not_begun(taken):
    assert not taken({}).standing("camp.stove").is_begun


@pytest.mark.parametrize(("line", "topics"), [(None, 2), (1, 1), (2, 1), (3, 1), (4, 0), (6, 1), (7, 0)])
def test_a_place_knows_its_topics(taken, line, topics):
    source = "# roadmap: camp.tent\ndef pitch():\n    pass\n\n# roadmap: camp.stove\nGAS = 1\n"

    assert len(list(taken({"tent.py": source}).at(Path("tent.py"), line))) == topics


def test_in_a_checkout_what_git_ignores_is_not_read(taken, tmp_path):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)

    markers = taken(
        dict.fromkeys(("tent.py", "drafts/tent.py"), PROOFS["code"][1]) | {".gitignore": "drafts/\n"}
    ).markers

    assert [marker.path.name for marker in markers] == ["tent.py"]


def test_in_a_checkout_a_deleted_file_and_a_link_to_a_folder_are_passed_over(taken, tmp_path):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    taken({"core/tent.py": PROOFS["code"][1], "stove.py": PROOFS["code"][1]})
    subprocess.run(["git", "add", "stove.py"], cwd=tmp_path, check=True)
    (tmp_path / "stove.py").unlink()
    (tmp_path / "camp").symlink_to("core")

    assert [marker.path for marker in taken({}).markers] == [Path("core/tent.py")]


def test_only_a_document_is_a_page(taken):
    found = taken({"roadmap/topics/camp/tent.txt": "It stands.\n", "roadmap/topics/camp/storm.svg": "<svg/>\n"})

    assert (found.pages, found.faults) == ((), ())


def test_elsewhere_what_is_hidden_or_built_is_not_read(taken):
    names = ["camp/tent.py", ".venv/tent.py", "camp/node_modules/tent.py"]

    assert [marker.path for marker in taken(dict.fromkeys(names, PROOFS["code"][1])).markers] == [Path(names[0])]


def test_what_is_no_text_is_passed_over(taken):
    assert taken({"tent.png": b"\x89PNG # roadmap: \xff"}).faults == ()
