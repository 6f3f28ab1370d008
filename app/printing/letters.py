"""Which letters certificates can print, and what is said of one that they cannot. Pure.

The fonts are files of ours, as constant as the program: what they cover is read once.
"""

import unicodedata
from functools import cache
from pathlib import Path

from app.language import LazyText, _
from app.language.reasons import Reason, ReasonKind
from app.printing.faces import cjk_face
from app.printing.scripts import is_east_asian, joins

FONTS = Path(__file__).resolve().parents[2] / "certificates" / "fonts"
FACES = (
    "SourceSerif4-Regular.ttf",
    "NotoSerif-Regular.ttf",
    "NotoSerifHebrew-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoSerifDevanagari-Regular.ttf",
    "NotoSerifThai-Regular.ttf",
)
"""In which names are set: the others as soon as the first lacks a letter."""
MOST_NAMED = 8

UNSEEN = ReasonKind(
    "letter.unseen", "This holds {what} ({code}), which nobody sees. Type it again without it."
)
UNPRINTABLE = ReasonKind(
    "letter.unprintable",
    "Certificates cannot print “{letter}” ({name}). Write this with other letters.",
)
UNPRINTABLES = ReasonKind(
    "letter.unprintables",
    "Certificates cannot print {letters:and}. Write this with other letters.",
)
NO_EAST_ASIAN = ReasonKind(
    "letter.no_east_asian",
    "This server has no font for Chinese, Japanese and Korean, so certificates cannot print "
    "{letters:and}. Write this with other letters, or ask your administrator for the font.",
)
QUOTED = ReasonKind("letter.quoted", "“{letter}”")

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
    said = composed(text)
    for place, letter in enumerate(said):
        if unicodedata.category(letter) in _UNSEEN and not joins(said, place):
            return UNSEEN(what=_what(letter), code=code_of(letter))
    return None


def why_not_print(text: str) -> Reason | None:
    """Why a text cannot stand on a certificate; all letters that cannot are named."""
    if unseen := why_not_see(text):
        return unseen
    letters = [letter for letter in dict.fromkeys(composed(text)) if not is_printable(letter)]
    if not letters:
        return None
    quoted = tuple(QUOTED(letter=letter) for letter in letters[:MOST_NAMED])
    if cjk_face() is None and all(map(is_east_asian, letters)):
        return NO_EAST_ASIAN(letters=quoted)
    if len(letters) == 1:
        return UNPRINTABLE(letter=letters[0], name=_name(letters[0]))
    return UNPRINTABLES(letters=quoted)


def is_printable(letter: str) -> bool:
    """Whether one of the faces has a letter, or it is one that nobody sees."""
    code = ord(letter)
    return code in printable() or code in east_asian() or unicodedata.category(letter) == "Cf"


@cache
def printable() -> frozenset[int]:
    """Every letter that one of the faces has which are files of ours."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    return frozenset().union(*(TTFont(FONTS / face).getBestCmap() for face in FACES))


@cache
def east_asian() -> frozenset[int]:
    """Every letter of the face for Chinese, Japanese and Korean; none where there is no such.

    Forty thousand, so they are read when somebody first writes one: all faces of the collection
    have the same.
    """
    face = cjk_face()
    if face is None:
        return frozenset()
    from fontTools.ttLib import TTFont

    with TTFont(face, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


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
