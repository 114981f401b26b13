"""Documents point at what exists. How pointers are found is told in `roadmap/markers/references.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from checks import tree
from roadmap.markers import references


def main() -> int:
    broken = list(find(Path.cwd()))
    print("\n".join(broken) if broken else "Every link leads somewhere.")
    return 1 if broken else 0


def find(root: Path) -> Iterator[str]:
    """Every broken pointer of every Markdown document in the tree at `root`."""
    for path in tree.files(root, "*.md"):
        text = (root / path).read_text(encoding="utf-8")
        yield from (f"{path}: {message}" for message in references.dead(root, path, text))


if __name__ == "__main__":
    sys.exit(main())
