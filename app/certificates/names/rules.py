"""Whether somebody has to look at a name before it is printed; pure.

People write their own name as it stands on certificates. Where it is another one than they were
entered with, or signed with, the coordinator sees both and confirms what she believes.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple
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
        """Changes with what would be printed: nobody confirms what they did not see."""
        return sha256(f"{self.name}\n{self.degrees}".encode()).hexdigest()[:16]


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
    return found if found.differs or found.degrees_differ or signed else None


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name.

    Case, spaces, punctuation, accents and initials in the middle make no difference.
    """
    return _plain(one) == _plain(other)


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


def _plain(name: str) -> str:
    words = [word for word in (_letters(part) for part in _BETWEEN.split(name)) if word]
    middle = [word for word in words[1:-1] if len(word) > 1]
    return "".join((*words[:1], *middle, *words[1:][-1:]))


def _degrees(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(_letters, _BETWEEN_DEGREES.split(text))))


def _letters(text: str) -> str:
    """Only letters and digits; an okina or an apostrophe is none."""
    plain = normalize_for_search(text)
    return "".join(sign for sign in plain if sign.isalnum() and unicodedata.category(sign) != "Lm")
