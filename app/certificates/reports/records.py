"""What a report is made from, and what it is made of. Pure; `rules.py` defines each number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.rules import events_that_stand
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.institutions.rules import percent
from app.credit.tallies.rules import PlannedUnit, Work
from app.packs.schema import PolicyData
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
    """When they were enrolled first, were it taken back since; None for who never was."""
    work: Work
    certified: bool
    happened: Sequence[Happened] = ()
    """All events, where some were taken back; empty where all stand."""
    person: str = ""
    """Whose it is, to count somebody once over several cohorts: an id as the driver has it."""

    def standing(self, at: datetime) -> Sequence[Happened]:
        """What stood then: what was taken back later stood until then."""
        events = self.happened or self.stand
        return events_that_stand(event for event in events if event.at <= at)

    def enrolled_by(self, at: datetime) -> bool:
        """Whether they had been enrolled by then, whatever became of it."""
        if self.happened:
            return any(event.kind is Kind.ENROLLED for event in self.standing(at))
        return self.enrolled_from is not None and self.enrolled_from <= at

    def is_in(self, at: datetime) -> bool:
        """Whether they were in the cohort then."""
        stood = self.standing(at) if self.happened else self.stand
        for event in reversed(stood):
            if event.at <= at:
                return event.kind is Kind.ENROLLED
        return False


class PolicySince(NamedTuple):
    """A policy, and since when it was in force."""

    since: datetime
    policy: PolicyData


@dataclass(frozen=True)
class CohortFacts:
    """A cohort with all its places, as they were read."""

    here: CohortContext
    units: Sequence[PlannedUnit]
    places: Sequence[Place]
    policies: Sequence[PolicySince]
    """All versions, in order; the first one holds from the beginning."""

    def policy_at(self, at: datetime) -> PolicyData:
        """By what people were judged then."""
        known = [policy for since, policy in self.policies if since <= at]
        return known[-1] if known else self.policies[0].policy


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
    recorded: bool
    """Whether nobody waits for a mark. Before that, those who were not there are on course, too."""

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
    """Not recorded yet, of those who are in the cohort still: nobody else is asked for."""
    not_held: bool = False
    """Canceled, since it was to take place and did not."""


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
    canceled: Collection[int]
    """The positions of the units whose session is canceled."""
    not_held: Collection[int]
    """Those among them whose session was to take place and did not."""

    @property
    def recorded(self) -> Sequence[AfterSession]:
        """The sessions after which it is known how everybody stood."""
        return [after for after in self.after_sessions if after.recorded]

    @property
    def unrecorded(self) -> Sequence[AfterSession]:
        """The sessions that are over and lack marks."""
        return [after for after in self.after_sessions if not after.recorded]

    @property
    def newest(self) -> AfterSession | None:
        """The last unit whose session is recorded."""
        return max(self.recorded, key=lambda after: after.position, default=None)


@dataclass(frozen=True)
class CohortReport:
    """A cohort beside those before it, the newest first."""

    numbers: CohortNumbers
    earlier: Sequence[CohortNumbers]
    groups: Sequence[GroupCounts]

    def then(self, before: CohortNumbers) -> AfterSession | None:
        """How a cohort before stood after the unit that is the last one recorded here.

        Where it had no session in that unit, it stood as after the one before.
        """
        newest = self.numbers.newest
        last = newest.position if newest else 0
        known = [after for after in before.recorded if after.position <= last]
        return max(known, key=lambda after: after.position, default=None)
