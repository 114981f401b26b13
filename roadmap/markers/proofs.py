"""The marks of tests: `@pytest.mark.roadmap("<slug>")`, read without running anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

from roadmap.markers import python
from roadmap.markers.marks import Fault, TestMark

MARK = "pytest.mark.roadmap"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def read(path: Path, source: str) -> Iterator[TestMark | Fault]:
    """A mark that pytest would give to no test, or whose topics are computed, is a fault."""
    module = ast.parse(source)
    loose = {node: node.lineno for node in ast.walk(module) if isinstance(node, ast.Attribute) and _is_mark(node)}
    for test, name in _tests(path, module):
        for decorator in test.decorator_list:
            if isinstance(decorator, ast.Call) and _is_mark(decorator.func) and (slugs := _slugs(decorator)):
                loose = {node: line for node, line in loose.items() if node is not decorator.func}
                last = test.end_lineno or test.lineno
                yield from (TestMark(slug, path, test.lineno, last, name) for slug in slugs)
    for line in loose.values():
        yield Fault(path, line, f"{MARK} belongs directly above a test, with its topics as plain strings.")


def misplaced(path: Path, source: str) -> Iterator[Fault]:
    """The markers of code in a file of tests."""
    for find in python.read(path, source):
        yield Fault(path, find.line, f"a test is marked by @{MARK}, not by a comment.")


def holds_tests(path: Path) -> bool:
    """As pytest decides it, by the name."""
    return path.name.startswith("test_")


def _is_mark(node: ast.AST) -> bool:
    return ast.unparse(node) == MARK


def _tests(path: Path, module: ast.Module) -> Iterator[tuple[Definition, str]]:
    """What pytest collects here, with its qualified name."""
    if holds_tests(path):
        for node, name in python.statements(module):
            if isinstance(node, Definition) and node.name.startswith(("test", "Test")):
                yield node, name


def _slugs(call: ast.Call) -> list[str]:
    """The topics of a mark; none when one of them is anything but a plain string."""
    plain = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    slugs = [value for value in plain if isinstance(value, str)]
    return slugs if len(slugs) == len(call.args) and not call.keywords else []
