"""Which letters certificates can print, and what is said of one that they cannot. Pure.

The fonts are files of ours, as constant as the program: what they cover is read once.
"""

import unicodedata
from functools import cache
from pathlib import Path

from app.language import LazyText, _
from app.language.reasons import Reason, ReasonKind

FONTS = Path(__file__).resolve().parents[2] / "certificates" / "fonts"
FACES = ("SourceSerif4-Regular.ttf", "NotoSerif-Regular.ttf")
"""In which names are set: the second one as soon as the first lacks a letter."""

UNSEEN = ReasonKind(
    "letter.unseen", "This holds {what} ({code}), which nobody sees. Type it again without it."
)
UNPRINTABLE = ReasonKind(
    "letter.unprintable",
    "Certificates cannot print “{letter}” ({name}). Write this with other letters.",
)

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # not shown
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KNOWN = {
    "\u00ad": _("a soft hyphen"),
    "\u200b": _("a zero-width space"),
    "\u200c": _("a zero-width non-joiner"),
    "\u200d": _("a zero-width joiner"),
    "\u2060": _("a word joiner"),
    "\ufeff": _("a byte order mark"),
}


def code_of(letter: str) -> str:
    """`U+202E`."""
    return f"U+{ord(letter):04X}"


def composed(text: str) -> str:
    """As it is printed: composed characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def why_not_see(text: str) -> Reason | None:
    """Why not everything in a text can be seen: control, direction and zero-width characters."""
    for letter in composed(text):
        if unicodedata.category(letter) in _UNSEEN:
            return UNSEEN(what=_what(letter), code=code_of(letter))
    return None


def why_not_print(text: str) -> Reason | None:
    """Why a text cannot stand on a certificate, by its first letter that cannot."""
    for letter in composed(text):
        if unicodedata.category(letter) in _UNSEEN:
            return UNSEEN(what=_what(letter), code=code_of(letter))
        if ord(letter) not in printable():
            return UNPRINTABLE(letter=letter, name=_name(letter))
    return None


@cache
def printable() -> frozenset[int]:
    """Every letter that one of the faces has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return frozenset().union(*(TTFont(FONTS / face).getBestCmap() for face in FACES))


def _what(letter: str) -> LazyText:
    if letter in _DIRECTIONS:
        return _("a mark that changes the direction of writing")
    if unicodedata.category(letter) == "Cc":  # not shown
        return _("a control character")
    return _KNOWN.get(letter, _("a character without a shape"))


def _name(letter: str) -> str:
    """As Unicode calls it, which is in English everywhere: `grinning face, U+1F600`."""
    name = unicodedata.name(letter, "").lower()
    return f"{name}, {code_of(letter)}" if name else code_of(letter)
