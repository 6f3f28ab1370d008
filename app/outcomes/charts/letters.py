"""How wide words are in Inter SemiBold, rounded up: what fits here fits where it is read."""

import unicodedata

_GROUPS = {
    0.3: " Iijl’",
    0.35: "!',.:;·¡",
    0.4: "()/[\\]`frt|",
    0.45: "1",
    0.5: "-^_{}–°²",
    0.55: '"*?s“”¿',
    0.6: "7FJLacekvxyz",
    0.65: "#235689EPbdghnopqu",
    0.7: "$&+04<=>BRSTZ~≥≤×±−€",
    0.75: "ACDGHKUVXY",
    0.8: "NOQ",
    0.85: "w",
    0.95: "Mm",  # not shown
    1.05: "%W@—…",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_OTHER, _WIDE = 0.85, 1.05
"""Letters of other alphabets, and those as wide as they are high."""
SIZE = 15
"""How high letters are in a chart, in its units."""
ROW = 20
"""From one row of words to the next."""


def width(words: str) -> float:
    """How wide a row of words is in a chart, in its units."""
    return SIZE * sum(map(_width, unicodedata.normalize("NFD", words)))


def wrapped(words: str, room: float) -> list[str]:
    """Words in rows that are no wider than the room; a word that is wider is broken."""
    rows = [""]
    for word in words.split():
        longer = f"{rows[-1]} {word}".strip()
        if width(longer) <= room:
            rows[-1] = longer
            continue
        parts = _broken(word, room)
        rows[-1:] = parts if not rows[-1] else [rows[-1], *parts]
    return rows


def _broken(word: str, room: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER
