"""What becomes of everybody in some files, while they are matched. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from app.casework.imports.enums import Rule
from app.casework.imports.facts import Known, Participant
from app.language.reasons import Reason


class Asked(NamedTuple):
    """Somebody who may be one of some people."""

    participant: Participant
    candidates: Sequence[Known]
    why: Reason
    is_shared: bool = False
    is_weak: bool = False
    """Whether it is only asked as long as one of them is not in the files otherwise."""
    chosen: str = ""


class Aside(NamedTuple):
    """Somebody of whom no mark comes."""

    participant: Participant
    why: Reason
    apart_id: UUID | None = None
    """Whose place it is, though the session is not theirs."""


class Found(NamedTuple):
    """Somebody who is one person for sure."""

    participant: Participant
    known: Known
    rule: Rule


@dataclass
class Matching:
    """Everybody of the files, each in one of these."""

    found: list[Found] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    hosts: list[Aside] = field(default_factory=list)
    unknown: list[Aside] = field(default_factory=list)
