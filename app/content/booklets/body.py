"""A module's text taken apart for paper: its notes go to the end, its tools on pages of their own.

Parses with WeasyPrint's own parser: for child processes only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from app.language import LazyText, _

SLOT = "\ufffc"
"""Stands in a text for what is put there on paper (U+FFFC, OBJECT REPLACEMENT CHARACTER)."""
WIDEST_LABELS = 38.0
LETTER = 1.2
MARGIN = 3.0
"""Percent of a page's width: a column of labels at most, one letter, a cell's two margins."""


@dataclass(frozen=True)
class Tool:
    """A page to fill in by hand."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class BookletText:
    """The text, with a line where a tool stood."""

    text_html: str
    notes_html: str
    notes: int
    """How many there are."""
    tools: tuple[Tool, ...]


def split(html: str) -> BookletText:
    """Take a rendered text apart."""
    import tinyhtml5

    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    body = next(root.iter("body"))
    _plain_notes(body)
    notes = [_cut(parent, notes) for parent, notes in _pairs(body, "section", "footnotes")]
    tools: list[Tool] = []
    for parent, tool in _pairs(body, "aside", "callout-tool"):
        tools.append(_tool(tool, tool.get("id") or f"tool-{len(tools) + 1}"))
        _replace(parent, tool, _pointer(tools[-1]))
    count = sum(len(section.findall("ol/li")) for section in notes)
    return BookletText(_inner(body), "".join(map(_inner, notes)), count, tuple(tools))


def _pairs(root: Element, tag: str, name: str) -> list[tuple[Element, Element]]:
    """Every element of a class with its parent, the outer ones only."""
    found = [
        (parent, child)
        for parent in root.iter()
        for child in parent
        if child.tag == tag and name in child.get("class", "").split()
    ]
    inside = {id(inner) for _, outer in found for inner in outer.iter() if inner is not outer}
    return [(parent, child) for parent, child in found if id(child) not in inside]


def _plain_notes(body: Element) -> None:
    """On paper a note's number needs no brackets, and nobody follows an arrow back."""
    for parent in list(body.iter()):
        for child in list(parent):
            if child.get("class") == "footnote-backref":
                _cut(parent, child)
            elif child.get("class") == "footnote-ref":
                for link in child:
                    link.text = (link.text or "").strip("[]")
                _keep_with_word(parent, child)


def _keep_with_word(parent: Element, number: Element) -> None:
    """Let no line begin with the number of a note; a second number follows after a comma."""
    place = list(parent).index(number)
    before = parent[place - 1] if place else None
    if before is not None and before.get("class") == "kept" and not before.tail:
        before[-1].tail = ""
        SubElement(before[-1], "span").text = ","
        kept = before
    else:
        kept = _kept_word(parent, place, before)
    parent.remove(number)
    kept.append(number)
    kept.tail, number.tail = number.tail, None


def _kept_word(parent: Element, place: int, before: Element | None) -> Element:
    """An element around the last word before a place, out of which no line breaks."""
    words = (parent.text if before is None else before.tail) or ""
    rest, space, word = re.split(r"(\s?)(\S*)\Z", words, maxsplit=1)[:3]
    if before is None:
        parent.text = rest + space
    else:
        before.tail = rest + space
    kept = Element("span", {"class": "kept"})
    kept.text = word
    parent.insert(place, kept)
    return kept


def _tool(aside: Element, name: str) -> Tool:
    title = next((part for part in aside if part.get("class") == "callout-title"), None)
    words = "".join(title.itertext()) if title is not None else str(_("Tool"))
    if title is not None:
        _cut(aside, title)
    tables = list(aside.iter("table"))
    if rows := sum(map(_make_room, tables)):
        for table in tables:
            table.set("style", f"--rows: {rows}")  # they share the page
    return Tool(name, words, _inner(aside))


def _make_room(table: Element) -> int:
    """Mark the rows that are written in, and give the columns that are empty their width.

    Returns the number of the table's rows, 0 if nothing is written in it.
    """
    rows = list(table.iter("tr"))
    to_write = [row for row in rows if any(map(_is_blank, row.iterfind("td")))]
    for row in to_write:
        row.set("class", "write")
    if not to_write:
        return 0
    group = Element("colgroup")
    for share in _shares(list(zip(*map(list, rows), strict=False))):
        SubElement(group, "col", {"style": f"width: {share:.1f}%"})
    table.insert(0, group)
    table.set("class", "form")
    return len(rows)


def _shares(columns: list[tuple[Element, ...]]) -> list[float]:
    """How wide each column is, in percent: labels as they need, the rest to write in."""
    blank = [sum(map(_is_blank, cells[1:])) * 2 >= len(cells) - 1 for cells in columns]
    most = WIDEST_LABELS / (1 + 0.25 * max(0, sum(blank) - 1))
    needs = [
        0 if is_blank else max(_longest_word(cells), min(_longest(cells), most))
        for cells, is_blank in zip(columns, blank, strict=True)
    ]
    left = max(100 - sum(needs), 25) / max(1, sum(blank))
    widths = [left if is_blank else need for need, is_blank in zip(needs, blank, strict=True)]
    return [100 * width / sum(widths) for width in widths]


def _longest(cells: Iterable[Element]) -> float:
    return MARGIN + LETTER * max(len(_words(cell)) for cell in cells)


def _longest_word(cells: Iterable[Element]) -> float:
    words = [word for cell in cells for word in _words(cell).split()]
    return MARGIN + LETTER * max(map(len, words), default=0)


def _is_blank(cell: Element) -> bool:
    """Whether one writes into it: nothing is there, or only what comes before a colon."""
    words = _words(cell).strip(" \u00a0_.…")
    return words.endswith(":") or (not words and cell.find(".//img") is None)


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _pointer(tool: Tool) -> Element:
    """Where the tool is; its page's number is known once all pages are laid out."""
    before, between, after = around(_("Tool: {title}, page {page}", title=SLOT, page=SLOT))
    line = Element("p", {"class": "pointer"})
    line.text = before
    words = {"href": f"#{tool.id}", "data-before": between, "data-after": after}
    SubElement(line, "a", words).text = tool.title
    return line


def around(text: LazyText) -> tuple[str, ...]:
    """The words before, between and after what stands for facts that only the press knows."""
    return tuple(str(text).split(SLOT))


def _replace(parent: Element, old: Element, new: Element) -> None:
    parent.insert(list(parent).index(old), new)
    _cut(parent, old)


def _cut(parent: Element, child: Element) -> Element:
    """Take an element out and leave the words behind it where they are."""
    place = list(parent).index(child)
    if child.tail and place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)
    child.tail = None
    return child


def _inner(element: Element) -> str:
    return (element.text or "") + "".join(_serialized(element))


def _serialized(element: Element) -> Iterator[str]:
    for child in element:
        yield tostring(child, encoding="unicode", method="html")
