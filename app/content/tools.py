"""The tools of a module: what readers fill in by themselves, taken out of its text; pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ASIDE = re.compile(r"<(/?)aside\b[^>]*>")
_TITLE = re.compile(r'\s*<p class="callout-title">(.*?)</p>', re.DOTALL)
_NOTE = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_TOOL = re.compile(r'class="[^"]*\bcallout-tool\b')


class Tool(NamedTuple):
    """One tool: its title and all of it as HTML, without the numbers of notes it leads to."""

    title: str
    html: str


def tools_in(html: str) -> tuple[Tool, ...]:
    """Every tool of a rendered text, in order."""
    return tuple(_tool(_NOTE.sub("", found)) for found in _tools(html))


def _tools(html: str) -> Iterator[str]:
    begins, depth = None, 0
    for tag in _ASIDE.finditer(html):
        if begins is not None:
            depth += -1 if tag[1] else 1
            if not depth:
                yield html[begins : tag.end()]
                begins = None
        elif _TOOL.search(tag[0]):
            begins, depth = tag.start(), 1


def _tool(aside: str) -> Tool:
    found = _TITLE.search(aside)
    return Tool(re.sub(r"<[^>]*>", "", found[1]) if found else "", aside)
