"""What documents point at: relative links, their headings, and files named in code style, with a function of theirs."""

import re
from collections.abc import Iterator
from pathlib import Path

_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)>\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_MENTION = re.compile(
    r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|ya?ml|toml|txt|sh|html|css|js|tsx?|graphql))(?:::(\w+)|:[\w:]+)?`"
)
_HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:", re.IGNORECASE)


def dead(root: Path, path: Path, text: str) -> Iterator[str]:
    """Every pointer of this document, at `path` in the tree at `root`, to something that is not there; in words."""
    prose = _FENCED.sub("", text)
    for target in _links(prose):
        if not _leads_somewhere(root / path, target):
            yield f"the link {target} leads nowhere."
    for name, function in _MENTION.findall(prose):
        found = next((place for place in (root / name, root / path.parent / name) if place.exists()), None)
        if found is None:
            yield f"{name} does not exist."
        elif function and not re.search(rf"^ *def {function}\(", found.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{name} has no {function}."


def _links(prose: str) -> Iterator[str]:
    for inline, reference in _LINK.findall(_CODE.sub("", prose)):
        if not _ELSEWHERE.match(inline or reference):
            yield inline or reference


def _leads_somewhere(document: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    linked = document.parent / name if name else document
    if not linked.exists():
        return False
    return not anchor or linked.suffix != ".md" or anchor in _anchors(linked)


def _anchors(document: Path) -> set[str]:
    """The addresses of its headings, made as GitHub makes them."""
    headings = _HEADING.findall(_FENCED.sub("", document.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
