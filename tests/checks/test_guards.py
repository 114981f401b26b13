"""A guard that is taken away must be missed, and a list that has drifted from the code must say so."""

import pytest

from checks import guards
from tests.checks.conftest import ROOT

pytestmark = pytest.mark.integration

TENT = {
    "pyproject.toml": '[tool.pytest]\npythonpath = ["."]\n',
    "tent.py": "def may_enter(who):\n    return who == 'Ada'\n",
    "tests/test_tent.py": "import tent\n\n\ndef test_a_bear_stays_outside():\n    assert not tent.may_enter('bear')\n",
    "checks/guards.toml": """
["only Ada enters"]
file = "tent.py"
takes = "who == 'Ada'"
leaves = "True"
red = ["tests/test_tent.py::test_a_bear_stays_outside"]
""",
}


@pytest.fixture
def tried(tmp_path, monkeypatch, capsys):
    """`tried({file: (old, new)})`: the exit status and the output of a run in a small project so changed."""

    def run(changes, *arguments):
        for name, text in TENT.items():
            old, new = changes.get(name, ("", ""))
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text.replace(old, new) if old else text)
        monkeypatch.chdir(tmp_path)
        status = guards.main(arguments)
        return status, capsys.readouterr().out

    return run


def test_every_guard_of_this_tree_stands_where_the_list_says_and_its_test_is_there():
    assert list(guards.drifted(guards.load(ROOT), ROOT)) == []


def test_a_guard_that_a_test_misses_is_caught(tried):
    status, said = tried({})

    assert (status, said.startswith("caught  only Ada enters\n1 of 1 caught in ")) == (0, True)


def test_one_case_of_a_test_may_be_named_and_has_to_be_there(tried):
    by_case = "import pytest\n\n\n@pytest.mark.parametrize('who', ['bear'])\ndef test_a_bear_stays_outside(who):"
    in_cases = {"tests/test_tent.py": ("\n\ndef test_a_bear_stays_outside():", by_case)}

    named, gone = (
        tried({**in_cases, "checks/guards.toml": ("outside", f"outside[{who}]")}) for who in ("bear", "wolf")
    )

    assert (named[0], named[1].startswith("caught  only Ada enters")) == (0, True)
    assert (gone[0], gone[1].startswith("The tests fail in a copy of the tree")) == (1, True)


def test_a_guard_that_no_test_misses_is_told_and_fails(tried):
    status, said = tried({"tests/test_tent.py": ("bear')", "bear') or True")})

    assert (status, said.startswith("missed  only Ada enters\n0 of 1 caught in ")) == (1, True)


def test_a_tree_that_can_t_be_imported_is_no_test_that_went_red(tried):
    status, said = tried({"checks/guards.toml": ('leaves = "True"', 'leaves = ")"')})

    assert (status, said.startswith("missed  only Ada enters")) == (1, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tent.py": ("Ada", "Grace")}, "only Ada enters: tent.py holds `takes` 0 times, not once."),
        (
            {"tent.py": ("return", "return who == 'Ada' or")},
            "only Ada enters: tent.py holds `takes` 2 times, not once.",
        ),
        (
            {"checks/guards.toml": ('"tent.py"', '"gone.py"')},
            "only Ada enters: gone.py holds `takes` 0 times, not once.",
        ),
        (
            {"tests/test_tent.py": ("stays_outside", "is_fed")},
            "only Ada enters: there is no tests/test_tent.py::test_a_bear_stays_outside.",
        ),
    ],
)
def test_what_has_drifted_is_told_before_anything_is_tried(tried, change, told):
    assert tried(change) == (1, f"{told}\n")


def test_tests_that_fail_anyway_prove_nothing(tried):
    status, said = tried({"tests/test_tent.py": ("assert not", "assert")})

    assert (status, "caught" in said) == (1, False)
    assert said.startswith("The tests fail in a copy of the tree, with nothing taken from it:")


def test_what_needs_a_database_is_left_out_where_there_is_none(tried, monkeypatch):
    monkeypatch.delenv("POSTGRESQL_URL", raising=False)

    status, said = tried({"checks/guards.toml": ("red =", 'needs = "postgresql"\nred =')})

    assert (status, said) == (0, "0 of 0 caught in 0 s, 1 left out: no database\n")


def test_a_sample_is_as_large_as_asked_and_differs_between_commits():
    known = guards.load(ROOT)

    assert len(guards.sampled(known, 3, seed="c0ffee")) == 3
    assert guards.sampled(known, 3, seed="c0ffee") != guards.sampled(known, 3, seed="beef")
    assert guards.sampled(known, None, seed="c0ffee") == known
