"""Sanitized HTML as its outermost blocks, and what one says to who can show plain text only."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

_VOID = frozenset({"br", "hr", "img"})
_APART = frozenset({"p", "li", "pre", "h2", "h3", "h4", "h5", "h6", "tr"})
"""What begins a line of its own."""
_NOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One of the elements that a text is a row of."""

    tag: str
    html: str

    @property
    def is_quotation(self) -> bool:
        """Whether it is quoted: said aloud, or pasted."""
        return self.tag == "blockquote"


def blocks(html: str) -> list[Block]:
    """The outermost elements of sanitized HTML, in order; between them is only space."""
    found = _Outermost(html)
    found.feed(html)
    found.close()
    return found.blocks


def plain(html: str) -> str:
    """What HTML says, for a chat: lines of their own are apart, items of a list have their mark."""
    reader = _Plain()
    reader.feed(_NOTE_MARK.sub("", html))
    reader.close()
    lines = re.sub(r"[ \t]+\n", "\n", "".join(reader.written))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


class _Outermost(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        lengths = (len(line) for line in html.splitlines(keepends=True))
        self.lines = [0, *accumulate(lengths)]
        self.html, self.blocks = html, list[Block]()
        self.depth = self.begin = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if not self.depth:
            self.begin = self._at
        if tag not in _VOID:
            self.depth += 1
        elif not self.depth:
            self._end(tag, len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        if not self.depth:
            self._end(tag, len(f"</{tag}>"))

    def _end(self, tag: str, length: int) -> None:
        self.blocks.append(Block(tag, self.html[self.begin : self._at + length]))

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.lists: list[int | None] = []
        """Of each list that is open: the number of its next item; None where items have none."""
        self.at_item = False
        """Whether nothing stands yet behind the mark of an item."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ol", "ul"}:
            self.written.append("\n" if self.lists else "\n\n")
            begins = next((value for name, value in attrs if name == "start"), None)
            self.lists.append(int(begins or 1) if tag == "ol" else None)
        elif tag == "br":
            self.written.append("\n")
        elif tag in _APART and not self.at_item:
            self.written.append("\n" if tag == "li" else "\n\n")
        if tag == "li":
            self.written.append(self._mark())
            self.at_item = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.lists.pop()
            self.written.append("\n\n")
        elif tag in {"td", "th"}:
            self.written.append("\t")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        self.at_item = self.at_item and not words.strip()
        at_line = not self.written or self.written[-1].endswith(("\n", " "))
        self.written.append(words.lstrip() if at_line else words)

    def _mark(self) -> str:
        if not self.lists or (number := self.lists[-1]) is None:
            return "– "
        self.lists[-1] = number + 1
        return f"{number}. "
