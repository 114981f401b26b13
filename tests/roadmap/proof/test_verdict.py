"""`manage.py roadmap check --proof`: what is called done is borne out by results of this commit, or it is told."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from roadmap.proof import results
from roadmap.proof.results import Result
from tests.roadmap.camp import TREE, plant

pytestmark = pytest.mark.integration

TEST, CODE, COMMANDS = "tests/test_tent.py::test_it_stands", "camp/tent.py:2-3", "console:camp.tent"
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def result(outcome="passed", *ran, commit=""):
    """Outside a checkout there is no commit."""
    return Result(outcome, NOW, 0.1, commit, frozenset(ran))


SOUND = {TEST: result("passed", CODE), COMMANDS: result()}


@pytest.fixture(autouse=True)
def data(root, settings):
    settings.DATA_DIR = root / "data"


def test_a_commit_with_all_its_results_passes(root):
    results.record(SOUND)
    out = io.StringIO()

    call_command("roadmap", "check", "--proof", stdout=out)

    assert out.getvalue().endswith("topics 1/2 done, 2 markers, 1 tests, 1 commands\n")


def test_without_results_it_says_what_to_do_once(refusal):
    told = [line for line in refusal("--proof").splitlines() if line.startswith("✗")]

    assert told == ["✗ There are no results of this commit: run `make test`."]


UNPROVEN = {
    "a test failed": ({TEST: result("failed", CODE)}, f"camp.tent: {TEST} failed."),
    "a test was skipped": ({TEST: result("skipped", CODE)}, f"camp.tent: {TEST} skipped."),
    "a test ran at another commit": ({TEST: result("passed", CODE, commit="beef")}, f"camp.tent: {TEST} has no result"),
    "the code was not run": ({TEST: result()}, "camp.tent: no test marked with it runs pitch in camp/tent.py:2-3"),
    "the commands failed": ({COMMANDS: result("failed")}, "camp.tent: console:camp.tent failed."),
    "the commands were of another commit": ({COMMANDS: result(commit="beef")}, "console:camp.tent has no result"),
}


@pytest.mark.parametrize(("latest", "said"), UNPROVEN.values(), ids=UNPROVEN)
def test_what_is_not_proven_is_told_with_topic_and_place(refusal, latest, said):
    results.record(SOUND | latest)

    assert said in refusal("--proof")


def test_code_that_only_a_test_of_another_topic_runs_is_told(root, refusal):
    other = TREE["tests/test_tent.py"].replace("camp.tent", "camp.stove").replace("stands", "burns")
    plant(root, {"tests/test_stove.py": other})
    results.record(SOUND | {TEST: result(), "tests/test_stove.py::test_it_burns": result("passed", CODE)})

    assert "camp.tent: no test marked with it runs pitch" in refusal("--proof")


def test_a_declaration_need_not_be_entered(root):
    plant(root, {"camp/tent.py": TREE["camp/tent.py"] + "\n\n# roadmap: camp.tent\nPEGS = 12\n"})
    call_command("roadmap", "export", stdout=io.StringIO())
    results.record(SOUND)

    call_command("roadmap", "check", "--proof", stdout=io.StringIO())
