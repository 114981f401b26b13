"""Markers in Python: each marks the statement below it, by syntax tree, so they need no end."""

import ast
import io
import tokenize
from collections.abc import Container, Iterator
from pathlib import Path

from roadmap.markers.marks import Fault, Marker, Tag, tag


def read(path: Path, source: str) -> Iterator[Marker | Fault]:
    """Raises SyntaxError when the source is no Python."""
    below: dict[int, tuple[ast.stmt, str]] = {}
    for statement, name in statements(ast.parse(source)):
        below.setdefault(first_line(statement), (statement, name))
    comments = list(_comments(source))
    alone = {comment.start[0] for comment in comments if _is_alone(comment)}
    for comment in comments:
        line = comment.start[0]
        found = tag(path, line, comment.string)
        if found and line in alone:
            yield from _marked(found, below.get(_end_of_comment(line, alone)))
        elif found:
            yield found.fault("marks nothing: it has a line to itself, directly above what it marks.")


def statements(node: ast.AST, within: str = "") -> Iterator[tuple[ast.stmt, str]]:
    """Every statement below `node`, the outer before the inner, with its qualified name.

    A statement that names nothing, such as a loop, has the name of the definition around it.
    """
    for child in ast.iter_child_nodes(node):
        name = ".".join(filter(None, [within, _name(child)]))
        if isinstance(child, ast.stmt):
            yield child, name
        if not isinstance(child, ast.expr):
            yield from statements(child, name)


def first_line(statement: ast.stmt) -> int:
    """Decorators belong to what they decorate."""
    match statement:
        case (
            ast.FunctionDef(decorator_list=[decorator, *_])
            | ast.AsyncFunctionDef(decorator_list=[decorator, *_])
            | ast.ClassDef(decorator_list=[decorator, *_])
        ):
            return decorator.lineno
    return statement.lineno


def has_function(root: Path, marker: Marker) -> bool:
    """Whether this marks a function, or something with a function in it. Nothing but Python has any."""
    if marker.path.suffix != ".py":
        return False
    module = ast.parse((root / marker.path).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(marker.first <= function.lineno <= marker.last for function in functions)


def _name(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _comments(source: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)


def _is_alone(comment: tokenize.TokenInfo) -> bool:
    return not comment.line[: comment.start[1]].strip()


def _end_of_comment(line: int, alone: Container[int]) -> int:
    """The first line below that is more than a comment."""
    while line in alone:
        line += 1
    return line


def _marked(found: Tag, below: tuple[ast.stmt, str] | None) -> Iterator[Marker | Fault]:
    if below is None:
        yield found.fault("marks nothing: no statement begins directly below it.")
        return
    statement, name = below
    last = statement.end_lineno or statement.lineno
    yield from found.markers(first_line(statement), last, name or found.path.name)
