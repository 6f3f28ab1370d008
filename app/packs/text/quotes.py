"""Typographic quotation marks from the straight ones that authors type; pure.

Texts are stored as they were written. Where they are shown, marks become those of the language
that the text is in. Code, addresses and attributes keep theirs.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Marks(NamedTuple):
    """The marks around what somebody says, and around what is said within it."""

    opening: str
    closing: str
    opening_inner: str
    closing_inner: str


_DEFAULT = Marks("\u201c", "\u201d", "\u2018", "\u2019")
_MARKS: Mapping[str, Marks] = {"de": Marks("\u201e", "\u201c", "\u201a", "\u2018")}
"""By language, where they are others than those of English and American Spanish."""

_APOSTROPHE = "\u2019"
_OPENS_AFTER = frozenset("([{\u2013\u2014-/\u201c\u2018\u201e\u201a\u00bf\u00a1")
_ELISION = re.compile(r"\d|(?:tis|twas|em|til|cause)\b", re.IGNORECASE)
_STRAIGHT = re.compile(r"[\"']")
_PIECES = re.compile(r"(<(?:\"[^\"]*\"|[^>\"])*>)")
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_INLINE = frozenset({"a", "code", "em", "strong", "sup"})
_VERBATIM = frozenset({"code", "pre"})
_NAMES = frozenset({"id", "key", "doi", "url", "objective", "module", "language"})
"""Fields whose words are read by machines."""


def curly(text: str, language: str, before: str = "") -> str:
    """A text with typographic marks. `before`: the character that stands before it."""
    marks = _MARKS.get(language, _DEFAULT)
    written = ""
    end = 0
    for found in _STRAIGHT.finditer(text):
        written += text[end : found.start()]
        end = found.end()
        written += _mark(found[0], written[-1:] or before, text[end:], marks)
    return written + text[end:]


def curly_html(html: str, language: str) -> str:
    """Sanitized HTML with typographic marks in its words."""
    return "".join(_pieces(html, language))


def curly_fields(value: Any, language: str, name: str = "") -> Any:
    """Front matter as stored, with typographic marks in the words that people read."""
    if isinstance(value, str):
        return value if name in _NAMES else curly(value, language)
    if isinstance(value, Mapping):
        return {key: curly_fields(inner, language, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [curly_fields(inner, language, name) for inner in value]
    return value


def _pieces(html: str, language: str) -> Iterator[str]:
    before, verbatim = "", 0
    for piece in _PIECES.split(html):
        if tag := _TAG.match(piece):
            if tag[2] in _VERBATIM:
                verbatim += -1 if tag[1] else 1
            before = before if tag[2] in _INLINE else ""
            yield piece
            continue
        yield piece if verbatim else curly(piece, language, before)
        before = piece[-1:] or before


def _mark(straight: str, before: str, after: str, marks: Marks) -> str:
    opens = _opens(before, after)
    if straight == '"':
        return marks.opening if opens else marks.closing
    if opens and not _ELISION.match(after):
        return marks.opening_inner
    within_word = before.isalnum() and after[:1].isalnum()
    return _APOSTROPHE if opens or within_word else marks.closing_inner


def _opens(before: str, after: str) -> bool:
    """Whether a mark begins something: nothing stands before it that it could end."""
    if not before or before.isspace():
        return not after[:1].isspace()
    return before in _OPENS_AFTER and (after[:1].isalnum() or after[:1] in _OPENS_AFTER)
