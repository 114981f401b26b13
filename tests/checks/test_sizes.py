"""Sizes are told, and the hard limits hold."""

import pytest

from checks import sizes

pytestmark = pytest.mark.integration

CLOCK = "def now():\n    return 0\n"


@pytest.fixture
def measured(project, monkeypatch, capsys):
    """Called with files, it gives the exit status and what was printed."""

    def run(files):
        monkeypatch.chdir(project(files))
        status = sizes.main()
        return status, capsys.readouterr().out

    return run


def test_a_small_project_passes_with_its_figures(measured):
    status, report = measured({"tent.py": "# Two poles.\ndef pitch():\n    return 2\n"})

    assert status == 0
    assert "files      1: median 3, p90 3, most 3 (tent.py)" in report
    assert "functions  1: median 2, p90 2, most 2 (tent.py:2 pitch)" in report
    assert "comments   33.3 % of lines" in report


@pytest.mark.parametrize(
    ("files", "breach"),
    [
        ({"tent.py": "def pitch():\n" + "    peg()\n" * 40}, "tent.py:1 pitch: 41, at most 40"),
        ({"tent.py": "PEGS = 12\n" * 251}, "tent.py: 251, at most 250"),
        ({"tests/test_tent.py": "PEGS = 12\n" * 401}, "tests/test_tent.py: 401, at most 400"),
        ({f"catalog/tent_{number}.py": "PEGS = 12\n" for number in range(15)}, "catalog/: 15, at most 14"),
        ({f"tent_{number}.py": "PEGS = 12\n" for number in range(32)}, "the root: 33, at most 32"),
    ],
)
def test_a_hard_limit_holds(measured, files, breach):
    status, report = measured({"core/clock.py": CLOCK, **files})

    assert status == 1
    assert breach in report


def test_migrations_are_not_measured(measured):
    files = {f"catalog/migrations/{number:04}_tents.py": "PEGS = 12\n" * 251 for number in range(15)}

    status, _ = measured({"core/clock.py": CLOCK, **files})

    assert status == 0
