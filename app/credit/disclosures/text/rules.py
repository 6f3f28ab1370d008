"""What learners are told of disclosures, composed from those that were reviewed. Pure.

It is kept and hashed word for word, in the language of accreditation, as statements are.
"""

import hashlib
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from app.credit.disclosures.rules import Controller, Relationship

ABOUT = (
    "Those named here control content of this activity, as planner, faculty, author "  # not shown
    "or reviewer. They disclosed all financial relationships with ineligible companies within the "
    "past 24 months. Ineligible companies are those whose primary business is producing, "
    "marketing, selling, re-selling, or distributing healthcare products used by or on patients."
)
NONE_AT_ALL = (
    "None of them has relevant financial relationships with ineligible companies."  # not shown
)
MITIGATED = "All relevant financial relationships listed here have been mitigated."  # not shown
ONE_OTHER = (
    "{names} has no relevant financial relationships with ineligible companies."  # not shown
)
OTHERS = "No relevant financial relationships with ineligible companies have: {names}."  # not shown
ENDED = "ended"  # not shown


class Change(NamedTuple):
    """One paragraph of a text, beside the version that somebody read before."""

    line: str
    is_new: bool
    is_gone: bool


def composed(cleared: Iterable[Controller]) -> list[str]:
    """The paragraphs: who has which relevant relationships, and who has none."""
    people = sorted(cleared, key=lambda own: (own.sort_name, own.id))
    having = [own for own in people if own.given and own.given.relevant]
    others = [_named(own) for own in people if own not in having]
    if not having:
        return [ABOUT, NONE_AT_ALL, *([f"{'; '.join(others)}."] if others else [])]
    return [ABOUT, *map(_having, having), MITIGATED, *_of_others(others)]


def _of_others(named: Sequence[str]) -> list[str]:
    if not named:
        return []
    return [(ONE_OTHER if len(named) == 1 else OTHERS).format(names="; ".join(named))]


def _having(own: Controller) -> str:
    assert own.given is not None
    return f"{_named(own)}: {'; '.join(map(_relationship, own.given.relevant))}."


def _named(own: Controller) -> str:
    roles = ", ".join(role.value for role in sorted(own.roles))
    return f"{own.name} ({roles})" if roles else own.name


def _relationship(own: Relationship) -> str:
    nature = own.nature.value.replace("_", " ")
    return f"{nature}, {own.company}{f' ({ENDED})' if own.has_ended else ''}"


def hash_of(lines: Sequence[str]) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """A text with what is new in it and what is gone, in the order in which it reads."""
    found: list[Change] = []
    for kind, start, end, first, last in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found += [Change(line, is_new=False, is_gone=False) for line in before[start:end]]
            continue
        found += [Change(line, is_new=False, is_gone=True) for line in before[start:end]]
        found += [Change(line, is_new=True, is_gone=False) for line in after[first:last]]
    return found
