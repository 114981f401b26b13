"""`manage.py roadmap check`: take anything away from a done topic, and it is red and names the topic."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from roadmap import register
from roadmap.management import export
from roadmap.markers import snapshot
from tests.roadmap.camp import PAGE, TREE, plant

pytestmark = pytest.mark.integration

TENT, TOPICS = "roadmap/topics/camp/tent.md", "roadmap/topics.toml"
TEST = '@pytest.mark.roadmap("camp.tent")\n'
BLOCK = "```console\n$ echo It stands.\nIt stands.\n```\n"

# What is broken: the file, what stands there, what stands there then (None: the file is gone), what is said.
BROKEN = {
    "a marker": (
        "camp/tent.py",
        "# roadmap: camp.tent\n",
        "",
        "camp.tent is called done in roadmap/topics.toml, and lacks code: a marker",
    ),
    "the file of a marker": ("camp/tent.py", None, None, "lacks code: a marker `roadmap: camp.tent`"),
    "a test mark": ("tests/test_tent.py", TEST, "", 'lacks a test: @pytest.mark.roadmap("camp.tent")'),
    "the page": (TENT, None, None, "lacks the page roadmap/topics/camp/tent.md"),
    "the commands": (TENT, BLOCK, "", "camp.tent is called done in roadmap/topics.toml, and lacks a command"),
    "a heading": (TENT, "## Why here\n", "", "camp/tent.md:1: its headings are Where it lives"),
    "the front matter": (TENT, "A tent", "---\nruns: 2\n---\nA tent", "camp/tent.md:1: its front matter"),
    "the size": (TENT, "\n\n", "\n" * 60, "camp/tent.md:1: it has"),
    "a file that a page names": (TENT, "camp/tent.py", "camp/pole.py", "camp/tent.md:1: camp/pole.py does not exist"),
    "a link of a page": (TENT, "It rains", "[It](rain.md) rains", "camp/tent.md:1: the link rain.md leads nowhere"),
    "a slug in code": (
        "camp/tent.py",
        "camp.tent",
        "camp.tend",
        "camp/tent.py:1: No topic is called 'camp.tend': did you mean camp.tent",
    ),
    "a slug in a test": (
        "tests/test_tent.py",
        "camp.tent",
        "camp.tend",
        "tests/test_tent.py:7: No topic is called 'camp.tend'",
    ),
    "the topic of a page": (
        TOPICS,
        'camp.tent", title',
        'camp.bivouac", title',
        "camp.stove comes after an unknown topic",
    ),
    "the order of topics": (TOPICS, "after = [],", 'after = ["camp.stove"],', "in a circle"),
    "the word `done`": (TOPICS, ", done = true", "", "camp.tent has all that it takes: say `done = true`"),
    "a promise": (TOPICS, '["camp.tent"] }', '["camp.tent"], done = true }', "camp.stove is called done"),
    "the exported map": (
        "docs/roadmap.md",
        "A tent",
        "A hut",
        "docs/roadmap.md is not what the tree says of camp.tent: run `manage.py roadmap export`",
    ),
    "its file": ("docs/roadmap.md", None, None, "docs/roadmap.md is not what the tree says"),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN.values(), ids=BROKEN)
def test_whatever_is_taken_away_is_told(root, refusal, name, old, new, said):
    path = root / name
    text = path.read_text()
    path.unlink()
    if old is not None:
        assert old in text
        path.write_text(text.replace(old, new, 1))

    assert said in refusal()


ONE_OF_TWO = {
    "a marker": {"camp/tent.py": TREE["camp/tent.py"] + "\n\n# roadmap: camp.tent\nPEGS = 12\n"},
    "a test mark": {"tests/test_more.py": TREE["tests/test_tent.py"]},
    "a command": {TENT: PAGE.replace(BLOCK, BLOCK + "\n" + BLOCK)},
}


@pytest.mark.parametrize("more", ONE_OF_TWO.values(), ids=ONE_OF_TWO)
def test_one_of_two_cannot_be_taken_away_unseen(root, refusal, more):
    plant(root, more)
    call_command("roadmap", "export", stdout=io.StringIO())

    plant(root, TREE | {"tests/test_more.py": ""})

    assert "✗ docs/roadmap.md is not what the tree says of camp.tent: run `manage.py roadmap export`" in refusal()


@pytest.mark.parametrize("kind", ["markers", "tests", "pages"])
def test_in_the_real_tree_nothing_can_be_taken_away_unseen(kind):
    taken = snapshot.take(register.ROOT, register.load())

    for lost in getattr(taken, kind):
        rest: Any = {kind: tuple(each for each in getattr(taken, kind) if each is not lost)}
        poorer = replace(taken, **rest)
        told = [*poorer.problems, *export.drift(poorer, register.ROOT)]
        assert any(lost.slug in problem for problem in told), lost


def test_a_sound_tree_passes(root):
    out = io.StringIO()

    call_command("roadmap", "check", stdout=out)

    assert out.getvalue().endswith("topics 1/2 done, 2 markers, 1 tests, 1 commands\n")


def test_an_orphan_page_is_told(root, refusal):
    plant(root, {"roadmap/topics/camp/hut.md": PAGE})

    assert "roadmap/topics/camp/hut.md:1: No topic is called 'camp.hut'" in refusal()


def test_a_page_of_a_planned_topic_is_held_to_the_same(root, refusal):
    plant(root, {"roadmap/topics/camp/stove.md": "It burns.\n"})

    assert "roadmap/topics/camp/stove.md:1: its headings are none" in refusal()


def test_programs_read_what_is_wrong(root):
    plant(root, {"camp/tent.py": ""})
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("roadmap", "check", "--json", stdout=out)

    said = json.loads(out.getvalue())
    assert said.pop("mutants") == {"caught": 0, "tried": 0, "all": 0}
    assert said | {"problems": [], "begun": []} == {
        "topics": 2, "done": 0, "markers": 1, "tests": 1, "commands": 1, "problems": [], "begun": [],
    }  # fmt: skip
    assert [problem.partition(" ")[0] for problem in said["problems"]] == ["camp.tent", "docs/roadmap.md"]
    assert [line.partition(" ")[0] for line in said["begun"]] == ["camp.tent", "camp.stove"]


def test_the_exported_map_leads_to_everything(root):
    lines = (root / export.PATH).read_text().splitlines()

    assert lines[-7:] == [
        "## A camp",
        "",
        "- ● **[A tent](../roadmap/topics/camp/tent.md)** `camp.tent`, done, commands to try: 1",
        "  - Code: [`pitch`](../camp/tent.py#L2-L3)",
        "  - Tests: [`test_it_stands`](../tests/test_tent.py#L7)",
        "- ○ A stove `camp.stove`, planned",
        "  - Code: [`GAS`](../camp/stove.py#L2-L2)",
    ]


def test_the_map_is_exported_where_there_are_no_documents_yet(root):
    (root / export.PATH).unlink()
    (root / "docs").rmdir()

    call_command("roadmap", "export", stdout=io.StringIO())

    assert (root / export.PATH).read_text().startswith("# The roadmap\n")


def test_a_long_answer_goes_to_a_terminal_page_by_page(root, tmp_path, monkeypatch):
    pager = tmp_path / "less"
    pager.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/seen\ncat >> {tmp_path}/seen\n')
    pager.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)

    call_command("roadmap", "list", stdout=terminal)

    assert terminal.getvalue() == ""
    assert (tmp_path / "seen").read_text().startswith("-FRX\nA camp  1/2\n")
