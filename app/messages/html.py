"""A letter as HTML, of the words of its text: what facts hold is never taken for markup.

A paragraph is a paragraph, lines with a dash are a list, an address of our own is a link. The first
to which a paragraph with a colon leads up is a button: a letter has one next step. What a person
wrote as Markdown passes the allow-list of all texts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.language import _
from app.language.languages import ENGLISH, Language
from app.packs.text import markdown
from app.settings import PROJECT_ROOT

PARTS = PROJECT_ROOT / "app" / "templates" / "parts"
_DASH = "- "
_BREAK = Markup("<br>\n")


def body(text: str, base_url: str, written: Mapping[str, str] | None = None) -> Markup:
    """The paragraphs of a letter. `written`: Markdown, by the mark that stands in its place."""
    said = _paragraphs(text)
    step = _next_step(said, base_url)
    return Markup("\n").join(
        _button(paragraph) if number == step else _block(paragraph, base_url, written or {})
        for number, paragraph in enumerate(said)
    )


def document(subject: str, parts: Mapping[str, Markup], language: Language | None) -> str:
    """A whole document, with its styles at its elements, as mail programs want them."""
    written_in = language or ENGLISH
    html = (
        _frame()
        .get_template("letter.html")
        .render(subject=subject, lang=written_in.code, direction=written_in.direction, **parts)
    )
    return _inliner().inline(html)


def _paragraphs(text: str) -> list[str]:
    found = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [stripped for paragraph in found if (stripped := paragraph.strip())]


def _next_step(paragraphs: Sequence[str], base_url: str) -> int | None:
    """Which paragraph is the address that the letter leads up to."""
    own = _own(base_url)
    for number, (before, here) in enumerate(pairwise(paragraphs), start=1):
        if before.endswith(":") and own.fullmatch(here):
            return number
    return None


def _block(paragraph: str, base_url: str, written: Mapping[str, str]) -> Markup:
    if paragraph in written:
        return Markup('<div class="written">{}</div>').format(_rendered(written[paragraph]))
    for mark, text in written.items():
        paragraph = paragraph.replace(mark, text)
    groups = groupby(paragraph.split("\n"), key=lambda line: line.startswith(_DASH))
    return Markup("\n").join(
        _list([*lines], base_url) if dashed else _lines([*lines], base_url)
        for dashed, lines in groups
    )


def _rendered(text: str) -> Markup:
    return Markup(markdown.render(text, prefix="letter"))  # noqa: S704 - it passes the allow-list


def _button(address: str) -> Markup:
    """The address stands under it: readers of mail want to see where a link leads."""
    return Markup(
        '<p class="go"><a class="button" href="{0}">{1}</a></p>\n<p class="where">{0}</p>'
    ).format(address, _("Open this page"))


def _list(lines: Sequence[str], base_url: str) -> Markup:
    items = (Markup("<li>{}</li>").format(_inline(line[2:], base_url)) for line in lines)
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def _lines(lines: Sequence[str], base_url: str) -> Markup:
    return Markup("<p>{}</p>").format(_BREAK.join(_inline(line, base_url) for line in lines))


def _inline(line: str, base_url: str) -> Markup:
    return Markup("").join(_pieces(line, base_url))


def _pieces(line: str, base_url: str) -> Iterator[Markup]:
    own = _own(base_url)
    for text in own.split(line):
        is_own = own.fullmatch(text)
        yield Markup('<a href="{0}">{0}</a>').format(text) if is_own else escape(text)


@cache
def _own(base_url: str) -> re.Pattern[str]:
    """An address of this installation, and of no other."""
    return re.compile(f"({re.escape(base_url)}/(?:[\\w/?=&%.#~+-]*[\\w/=-])?)")


@cache
def _frame() -> Environment:
    return Environment(
        loader=FileSystemLoader(PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    """What depends on the reader's screen stays in the head of the document."""
    return css_inline.CSSInliner(
        keep_at_rules=True,
        load_remote_stylesheets=False,
        extra_css=(PARTS / "letter.css").read_text(),
    )
