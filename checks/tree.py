"""The files of the project: tracked, or new and not ignored."""

import subprocess
from pathlib import Path


def files(root: Path, *patterns: str) -> list[Path]:
    """Sorted paths relative to `root`: all of them, or those that match a pattern as git reads it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    # git still lists a tracked file that has just been deleted.
    return sorted(Path(name) for name in listed.split("\0") if name and (root / name).is_file())


def text(path: Path) -> str | None:
    """What the file says, or None when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
