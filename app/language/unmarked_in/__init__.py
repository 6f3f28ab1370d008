"""What looks like words, and what is markup around them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARKS = frozenset({"_", "ngettext", "pgettext", "reason", "ReasonKind", "gettext"})
"""What is inside these is marked, if it is written out: no catalog has what is put together."""
NAMES = frozenset({"Waypost", "Zoom", "PDF", "CSV", "HTML", "SHA-256"})
"""Names are the same in every language."""
EXPRESSION = "\x00"
"""Stands for what is put in when the page is made."""

_READ_OUT = frozenset(
    {"alt", "aria-label", "aria-description", "aria-roledescription", "title", "placeholder"}
    | {"label", "summary"}
)
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_NAME = re.compile(rf"\b(?:{'|'.join(sorted(NAMES))})\b")
_WORDS = re.compile(
    r"[A-Za-z]{2,}[,;:]? +[A-Za-z(“]"  # two of them
    r"|^[A-Z][a-z]+[.!?]?$|[a-z]{2,}[.!?]$"  # one with a capital, or that ends a sentence
    rf"|[A-Za-z]{{2,}},? +{EXPRESSION}|[A-Z][a-z]+: +{EXPRESSION}"  # before a fact
    rf"|{EXPRESSION},? +[A-Za-z]{{2,}}"  # after one
)
_SMALL = re.compile(r"[a-z]")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ATTRIBUTE = re.compile(r"""\s([a-z-]+)=("[^"]*"|'[^']*')""")
_ENTITY = re.compile(r"&#?\w+;")


class Unmarked(NamedTuple):
    """A text that no catalog has."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: people see this and it is not marked: {self.text!r}"


class MarkupText(NamedTuple):
    """Text that stands between two tags, or in an attribute that people read or hear."""

    start: int
    text: str
    is_surely_read: bool
    """Whether it is there for people only; other attributes can hold words or something else."""


def pieces_of(markup: str) -> Iterator[MarkupText]:
    """The text of HTML, and of what looks like it."""
    seen = _UNSEEN.sub(lambda found: re.sub(r"\S", " ", found.group()), markup)
    end = 0
    for tag in _TAG.finditer(seen):
        yield MarkupText(end, seen[end : tag.start()], is_surely_read=True)
        for attribute in _ATTRIBUTE.finditer(tag.group()):
            name, value = attribute[1], attribute[2][1:-1]
            if name in _READ_OUT or _may_be_read(tag.group(), name):
                start = tag.start() + attribute.start(2) + 1
                yield MarkupText(start, value, is_surely_read=name in _READ_OUT)
        end = tag.end()
    yield MarkupText(end, seen[end:], is_surely_read=True)


def _may_be_read(tag: str, attribute: str) -> bool:
    """Buttons have their words in `value`, scripts of ours in `data-…`, search engines theirs."""
    if tag.startswith("<meta"):
        return attribute == "content" and 'name="description"' in tag
    is_for_script = attribute.startswith("data-") and not attribute.startswith("data-hx-")
    return attribute == "value" or is_for_script


def has_words(text: str) -> bool:
    """Whether there is a word in a text that is there for people."""
    return bool(_LETTERS.search(_without_names(text)))


def look_like_words(text: str) -> bool:
    """Whether a text that is there for whatever reason is words, rather than a key or a code.

    What is all in capitals is an abbreviation or SQL: we do not shout.
    """
    return bool(_SMALL.search(text) and _WORDS.search(_without_names(text)))


def first_letter(text: str) -> int:
    """Where the words begin."""
    found = _LETTERS.search(_without_entities(text))
    return found.start() if found else 0


def _without_names(text: str) -> str:
    return _NAME.sub(EXPRESSION, _without_entities(text))


def _without_entities(text: str) -> str:
    return _ENTITY.sub(lambda entity: " " * len(entity.group()), text)
