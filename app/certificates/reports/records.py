"""What a report is made from, and what it is made of. Pure; `rules.py` defines each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.cohorts.context import CohortContext
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.institutions.rules import percent
from app.credit.tallies.rules import PlannedUnit, Work
from app.people.enums import Profession


class Part(StrEnum):
    """By what a report can tell people apart: what they were when they were enrolled."""

    INSTITUTION = "institution"
    RANK = "rank"
    PROFESSION = "profession"
    DEPARTMENT = "department"


class Happened(NamedTuple):
    """An event of a place that stands."""

    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a cohort, and what was done in it."""

    was: Mapping[Part, str | Profession]
    """What the person was when they were enrolled; a merged institution is the one it became."""
    stand: Sequence[Happened]
    enrolled_from: datetime | None
    """When they were enrolled first; None for who never was."""
    work: Work
    certified: bool

    def enrolled_by(self, at: datetime) -> bool:
        """Whether they had been enrolled by then, whatever became of it."""
        return self.enrolled_from is not None and self.enrolled_from <= at

    def is_in(self, at: datetime) -> bool:
        """Whether they were in the cohort then."""
        for event in reversed(self.stand):
            if event.at <= at:
                return event.kind is Kind.ENROLLED
        return False


@dataclass(frozen=True)
class CohortFacts:
    """A cohort with all its places, as they were read."""

    here: CohortContext
    units: Sequence[PlannedUnit]
    places: Sequence[Place]


@dataclass(frozen=True)
class StageCounts:
    """How many people of a cohort, or of a part of it, came how far."""

    applied: int
    enrolled: int
    left: int
    started: int
    active: int
    at_risk: int
    on_course: int
    out_of_reach: int
    completed: int
    certified: int


class AfterSession(NamedTuple):
    """How many were on course when the session of a unit was over."""

    position: int
    at: datetime
    active: int
    on_course: int
    enrolled: int

    @property
    def percent(self) -> int:
        """Of those who had been enrolled by then."""
        return percent(self.on_course, self.enrolled)


class SessionCount(NamedTuple):
    """Who was at one session, of those who were in the cohort then and expected."""

    position: int
    starts_at: datetime
    canceled: bool
    held: bool
    counted: int
    """Made-up sessions among them."""
    excused: int
    missed: int
    """Absent, or there only in part."""
    waiting: int
    """Not recorded yet."""


@dataclass(frozen=True)
class GroupCounts:
    """The people who were the same: an institution, a rank, a profession, a department."""

    name: str | Profession
    """Empty: not known."""
    counts: StageCounts


@dataclass(frozen=True)
class CohortNumbers:
    """One cohort in numbers."""

    here: CohortContext
    counts: StageCounts
    after_sessions: Sequence[AfterSession]
    """One for each session that was held, in their order."""
    sessions: Sequence[SessionCount]
    """Empty for a cohort that stands beside another: nothing is told of its single sessions."""
    over: bool
    """Whether there were sessions, and the last one is over."""
    modules: int
    """How many units have one."""


@dataclass(frozen=True)
class CohortReport:
    """A cohort beside those before it, the newest first."""

    numbers: CohortNumbers
    earlier: Sequence[CohortNumbers]
    groups: Sequence[GroupCounts]

    def then(self, before: CohortNumbers) -> AfterSession | None:
        """How a cohort before stood after as many sessions as this one has had, if it had any."""
        held = min(len(self.numbers.after_sessions), len(before.after_sessions))
        return before.after_sessions[held - 1] if held else None
