"""The pytest plugin, in runs of its own over the small project."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from roadmap import register
from tests.roadmap.camp import TREE, plant

pytestmark = pytest.mark.system

FILE = "tests/test_tent.py"
OPTIONS = ("-p", "no:cacheprovider", "-p", "no:randomly", "-p", "roadmap.proof.plugin")
SETTINGS = f"""
[tool.pytest]
pythonpath = [".", "{register.ROOT}"]
addopts = ["--import-mode=importlib"]
DJANGO_SETTINGS_MODULE = "config.settings"
markers = ["roadmap(*slugs): topics", "console(slug): commands"]
"""
TESTS = """
import pytest

from camp import tent

proof = pytest.mark.roadmap("camp.tent")


@pytest.fixture
def poles():
    return tent.pitch()

@pytest.fixture
def storm():
    yield
    assert not "dry"

@proof
def test_passes(): assert tent.pitch() == 2

@proof
def test_fails(): assert tent.pitch() == 3

@proof
def test_fails_as_it_ends(storm): ...

@proof
def test_is_skipped(): pytest.skip("no storm")

@proof
@pytest.mark.parametrize("poles", range(6))
def test_fails_for_one_parameter(poles): assert tent.pitch() != poles

@proof
def test_runs_code_by_a_fixture(poles): ...

@proof
def test_runs_nothing(): ...

@proof
class TestTent:
    def test_one(self): tent.pitch()
    def test_other(self): assert 0

@pytest.mark.console("camp.tent")
def test_commands(): ...

def test_unmarked(): tent.pitch()
"""


@dataclass
class Run:
    status: int
    output: str
    kept: dict[str, Any]


def run(root, *arguments, **variables):
    """pytest over the small project, as somebody would start it there."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO", "COV"))}
    own = {"DATA_DIR": str(root / "data"), "PYTHONPATH": str(register.ROOT), "MODE": "", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "pytest", "-q", *OPTIONS, *arguments]
    done = subprocess.run(
        command, cwd=root, env={**inherited, **own, **variables}, capture_output=True, text=True, check=False
    )
    path = root / "data/proof.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    return Run(done.returncode, done.stdout + done.stderr, kept)


@pytest.fixture
def project(tmp_path):
    plant(tmp_path, TREE | {"pyproject.toml": SETTINGS})
    return tmp_path


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """What is kept of a run with two workers, of whom neither writes."""
    root = tmp_path_factory.mktemp("camp")
    plant(root, TREE | {"pyproject.toml": SETTINGS, FILE: TESTS})
    return run(root, "-n2").kept


OUTCOMES = {
    "test_passes": "passed",
    "test_fails": "failed",
    "test_fails_as_it_ends": "failed",
    "test_is_skipped": "skipped",
    "test_fails_for_one_parameter": "failed",
    "test_runs_code_by_a_fixture": "passed",
    "test_runs_nothing": "passed",
    "TestTent": "failed",
}


def test_the_worst_outcome_of_each_marked_place_is_kept(kept):
    outcomes = {place: values["outcome"] for place, values in kept.items()}

    assert outcomes == {f"{FILE}::{name}": outcome for name, outcome in OUTCOMES.items()} | {
        "console:camp.tent": "passed"
    }


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("test_passes", ["camp/tent.py:2-3"]),
        ("test_fails_for_one_parameter", ["camp/tent.py:2-3"]),
        ("test_runs_code_by_a_fixture", ["camp/tent.py:2-3"]),
        ("TestTent", ["camp/tent.py:2-3"]),
        ("test_runs_nothing", []),
    ],
)
def test_a_place_claims_the_marked_code_that_it_ran_and_no_other(kept, name, places):
    assert kept[f"{FILE}::{name}"]["ran"] == places


def test_an_unknown_topic_is_an_error_of_collection_that_names_the_nearest(project):
    plant(project, {FILE: TREE[FILE].replace('"camp.tent"', '"camp.tend"')})

    done = run(project)

    assert (done.status, done.kept) == (2, {})
    assert f"ERROR collecting {FILE}" in done.output
    assert "No topic is called 'camp.tend': did you mean camp.tent" in done.output


def test_a_run_leaves_what_it_does_not_repeat(project):
    run(project)
    plant(project, {FILE: TREE[FILE].replace("test_it_stands", "test_it_is_dry")})

    assert run(project).kept.keys() == {f"{FILE}::test_it_stands", f"{FILE}::test_it_is_dry"}


def test_an_interrupted_test_is_not_kept(project):
    plant(project, {FILE: TREE[FILE].replace("assert tent", "raise KeyboardInterrupt\n    assert tent")})

    assert run(project).kept == {}


def test_a_run_on_another_database_is_not_kept(project):
    done = run(project, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert (done.status, done.kept) == (0, {})
