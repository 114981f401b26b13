"""A copy of the tree, in which something can be taken away and the tests run."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from roadmap.markers import files

_PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
# What this process, if it is a test itself, has set for its own run.
_OF_A_RUN = ("PYTEST", "COV", "DJANGO_SETTINGS_MODULE")


@contextmanager
def made(root: Path) -> Iterator[Path]:
    """The tree in a folder of its own: known to git, as tests of the tree expect, and with this environment."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        files.copy(root, copy)
        for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
            subprocess.run(command, cwd=copy, check=True)
        (copy / ".venv").symlink_to(sys.prefix)
        yield copy


def run(
    copy: Path, tests: Sequence[str], seconds: float, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """How pytest ended there, and what it said, on SQLite unless `variables` say otherwise. Raises TimeoutExpired."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OF_A_RUN)}
    # Its results are those of another tree: they go with the copy.
    own = {"DATA_DIR": str(copy / ".cairn"), "TEST_DATABASE_URL": "", "DATABASE_URL": "", "MODE": ""}
    return subprocess.run(
        [sys.executable, *_PYTEST, *tests],
        cwd=copy,
        env={**inherited, **own, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
