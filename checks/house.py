"""House rules that no linter knows. Prints each breach as `path:line: what`; fails if there is one."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from checks import tree

_VAGUE_NAMES = {"utils", "helpers", "common", "misc"}

# The brackets keep this file itself clean of what it looks for.
_FOREIGN = {
    "the address of a package registry": r"p[y]pi\.org|py[t]honhosted|regis[t]ry\.npmjs|de[b]\.debian\.org",
    "a path of one machine": r"(?<![\w.])/wor[k]/|/far[m]/|/User[s]/|\.pyen[v]/",
}
_UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E)\b")
_BARE_IGNORE = re.compile(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\]|pragma: no \w+)\s*$")


def main() -> int:
    breaches = list(find(Path.cwd()))
    print("\n".join(breaches) if breaches else "No breach.")
    return 1 if breaches else 0


def find(root: Path) -> Iterator[str]:
    """Every breach in the tree at `root`."""
    for path in tree.files(root):
        yield from (f"{path}: {problem}" for problem in _misnamed(path))
        source = tree.text(root / path)
        if source is not None:
            yield from (f"{path}:{line}: {problem}" for line, problem in _in_text(path, source))


def _misnamed(path: Path) -> Iterator[str]:
    if path.name == "uv.lock":
        yield "locks are requirements/*.txt."
    if path.suffix == ".py" and _VAGUE_NAMES & {path.stem, *path.parts}:
        yield "a module is named by the thing it holds."


def _in_text(path: Path, source: str) -> Iterator[tuple[int, str]]:
    above = ""
    for number, line in enumerate(source.splitlines(), start=1):
        yield from ((number, f"holds {what}.") for what, pattern in _FOREIGN.items() if re.search(pattern, line))
        if path.suffix != ".md" and _UNFINISHED.search(line):
            yield number, "do it now, or file an issue."
        if _BARE_IGNORE.search(line) and not above.lstrip().startswith("#"):
            yield number, "an ignored check has its reason on the line or above it."
        above = line
    if path.suffix == ".py":
        yield from _open_shapes(ast.parse(source))


# roadmap: tools.linting
def _open_shapes(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Serializers and forms that take whatever columns there are: a new column would be published unseen."""
    for node in ast.walk(module):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="fields")], value=ast.Constant(value="__all__"))
                | ast.keyword(arg="fields", value=ast.Constant(value="__all__"))
            ):
                yield node.lineno, 'fields = "__all__": name the fields.'


if __name__ == "__main__":
    sys.exit(main())
