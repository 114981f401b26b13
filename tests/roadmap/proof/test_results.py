"""The store of last results: merged run by run, written at once, and never in the way."""

import subprocess
from datetime import UTC, datetime

import pytest

from roadmap.markers import files
from roadmap.proof import results
from roadmap.proof.results import Result, Results

pytestmark = pytest.mark.integration

DAWN = datetime(2026, 7, 1, 5, 30, tzinfo=UTC)
PASSED = Result("passed", DAWN, 0.5, "c0ffee", frozenset({"core/tent.py:2-3"}))


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Not there yet, like everything on a fresh clone."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def test_without_a_run_nothing_is_known():
    assert results.load() == Results()
    assert results.load().of("tests/test_tent.py::test_it") is None


def test_what_is_recorded_is_read_again():
    results.record({"tests/test_tent.py::test_it": PASSED})

    assert results.load().of("tests/test_tent.py::test_it") == PASSED


def test_a_run_replaces_what_it_repeats_and_leaves_the_rest():
    failed = Result("failed", DAWN, 1.0, "beef")
    results.record({"one": PASSED, "two": PASSED})

    results.record({"two": failed})

    assert results.load() == Results({"one": PASSED, "two": failed})


def test_results_of_other_commits_do_not_count_for_this_one():
    old = Result("passed", DAWN, 1.0, "beef")

    assert Results({"one": PASSED, "two": old}).at("c0ffee") == Results({"one": PASSED})


@pytest.mark.parametrize("text", ["", '{"one": ', "[]", '{"one": {"outcome": "passed"}}', '{"one": "passed"}', "\xff"])
def test_a_damaged_file_is_told_and_begun_anew(folder, caplog, text):
    folder.mkdir()
    results.path().write_text(text, encoding="latin-1")

    assert results.load() == Results()
    assert "proof.json is damaged, and begun anew" in caplog.text

    results.record({"one": PASSED})
    assert results.load() == Results({"one": PASSED})


def test_a_run_that_is_stopped_while_it_writes_leaves_the_old_file(folder, monkeypatch):
    results.record({"one": PASSED})

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        results.record({"one": Result("failed", DAWN, 1.0, "beef")})

    assert results.load() == Results({"one": PASSED})


WORST = {
    ("passed", "passed"): "passed",
    ("skipped", "passed"): "skipped",
    ("passed", "failed"): "failed",
    ("failed", "skipped"): "failed",
}


@pytest.mark.parametrize(("pair", "worst"), WORST.items())
def test_of_two_parameters_the_worse_counts_and_both_add_up(pair, worst):
    first = Result(pair[0], DAWN, 0.5, "c0ffee", frozenset({"a"}))
    second = Result(pair[1], DAWN.replace(hour=6), 0.25, "c0ffee", frozenset({"b"}))

    assert first.joined(second) == Result(worst, DAWN.replace(hour=6), 0.75, "c0ffee", frozenset({"a", "b"}))


def test_outside_a_checkout_there_is_no_commit(tmp_path):
    assert files.commit(tmp_path) == ""


def test_the_commit_is_the_one_checked_out(tmp_path):
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@cairn.example"]
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)

    assert files.commit(tmp_path) == ""

    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "core: Begin."], cwd=tmp_path, check=True)
    assert len(files.commit(tmp_path)) == 40
