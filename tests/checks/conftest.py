"""A small project to break, and a copy of the real one."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checks import tree

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path) -> Callable[..., Path]:
    """Called with names and texts, it makes a project of those files."""

    def made(files: dict[str, str]) -> Path:
        subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return tmp_path

    return made


@pytest.fixture
def real_project(tmp_path) -> Path:
    """This tree as it is now, copied: what a test plants stays out of the real one."""
    for path in tree.files(ROOT):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def check() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs checks as `make check` does: `check(root, "lint")`."""

    def run(root: Path, *names: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "checks", *names]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    return run
