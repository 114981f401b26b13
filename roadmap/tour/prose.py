"""A topic's page as HTML, section by section. Where it names a file or a topic that the tour shows, it leads there."""

import posixpath
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from roadmap import pages
from roadmap.tour import listing
from roadmap.tour.guide import Guide

_PROMPT = "$ "
# A link holds no other link.
_IN_LINK = "in link"


@dataclass(frozen=True)
class Part:
    """What stands below a heading of the second rank; the first part has none."""

    heading: str
    html: SafeString


class _Renderer(RendererHTML):
    """Names of files and topics lead to them, and code looks as it does in files. `env` holds the guide."""

    def code_inline(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        name = tokens[idx].content
        code = format_html("<code>{}</code>", name)
        address = None if tokens[idx].meta.get(_IN_LINK) else _address(env["guide"], name)
        return format_html('<a href="{}">{}</a>', address, code) if address else code

    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: MutableMapping[str, Any]) -> str:
        language, text = tokens[idx].info.strip(), tokens[idx].content
        lines = _console(text) if language == "console" else listing.highlighted(f".{language}", text)
        code = format_html_join("\n", "{}", ((line,) for line in lines))
        return format_html('<pre class="block {}"><code>{}</code></pre>\n', language, code)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


def parts(guide: Guide, slug: str, origin: str) -> list[Part]:
    """The page of this topic, with the service at this origin; empty if it has none."""
    if slug not in guide.pages:
        return []
    page = guide.snapshot.register.topics[slug].page
    env = {"guide": guide}
    tokens = _MARKDOWN.parse(pages.told_at(origin, guide.pages[slug].prose), env)
    for token in tokens:
        _lead_on(guide, posixpath.dirname(page.as_posix()), token.children or [])
    return [
        Part(heading, mark_safe(_MARKDOWN.renderer.render(below, _MARKDOWN.options, env)))  # noqa: S308  # Markdown is escaped by its renderer
        for heading, below in _divided(tokens)
    ]


def _divided(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    yield "", tokens[: starts[0]] if starts else tokens
    # A heading is three tokens: it opens, has its words, closes.
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        yield tokens[start + 1].content, tokens[start + 3 : end]


def _lead_on(guide: Guide, folder: str, inline: Sequence[Token]) -> None:
    """Give relative links, written for readers of the file, their address in the tour; take away those without one."""
    is_in_link = False
    for token in inline:
        target = str(token.attrs.get("href", ""))
        if token.type == "link_open" and ":" not in target:
            address = _address(guide, posixpath.normpath(posixpath.join(folder, target.partition("#")[0])))
            token.attrs = {"href": address} if address else {}
        is_in_link = token.type == "link_open" or (is_in_link and token.type != "link_close")
        token.meta[_IN_LINK] = is_in_link


def _address(guide: Guide, name: str) -> str | None:
    """Where the tour shows what this is the name of: a topic, its page, or a marked file."""
    by_page = {str(page.path): page.slug for page in guide.snapshot.pages}
    slug = by_page.get(name, name)
    if slug in guide.snapshot.register.topics:
        return reverse("topic", args=[slug])
    return reverse("file", args=[name]) if name in guide.marks else None


def _console(text: str) -> Iterator[str]:
    """Commands stand out from what they print. One goes on behind a backslash."""
    goes_on = False
    for line in text.splitlines():
        is_command = goes_on or line.startswith(_PROMPT)
        goes_on = is_command and line.endswith("\\")
        yield format_html("<b>{}</b>", line) if is_command else line
