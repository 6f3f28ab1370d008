"""Whether somebody has to look at a name before it is printed; pure.

People write their own name as it stands on certificates. Where it is another one than they were
entered with, or signed with, the coordinator sees both and confirms what she believes.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple, Self
from uuid import UUID

from app.language.reasons import Reason, reason
from app.language.words import normalize_for_search

TO_CHECK = reason("certificate.name_to_check", "Name to check")
NOTHING_TO_CONFIRM = reason("name.nothing_chosen", "No name is chosen. Choose those you know.")
CHANGED_MEANWHILE = reason(
    "name.changed_meanwhile",
    "A name changed, or was confirmed, while your page was open. Nothing was confirmed: look at "
    "the names as they are now.",
)

_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")
_SCRIPTS_WITH_INITIALS = ("LATIN ", "GREEK ", "CYRILLIC ")
_BETWEEN_DEGREES = re.compile(r"[\s,;/]+")


@dataclass(frozen=True)
class NameToCheck:
    """A name as it would be printed, and what it differs from."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    degrees: str
    entered_name: str
    entered_degrees: str
    differs: bool
    """Whether the name is another one than was entered."""
    degrees_differ: bool
    signed: tuple[str, ...]
    """Names under their signatures that are not this one."""

    @property
    def fingerprint(self) -> str:
        """Changes with what is shown: nobody confirms what they did not see."""
        printed, entered = (self.name, self.degrees), (self.entered_name, self.entered_degrees)
        return sha256("\n".join((*printed, *entered, *self.signed)).encode()).hexdigest()[:16]


class SeenName(NamedTuple):
    """Whose name is confirmed, and by its fingerprint what it was when it was looked at."""

    enrollment_id: UUID
    fingerprint: str


@dataclass(frozen=True)
class Said:
    """What is known of one person's name."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    degrees: str
    entered_name: str | None
    entered_degrees: str | None
    """Of both, None: nobody knows, and nothing is compared."""
    is_confirmed: bool = False
    """Whether somebody stands for it; what is signed later in another name is looked at still."""


def check(said: Said, signatures: Iterable[str]) -> NameToCheck | None:
    """What somebody has to look at; None where nothing differs that matters."""
    signed = tuple(dict.fromkeys(typed for typed in signatures if not is_signed(typed, said.name)))
    entered = said.name if said.entered_name is None else said.entered_name
    degrees = said.degrees if said.entered_degrees is None else said.entered_degrees
    found = NameToCheck(
        enrollment_id=said.enrollment_id,
        person_id=said.person_id,
        name=said.name,
        degrees=said.degrees,
        entered_name=entered,
        entered_degrees=degrees,
        differs=not is_same_name(said.name, entered),
        degrees_differ=not is_same_degrees(said.degrees, degrees),
        signed=signed,
    )
    differs = found.differs or found.degrees_differ
    return found if signed or (differs and not said.is_confirmed) else None


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name.

    Case, spaces, punctuation and accents make no difference. Nor does an initial in the middle
    where the other name has none, or the word that it stands for.
    """
    left, right = _Spelling.of(one), _Spelling.of(other)
    reached: set[tuple[int, int]] = set()
    ahead = {(0, 0)}
    while ahead:
        at = ahead.pop()
        reached.add(at)
        ahead |= _steps(left, right, *at) - reached
    return (len(left.letters), len(right.letters)) in reached


def is_signed(typed: str, name: str) -> bool:
    """Whether a signature is in this name; degrees may follow it."""
    parts = typed.split(",")
    return any(is_same_name(",".join(parts[:end]), name) for end in range(1, len(parts) + 1))


def is_same_degrees(one: str, other: str) -> bool:
    """Whether these are the same degrees, in any order and spelling: `M.D., PhD`, `PhD MD`."""
    return _degrees(one) == _degrees(other)


def why_not_confirm(chosen: Sequence[SeenName], open_: Sequence[NameToCheck]) -> Reason | None:
    """Why names cannot be confirmed."""
    if not chosen:
        return NOTHING_TO_CONFIRM
    known = {SeenName(name.enrollment_id, name.fingerprint) for name in open_}
    return None if known >= set(chosen) else CHANGED_MEANWHILE


@dataclass(frozen=True)
class _Spelling:
    letters: str
    words: Mapping[int, str]
    """By where they begin."""
    initials: frozenset[int]
    """Where those in the middle stand."""

    @classmethod
    def of(cls, name: str) -> Self:
        words = [word for word in map(_letters, _BETWEEN.split(name)) if word]
        starts = [0, *accumulate(map(len, words))][: len(words)]
        middle = [*zip(starts, words, strict=True)][1:-1]
        initials = frozenset(start for start, word in middle if _is_initial(word))
        return cls("".join(words), dict(zip(starts, words, strict=True)), initials)


def _steps(left: _Spelling, right: _Spelling, at: int, to: int) -> set[tuple[int, int]]:
    """How far both names can be read on from here."""
    found = _past_initial(left, right, at, to)
    found |= {(here, there) for there, here in _past_initial(right, left, to, at)}
    same = left.letters[at : at + 1] == right.letters[to : to + 1] != ""
    if same and at not in left.initials and to not in right.initials:
        found.add((at + 1, to + 1))
    return found


def _past_initial(own: _Spelling, other: _Spelling, at: int, to: int) -> set[tuple[int, int]]:
    if at not in own.initials or to not in other.words:
        return set()
    left_out = set() if to in other.initials else {(at + 1, to)}
    word = other.words[to]
    begins = {to + 1, to + len(word)} if word[0] == own.letters[at] else set()
    return left_out | {(at + 1, there) for there in begins}


def _is_initial(word: str) -> bool:
    """In other scripts one letter is a whole name."""
    return len(word) == 1 and unicodedata.name(word, "").startswith(_SCRIPTS_WITH_INITIALS)


def _degrees(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(_letters, _BETWEEN_DEGREES.split(text))))


def _letters(text: str) -> str:
    """Only letters and digits; an okina or an apostrophe is none."""
    plain = normalize_for_search(text)
    return "".join(sign for sign in plain if sign.isalnum() and unicodedata.category(sign) != "Lm")
