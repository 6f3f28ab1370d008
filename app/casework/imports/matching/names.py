"""The names that people have in meetings, as words that can be compared. Pure.

`Dana Okafor, MD (she/her)`, `Okafor, Dana`, `R. Lindqvist (Rosa Lindqvist)`, `iPad of Dana Okafor`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.casework.imports.enums import Rule
from app.cohorts.intake.columns import compared
from app.cohorts.intake.names import DEGREES, written_degree

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", **dict.fromkeys("'’‘`´", "")}
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ASIDES = re.compile(
    r"(she|he|they|ze|xe|ella|el|elle|il|ela|ele|sie|er)\b.*|.*\b(her|him|them|hers|his)"
    r"|(co ?)?host|guest|external|ext|me|unverified|invitado|anfitrion|gast|organizer|presenter"
)
_DEVICE = (
    r"(?:ipad|iphone|ipod|macbook|mac|laptop|phone|cell|mobile|tablet|galaxy|pixel|surface"
    r"|chromebook|android|samsung|desktop|computer|pc|device|telefono|movil|handy)"
)
_MODEL = r"(?: ?(?:\d+|pro|air|mini))*"
_OWNED = re.compile(
    rf"(?P<own>.+?)(?:['’]s?)\s+(?:\w+ )?{_DEVICE}\b.*|(?P<last>.+?)[\s_-]+{_DEVICE}{_MODEL}"
    rf"|{_DEVICE}{_MODEL}\s+(?:of|de|von|di|from)\s+(?P<of>.+)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(room|conf|conference|sala|auditorium|lobby|site ?\d+|zoom rooms?|library|clinic|hall)\b",
    re.IGNORECASE,
)
_AGES = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
_TITLES = frozenset({"dr", "dra", "prof", "professor", "mr", "mrs", "ms", "mx", "guest"})
_GENERIC = re.compile(
    rf"(?:{_DEVICE}|user|usuario|zoom|guest|invitado|gast|participant|attendee|host|unknown|anonymous"
    r"|my|s|pro|air|mini|plus|ultra|max|note|tab|\d+)+"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its words, given name first, and the rule that a match has."""

    words: tuple[str, ...]
    ages: frozenset[str]
    """`jr` and such."""
    rule: Rule
    is_sure: bool = True
    """Whether somebody called like this is meant; else they only may be."""


def plain(text: str) -> str:
    """Letters and digits in small letters, without accents and apostrophes."""
    if text.isascii():
        return compared(text.replace("'", "").replace("`", ""))
    return compared(text.casefold().translate(_LETTERS))


def alias_of(name: str) -> str:
    """As a name is remembered; empty for one that is nobody's, such as `iPad`."""
    key = plain(name)
    return "" if not key or is_generic(name) else key


def is_generic(name: str) -> bool:
    """Whether many devices and guests are called like this."""
    return _GENERIC.fullmatch(plain(name).replace(" ", "")) is not None


@lru_cache(maxsize=2048)
def readings(name: str) -> tuple[Reading, ...]:
    """How a name can be read; the words of each are compared with those of people."""
    asides = [text for text in _BRACKETS.findall(name) if not _ASIDES.fullmatch(plain(text))]
    shown = " ".join(_BRACKETS.sub(" ", name).split())
    is_room = _ROOM.search(shown.replace("-", " ").replace("_", " ")) is not None
    found = list(_of_text(shown, Rule.NAME))
    if asides:
        found += _of_text(asides[-1], Rule.ORIGINAL_NAME)
    if not is_room:
        return tuple(found)
    return tuple(Reading(read.words, read.ages, read.rule, is_sure=False) for read in found)


def _of_text(text: str, rule: Rule) -> Iterator[Reading]:
    if device := _OWNED.fullmatch(text):
        text = next(part for part in device.groups() if part)
        rule = Rule.DEVICE_NAME
    parts = [part.split() for part in text.split(",") if part.strip()]
    while len(parts) > 1 and all(_is_extra(word) for word in parts[-1]):
        parts.pop()
    if not parts:
        return
    if len(parts) == 2:
        turned = rule if rule is Rule.DEVICE_NAME else Rule.TURNED_NAME
        yield from _reading([*parts[1], *parts[0]], turned)
    yield from _reading([word for part in parts for word in part], rule)


def _is_extra(word: str) -> bool:
    letters = plain(word)
    return letters in _AGES or letters.upper().replace(" ", "") in DEGREES


def _reading(words: Sequence[str], rule: Rule) -> Iterator[Reading]:
    """Without titles before it, and degrees after it that are written like none of a name."""
    left = list(words)
    while len(left) > 1 and plain(left[0]) in _TITLES:
        left.pop(0)
    while len(left) > 2 and written_degree(left[-1]):
        left.pop()
    plain_words = plain(" ".join(left)).split()
    kept = tuple(word for word in plain_words if word not in _AGES)
    if kept:
        yield Reading(kept, frozenset(plain_words) & _AGES, rule)


def are_like(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names are the same but for initials between the first and the last word."""
    if words[0] != others[0] or words[-1] != others[-1] or len(words) + len(others) < 4:
        return tuple(words) == tuple(others)
    return _middles(list(words[1:-1]), list(others[1:-1]))


def _middles(left: list[str], right: list[str]) -> bool:
    if len(left) == len(right):
        return all(
            a == b or (1 in {len(a), len(b)} and a[0] == b[0])
            for a, b in zip(left, right, strict=True)
        )
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    if not shorter:
        return all(len(word) == 1 for word in longer)
    return [word for word in longer if len(word) > 1] == shorter
