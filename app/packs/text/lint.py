"""What is wrong with a body of Markdown, with the line of each finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it.token import Token

from app.language import Text, _
from app.packs.fields import CONTROL
from app.packs.located import HIDDEN_LETTER
from app.packs.problems import Finding
from app.packs.text.markdown import parser
from app.packs.text.sanitize import CALLOUTS, LINK_SCHEMES
from app.packs.text.tokens import figure_name, is_lone_picture, plain_text, slugs

MAX_ALT = 300

_CHECKER = parser(for_checking=True)


@dataclass(frozen=True)
class MarkdownBody:
    """A text, and the line of its file on which it begins."""

    text: str
    first_line: int

    @cached_property
    def tokens(self) -> list[Token]:
        """The blocks, in order; their inline parts are children."""
        return _CHECKER.parse(self.text, {})

    def paragraphs(self) -> Iterator[tuple[int, Token]]:
        """Each piece of running text (paragraph, heading, cell) with its line."""
        for token in self.tokens:
            if token.type == "inline":
                yield self.line(token), token

    def parts(self) -> Iterator[tuple[int, Token]]:
        """Each link, picture, word and mark in the running text with its line."""
        for _line, paragraph in self.paragraphs():
            yield from self.parts_of(paragraph)

    def parts_of(self, paragraph: Token) -> Iterator[tuple[int, Token]]:
        """The parts of one piece of running text."""
        line = self.line(paragraph)
        for child in paragraph.children or []:
            yield line, child
            line += child.type in {"softbreak", "hardbreak"}
            line += child.content.count("\n")

    def line(self, token: Token) -> int:
        """The line of the file on which a block begins."""
        return (token.map[0] if token.map else 0) + self.first_line


@dataclass(frozen=True)
class MarkdownPicture:
    """A picture in a text."""

    line: int
    name: str | None
    """The name of its file; None when its address is none of the pack's pictures."""
    alt: str
    is_alone: bool
    """Whether it is a paragraph of its own, as it must be."""


def errors(body: MarkdownBody) -> Iterator[Finding]:
    """What keeps a text out."""
    if not body.text.strip():
        yield body.first_line, _("The text is missing below the second line of three hyphens.")
    yield from _hidden_letters(body)
    yield from _raw_html(body)
    yield from _page_titles(body)
    yield from _callouts(body)
    yield from _pictures(body)
    yield from _links(body)
    yield from _footnotes(body)


def warnings(body: MarkdownBody) -> Iterator[Finding]:
    """What an author should look at."""
    yield from _skipped_levels(body)
    yield from _alt_texts(body)
    yield from _idle_notes(body)


def _skipped_levels(body: MarkdownBody) -> Iterator[Finding]:
    level = 1
    for token in body.tokens:
        if token.type == "heading_open":
            deeper = int(token.tag[1])
            if deeper > level + 1 and level:
                mark = "#" * (level + 1)
                yield body.line(token), _("This heading skips a level: use {mark} here.", mark=mark)
            level = deeper


def _idle_notes(body: MarkdownBody) -> Iterator[Finding]:
    used = {label for _, label in _note_marks(body)}
    for line, label in _note_texts(body):
        if label not in used:
            yield (
                line,
                _(
                    "No place in the text refers to the note [^{label}]; nobody will see it.",
                    label=label,
                ),
            )


def _hidden_letters(body: MarkdownBody) -> Iterator[Finding]:
    """PostgreSQL stores no text with a NUL in it, and no reader sees any of the others."""
    for line, text in enumerate(body.text.split("\n"), start=body.first_line):
        if CONTROL.search(text):
            yield line, HIDDEN_LETTER


def _raw_html(body: MarkdownBody) -> Iterator[Finding]:
    blocks = [(body.line(token), token) for token in body.tokens]
    found: dict[int, str] = {}
    for line, token in [*blocks, *body.parts()]:
        if token.type in {"html_block", "html_inline"}:
            found.setdefault(line, token.content.strip().split("\n")[0][:40])
    for line, start in found.items():
        yield line, _("Raw HTML is not allowed: {begin}", begin=start)


def _page_titles(body: MarkdownBody) -> Iterator[Finding]:
    for token in body.tokens:
        if token.type == "heading_open" and token.tag == "h1":
            yield body.line(token), _("The page has its title already; headings begin with ##.")


def _callouts(body: MarkdownBody) -> Iterator[Finding]:
    lines = body.text.split("\n")
    for token in body.tokens:
        if token.type == "container_callout_open" and token.map:
            end = token.map[1]
            if end >= len(lines) or not lines[end].strip().startswith(":::"):
                yield body.line(token), _("This callout is not closed; end it with a line of :::")
    yield from _swallowed(body)
    for first, paragraph in body.paragraphs():
        for offset, text in enumerate(paragraph.content.split("\n")):
            if text.startswith(":::"):
                yield first + offset, _stray_callout(text)


def _swallowed(body: MarkdownBody) -> Iterator[Finding]:
    """What stands in a callout only because the one before it was not closed."""
    opened: list[int] = []
    for token in body.tokens:
        if token.type == "container_callout_close":
            opened.pop()
        elif opened and token.type in {"heading_open", "container_callout_open"}:
            is_heading = token.type == "heading_open"
            yield body.line(token), _swallowed_by(opened[-1], is_heading=is_heading)
        if token.type == "container_callout_open":
            opened.append(body.line(token))


def _swallowed_by(line: int, *, is_heading: bool) -> Text:
    if is_heading:
        return _(
            "This heading stands inside the callout of line {line}; "
            "end that one with a line of ::: before it.",
            line=str(line),
        )
    return _(
        "This callout stands inside the callout of line {line}; "
        "end that one with a line of ::: before it.",
        line=str(line),
    )


def _stray_callout(text: str) -> Text:
    kind = text.strip(": ").split(" ")[0]
    if not kind:
        return _("This ::: closes nothing.")
    return _(
        "There is no callout of the kind “{kind}”; choose {kinds:or}.",
        kind=kind,
        kinds=tuple(CALLOUTS),
    )


def pictures(body: MarkdownBody) -> Iterator[MarkdownPicture]:
    """Every picture of a text."""
    in_note = 0
    for before, paragraph in pairwise(body.tokens):
        in_note += before.nesting if "footnote_reference" in before.type else 0
        if paragraph.type != "inline":
            continue
        alone = is_lone_picture(before, paragraph) and not in_note
        for line, part in body.parts_of(paragraph):
            if part.type == "image":
                name = figure_name(part)
                yield MarkdownPicture(line, name, plain_text(part).strip(), is_alone=alone)


def _pictures(body: MarkdownBody) -> Iterator[Finding]:
    for picture in pictures(body):
        if not picture.alt:
            yield picture.line, _NO_ALT_TEXT
        if not picture.is_alone:
            yield picture.line, _("A picture must stand on a line of its own, between empty lines.")
        if picture.name is None:
            yield picture.line, _ELSEWHERE
    for line, paragraph in body.paragraphs():
        if _NO_PICTURE.search(_words(paragraph)):
            yield line, _NO_PICTURE_SHOWN


_NO_ALT_TEXT = _("This picture has no alt text: ![what it shows](figures/name.svg).")
_ELSEWHERE = _(
    "A picture lies in the folder figures beside its text; write its address as "
    "figures/name.svg (or .png or .jpg; lowercase letters, digits and hyphens)."
)


_NO_PICTURE_SHOWN = _('This shows no picture; write ![what it shows](figures/name.svg "Caption").')
_NO_PICTURE = re.compile(r"!\[[^\]]*\]\s?\(")


def _words(paragraph: Token) -> str:
    children = paragraph.children or []
    return "".join(child.content for child in children if child.type == "text")


def _alt_texts(body: MarkdownBody) -> Iterator[Finding]:
    for picture in pictures(body):
        stem = (picture.name or "").partition(".")[0]
        if picture.alt.lower() in {picture.name, stem, stem.replace("-", " ")} - {""}:
            yield picture.line, _("This alt text only names the file; say what the picture shows.")
        if len(picture.alt) > MAX_ALT:
            yield (
                picture.line,
                _(
                    "This alt text has {letters} letters; say it in {most}, and the rest in the "
                    "text around the picture.",
                    letters=len(picture.alt),
                    most=MAX_ALT,
                ),
            )


def _links(body: MarkdownBody) -> Iterator[Finding]:
    targets = {slug for _, slug in slugs(body.tokens)}
    for line, part in body.parts():
        if part.type == "link_open":
            address = str(part.attrGet("href") or "")
            if reason := _why_dead(address, targets):
                yield line, reason


def _why_dead(address: str, targets: set[str]) -> Text | None:
    if address.startswith("#"):
        return None if address[1:] in targets else _no_heading(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return _not_valid(address)
    if not parts.scheme:
        return _(
            "The link “{address}” leads nowhere: a page shows only its own text. "
            "Link to a heading (#its-words) or to a full address (https://…).",
            address=address,
        )
    if parts.scheme not in LINK_SCHEMES:
        return _("Links begin with https:// or mailto: and not with {scheme}:", scheme=parts.scheme)
    is_whole = parts.scheme == "mailto" or parts.netloc
    return None if is_whole else _not_valid(address)


def _no_heading(address: str) -> Text:
    return _("The link {address} leads to no heading of this text.", address=address)


def _not_valid(address: str) -> Text:
    return _(
        "The link {address} is not a valid address. Write it whole, such as "
        "https://example.edu/page.",
        address=address,
    )


def _footnotes(body: MarkdownBody) -> Iterator[Finding]:
    written: set[str] = set()
    for line, label in _note_texts(body):
        if label in written:
            yield line, _("The note [^{label}] is written twice.", label=label)
        written.add(label)
    for line, label in _note_marks(body):
        if label not in written:
            yield (
                line,
                _("The note [^{label}] has no text; write “[^{label}]: …” below.", label=label),
            )


def _note_texts(body: MarkdownBody) -> Iterator[tuple[int, str]]:
    for token in body.tokens:
        if token.type == "footnote_reference_open":
            yield body.line(token), token.meta["label"]


def _note_marks(body: MarkdownBody) -> Iterator[tuple[int, str]]:
    for line, part in body.parts():
        if part.type == "footnote_ref":
            yield line, part.meta["label"]
