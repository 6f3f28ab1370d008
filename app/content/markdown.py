"""Markdown to HTML that is safe to show: rendered once, then cut to an allow-list.

CommonMark with tables, footnotes and callouts (`::: note Title`; note, practice, tool,
evidence). Raw HTML is shown as the text it is. Every id carries a prefix, so that a case and its
guide can stand on one page.
"""

import re
import unicodedata
from collections.abc import Iterator, MutableMapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from app.content.sanitize import CALLOUTS, sanitized

_Env = MutableMapping[str, Any]
_DOI = re.compile(r"\bdoi:\s?(10\.\d{4,9}/[^\s<>\"]{1,200})", re.IGNORECASE)


def render(text: str, *, prefix: str) -> str:
    """Safe HTML of a body; `prefix` begins every id in it and is a key (letters and hyphens)."""
    env: _Env = {"docId": prefix}
    return sanitized(_RENDERER.render(text.strip("\n") + "\n", env))


def parser(*, for_checking: bool = False) -> MarkdownIt:
    """The dialect. For checking, raw HTML is found, and footnotes stay where they are written."""
    dialect = MarkdownIt("commonmark", {"html": for_checking}).enable("table")
    footnote_plugin(
        dialect, inline=False, move_to_end=not for_checking, always_match_refs=for_checking
    )
    container_plugin(dialect, "callout", validate=_is_callout, render=_render_callout)
    return dialect


def slugs(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Each heading's opening token and its name for links, unique in the text."""
    counts: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            slug = base = _slug(plain_text(inline))
            while slug in counts:
                counts[base] += 1
                slug = f"{base}-{counts[base]}"
            counts[slug] = 1
            yield opening, slug


def plain_text(inline: Token) -> str:
    """The words of a line, without its marks."""
    return "".join(
        child.content if child.content else " " if "break" in child.type else ""
        for child in inline.children or []
    )


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "section"


def _is_callout(parameters: str, *_: Any) -> bool:
    return parameters.strip().split(" ", 1)[0] in CALLOUTS


def _render_callout(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, _env: _Env
) -> str:
    if tokens[index].nesting < 0:
        return "</aside>\n"
    kind, _space, title = tokens[index].info.strip().partition(" ")
    return (
        f'<aside class="callout callout-{kind}" role="note">\n'
        f'<p class="callout-title">{escape(title.strip() or CALLOUTS[kind])}</p>\n'
    )


def _prepare(state: StateCore) -> None:
    """Give headings ids, tables names, and links their targets."""
    prefix = state.env["docId"]
    ids = {id(opening): slug for opening, slug in slugs(state.tokens)}
    heading = ""
    tables = 0
    for before, token in pairwise([Token("", "", 0), *state.tokens]):
        if before.type == "heading_open":
            before.attrSet("id", f"{prefix}-{ids[id(before)]}")
            heading = plain_text(token)
        if token.type == "table_open":
            tables += 1
            token.meta["label"] = f"Table {tables}" + (f": {heading}" if heading else "")
        elif token.type in {"th_open", "td_open"}:
            _prepare_cell(token)
        elif token.children:
            token.children = list(_link_dois(token.children))
            for child in token.children:
                _prepare_link(child, prefix)


def _prepare_cell(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    for side in ("center", "right"):
        if style == f"text-align:{side}":
            token.attrSet("class", f"align-{side}")
    if token.tag == "th":
        token.attrSet("scope", "col")


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


def _render_table_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env
) -> str:
    label = escape(tokens[index].meta["label"])
    opening = renderer.renderToken(tokens, index, options, env)
    region = (
        f'<div class="table-wrap table-scroll" tabindex="0" role="region" aria-label="{label}">'
    )
    return f"{region}\n{opening}"


def _render_table_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env
) -> str:
    return renderer.renderToken(tokens, index, options, env) + "</div>\n"


def _render_picture(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, _env: _Env
) -> str:
    return escape(tokens[index].content)  # `checks` refuses pictures; their words are harmless


def _render_footnotes_open(*_: Any) -> str:
    return '<section class="footnotes">\n<ol class="footnotes-list">\n'


def _render_footnote_caption(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, _env: _Env
) -> str:
    return f"[{tokens[index].meta['id'] + 1}]"


def _render_footnote_anchor(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, env: _Env
) -> str:
    meta = tokens[index].meta
    place = f"-{env['docId']}-{meta['id'] + 1}" + (f":{meta['subId']}" if meta["subId"] else "")
    return (
        f' <a href="#fnref{escape(place)}" class="footnote-backref" '
        f'aria-label="Back to the text, note {meta["id"] + 1}">\u21a9\ufe0e</a>'
    )


def _page_renderer() -> MarkdownIt:
    dialect = parser()
    dialect.core.ruler.push("waypost", _prepare)
    dialect.add_render_rule("table_open", _render_table_open)
    dialect.add_render_rule("table_close", _render_table_close)
    dialect.add_render_rule("image", _render_picture)
    dialect.add_render_rule("footnote_block_open", _render_footnotes_open)
    dialect.add_render_rule("footnote_caption", _render_footnote_caption)
    dialect.add_render_rule("footnote_anchor", _render_footnote_anchor)
    return dialect


_RENDERER = _page_renderer()
