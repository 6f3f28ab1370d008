"""Markdown to HTML that is safe to show: rendered once, then cut to an allow-list.

CommonMark with tables, footnotes, callouts (`::: note Title`; note, practice, tool, evidence) and
pictures (`![alt](figures/name.svg "Caption")`, a paragraph of its own). Raw HTML is shown as the
text it is. Every id carries a prefix, so that a case and its guide can stand on one page. A text
does not know at which address it is shown, so a picture's is `figure:name.svg`;
`figures.shown_at` makes it one.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from app.language import _
from app.packs.text.preparing import prepare
from app.packs.text.sanitize import CALLOUTS, sanitized
from app.packs.text.tokens import callout, plain_text

_Env = MutableMapping[str, Any]


def render(text: str, *, prefix: str, figures: Mapping[str, tuple[int, int]] | None = None) -> str:
    """Safe HTML of a body; `prefix` begins every id in it and is a key (letters and hyphens).

    `figures`: width and height of the pictures that may be shown, by name.
    """
    env: _Env = {"docId": prefix, "figures": figures or {}}
    return sanitized(_RENDERER.render(text.strip("\n") + "\n", env))


def parser(*, for_checking: bool = False) -> MarkdownIt:
    """The dialect. For checking, raw HTML is found, and footnotes stay where they are written."""
    dialect = MarkdownIt("commonmark", {"html": for_checking}).enable("table")
    footnote_plugin(
        dialect, inline=False, move_to_end=not for_checking, always_match_refs=for_checking
    )
    container_plugin(dialect, "callout", validate=_is_callout, render=_render_callout)
    return dialect


def _is_callout(parameters: str, *_: Any) -> bool:
    return parameters.strip().split(" ", 1)[0] in CALLOUTS


def _render_callout(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, _env: _Env
) -> str:
    if tokens[index].nesting < 0:
        return "</aside>\n"
    kind, title = callout(tokens[index])
    name = f' id="{escape(name)}"' if (name := tokens[index].meta.get("id")) else ""
    return (
        f'<aside{name} class="callout callout-{kind}" role="note">\n'
        f'<p class="callout-title">{escape(title or str(CALLOUTS[kind]))}</p>\n'
    )


def _render_table_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env
) -> str:
    return '<div class="table-wrap">\n' + renderer.renderToken(tokens, index, options, env)


def _render_table_close(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: _Env
) -> str:
    return renderer.renderToken(tokens, index, options, env) + "</div>\n"


def _render_picture(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, _env: _Env
) -> str:
    image = tokens[index]
    alt = escape(plain_text(image))
    if "figure" not in image.meta:
        return alt  # the check refuses such a picture; its words are harmless
    name, width, height = image.meta["figure"]
    caption = str(image.attrGet("title") or "").strip()
    return (
        f'<img src="figure:{name}" alt="{alt}" width="{width}" height="{height}" '
        'loading="lazy" decoding="async">'
        + (f"<figcaption>{escape(caption)}</figcaption>" if caption else "")
    )


def _render_footnotes_open(*_: Any) -> str:
    return '<section class="footnotes">\n<ol>\n'


def _render_footnotes_close(*_: Any) -> str:
    return "</ol>\n</section>\n"


def _render_footnote_open(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, env: _Env
) -> str:
    return f'<li id="{_note_id(tokens[index], env)}">'


def _render_footnote_mark(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _: OptionsDict, env: _Env
) -> str:
    note, number = _note_id(tokens[index], env), tokens[index].meta["id"] + 1
    mark = f'<a href="#{note}" id="{_mark_id(tokens[index], env)}">[{number}]</a>'
    return f'<sup class="footnote-ref">{mark}</sup>'


def _render_footnote_anchor(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: _Env
) -> str:
    label = _("Back to note {number} in the text", number=tokens[index].meta["id"] + 1)
    mark = _mark_id(tokens[index], env)
    return f' <a href="#{mark}" class="footnote-backref" aria-label="{label}">\u21a9\ufe0e</a>'


def _note_id(token: Token, env: _Env) -> str:
    return f"fn-{escape(env['docId'])}-{token.meta['id'] + 1}"


def _mark_id(token: Token, env: _Env) -> str:
    again = f"-{token.meta['subId'] + 1}" if token.meta.get("subId") else ""
    return f"fnref-{escape(env['docId'])}-{token.meta['id'] + 1}{again}"


def _page_renderer() -> MarkdownIt:
    dialect = parser()
    dialect.core.ruler.push("waypost", prepare)
    dialect.add_render_rule("table_open", _render_table_open)
    dialect.add_render_rule("table_close", _render_table_close)
    dialect.add_render_rule("image", _render_picture)
    dialect.add_render_rule("footnote_block_open", _render_footnotes_open)
    dialect.add_render_rule("footnote_block_close", _render_footnotes_close)
    dialect.add_render_rule("footnote_open", _render_footnote_open)
    dialect.add_render_rule("footnote_ref", _render_footnote_mark)
    dialect.add_render_rule("footnote_anchor", _render_footnote_anchor)
    return dialect


_RENDERER = _page_renderer()
