"""Pseudo-languages: English that is still readable and clearly went through a catalog.

Accented: `[Šîĝñ îñ one two]`, about 40 % longer, as German or Spanish would be. Mirrored: every
word is written from right to left. Placeholders, markup and addresses stay as they are.
"""

import re
from functools import lru_cache

_KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>|&[a-z]+;|\s+")
_ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
_FILLER = ("öñé", "ţŵö", "ţĥŕéé", "ƒöûŕ", "ƒîṽé", "šîẋ", "šéṽéñ", "éîĝĥţ", "ñîñé", "ţéñ")
_RIGHT_TO_LEFT, _END = "\u202e", "\u202c"


@lru_cache(maxsize=8192)
def pseudo(text: str, *, mirrored: bool) -> str:
    """English words in a pseudo-language."""
    if not text.strip():
        return text
    changed = _mirrored if mirrored else _accented
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [changed(text[end : kept.start()]), kept.group()]
        end = kept.end()
    pieces.append(changed(text[end:]))
    words = "".join(pieces)
    return words if mirrored else f"[{words}{_longer(len(_KEPT.sub('', text)))}]"


def _accented(word: str) -> str:
    return word.translate(_ACCENTS)


def _mirrored(word: str) -> str:
    return f"{_RIGHT_TO_LEFT}{word}{_END}" if word else ""


def _longer(letters: int) -> str:
    """Words that make a text of so many letters about 40 % longer."""
    missing = letters * 0.4
    filler: list[str] = []
    while sum(map(len, filler)) + len(filler) < missing:
        filler.append(_FILLER[len(filler) % len(_FILLER)])
    return "".join(f" {word}" for word in filler)
