"""How large things are. Prints medians and extremes; fails past the hard limits."""

import ast
import io
import statistics
import sys
import tokenize
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from checks import tree

FUNCTION_LINES = 40
FILE_LINES = 250
TEST_FILE_LINES = 400
FOLDER_ENTRIES = 14
ROOT_ENTRIES = 32

# One file for each change of schema, decision or topic: these folders grow by design, and are not counted.
_GROWING = {"migrations", "adr", "topics"}
# Python's own marker: nobody looks for anything there.
_MARKER = "__init__.py"


class Size(NamedTuple):
    lines: int
    where: str
    limit: int


def main() -> int:
    root = Path.cwd()
    code = [path for path in tree.files(root, "*.py") if "migrations" not in path.parts]
    sources = {path: (root / path).read_text(encoding="utf-8") for path in code}
    files = [_file(path, source) for path, source in sources.items()]
    functions = [size for path, source in sources.items() for size in _functions(path, source)]
    folders = _folders(tree.files(root))

    for title, sizes in (("files", files), ("functions", functions), ("folders", folders)):
        print(_summary(title, sizes))
    print(f"comments   {_comment_percentage(sources.values()):.1f} % of lines")

    too_large = [size for size in [*files, *functions, *folders] if size.lines > size.limit]
    for size in sorted(too_large, reverse=True):
        print(f"{size.where}: {size.lines}, at most {size.limit}")
    return 1 if too_large else 0


def _file(path: Path, source: str) -> Size:
    limit = TEST_FILE_LINES if path.parts[0] == "tests" else FILE_LINES
    return Size(len(source.splitlines()), str(path), limit)


def _functions(path: Path, source: str) -> Iterator[Size]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size(lines, f"{path}:{node.lineno} {node.name}", FUNCTION_LINES)


def _folders(paths: list[Path]) -> list[Size]:
    entries: dict[Path, set[str]] = defaultdict(set)
    for path in paths:
        for entry in [path, *path.parents[:-1]]:
            if not {_MARKER, *_GROWING} & set(entry.parts):
                entries[entry.parent].add(entry.name)
    return [_folder(path, len(names)) for path, names in entries.items()]


def _folder(path: Path, entries: int) -> Size:
    if path == Path():
        return Size(entries, "the root", ROOT_ENTRIES)
    return Size(entries, f"{path}/", FOLDER_ENTRIES)


def _summary(title: str, sizes: list[Size]) -> str:
    lines = sorted(size.lines for size in sizes)
    middle, ninth, most = statistics.median(lines), lines[len(lines) * 9 // 10], max(sizes)
    return f"{title:<10} {len(lines)}: median {middle:g}, p90 {ninth}, most {most.lines} ({most.where})"


def _comment_percentage(sources: Collection[str]) -> float:
    comments = sum(_comments(source) for source in sources)
    return 100 * comments / max(1, sum(len(source.splitlines()) for source in sources))


def _comments(source: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)


if __name__ == "__main__":
    sys.exit(main())
