"""The text files of a project: in a checkout those that git knows, elsewhere those that are there."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_BUILT = {"__pycache__", "node_modules"}


def texts(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file's path, relative to `root`, and what it says; sorted by path."""
    for path in sorted(_names(root)):
        text = _text(root / path)
        if text is not None:
            yield path, text


def copy(root: Path, target: Path) -> None:
    """Every file of the project, text or not, at the same place below `target`."""
    for path in _names(root):
        if (root / path).is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / path, target / path)


def _names(root: Path) -> Iterator[Path]:
    return _known_to_git(root) if (root / ".git").exists() else _walked(root)


def commit(root: Path) -> str:
    """The commit that is checked out at `root`; empty where there is none."""
    if not (root / ".git").exists():
        return ""
    command = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()


def _known_to_git(root: Path) -> Iterator[Path]:
    """Tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return (Path(name) for name in listed.split("\0") if name)


def _walked(root: Path) -> Iterator[Path]:
    for folder, folders, names in root.walk():
        folders[:] = [name for name in folders if name not in _BUILT and not name.startswith(".")]
        yield from ((folder / name).relative_to(root) for name in names)


def _text(path: Path) -> str | None:
    """None when it is no text, or no file: git lists a file that has just been deleted, and links to folders."""
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return None
