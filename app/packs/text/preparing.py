"""What a parsed text is given before it is rendered: ids, names, sizes and targets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.language import Text, _
from app.packs.text.tokens import callout, figure_name, is_lone_picture, plain_text, slugs

_DOI = re.compile(r"\bdoi:\s?(10\.\d{4,9}/[^\s<>\"]{1,200})", re.IGNORECASE)


def prepare(state: StateCore) -> None:
    """Give headings and tools ids, tables names, pictures their sizes, and links their targets."""
    prefix = state.env["docId"]
    ids = {id(opening): slug for opening, slug in slugs(state.tokens)}
    heading = ""
    tables = tools = 0
    for before, token, after in _in_threes(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", f"{prefix}-{ids[id(token)]}")
            heading = plain_text(after)
        elif token.type == "table_open":
            tables += 1
            token.attrSet("aria-label", str(_table_name(tables, heading)))
        elif token.type == _TOOL_OPEN and callout(token)[0] == "tool":
            tools += 1
            token.meta["id"] = f"tool-{prefix}-{tools}"
        elif is_lone_picture(before, token) and after.type == "paragraph_close":
            _prepare_figure(before, token, after, state.env["figures"])
        elif token.children:
            token.children = list(_link_dois(token.children))
            for child in token.children:
                _prepare_link(child, prefix)
    _prepare_cells(state.tokens)


_TOOL_OPEN = "container_callout_open"
_NOTHING = Token("", "", 0)


def _table_name(number: int, heading: str) -> Text:
    if heading:
        return _("Table {number}: {heading}", number=number, heading=heading)
    return _("Table {number}", number=number)


def _in_threes(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Each token between its neighbors."""
    around = [_NOTHING, *tokens, _NOTHING]
    yield from zip(around, tokens, around[2:])  # noqa: B905 - the end is the shortest's


def _prepare_figure(
    opening: Token, inline: Token, closing: Token, figures: Mapping[str, tuple[int, int]]
) -> None:
    """Make a paragraph that is one known picture a figure."""
    (image,) = inline.children or []
    if (name := figure_name(image)) and name in figures:
        image.meta["figure"] = (name, *figures[name])
        opening.tag = closing.tag = "figure"
        opening.hidden = closing.hidden = False


def _prepare_cells(tokens: Sequence[Token]) -> None:
    """Align cells. A cell that heads a column or row says so; an empty one heads nothing.

    The first column heads the rows when nothing stands over it.
    """
    heads_rows = False
    for before, opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], tokens[3:]):  # noqa: B905
        if opening.type not in {"th_open", "td_open"}:
            continue
        _align(opening)
        is_first, is_empty = before.type == "tr_open", not inline.content
        if opening.type == "th_open" and is_first:
            heads_rows = is_empty
        heads_row = is_first and heads_rows and opening.type == "td_open"
        is_head = not is_empty and (heads_row or opening.type == "th_open")
        opening.tag = closing.tag = "th" if is_head else "td"
        if is_head:
            opening.attrSet("scope", "row" if heads_row else "col")


def _align(cell: Token) -> None:
    """By a class instead of a style, which no page of ours lets apply."""
    style = str(cell.attrs.pop("style", ""))
    if side := next((side for side in ("center", "right") if side in style), None):
        cell.attrSet("class", f"align-{side}")


def _prepare_link(token: Token, prefix: str) -> None:
    href = str(token.attrGet("href") or "")
    if token.type == "link_open" and href.startswith("#"):
        token.attrSet("href", f"#{prefix}-{href[1:]}")


def _link_dois(children: Sequence[Token]) -> Iterator[Token]:
    """Make `doi:10.…` in running text a link, as a reader of a citation expects."""
    inside_link = 0
    for child in children:
        inside_link += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type != "text" or inside_link:
            yield child
            continue
        end = 0
        for found in _DOI.finditer(child.content):
            doi = _without_closing_marks(found[1])
            yield _text(child.content[end : found.start()])
            yield Token("link_open", "a", 1, attrs={"href": f"https://doi.org/{quote(doi)}"})
            yield _text(f"doi:{doi}")
            yield Token("link_close", "a", -1)
            end = found.start(1) + len(doi)
        yield _text(child.content[end:])


def _without_closing_marks(doi: str) -> str:
    while doi.endswith((".", ",", ";", ":")) or (
        doi.endswith(")") and doi.count(")") > doi.count("(")
    ):
        doi = doi[:-1]
    return doi


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
