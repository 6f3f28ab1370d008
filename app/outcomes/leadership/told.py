"""What a report to leaders tells. Pure; `rules.py` defines each number.

Everything here may leave the program: what is too small to be told is None already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import percent
from app.outcomes.leadership.answers import Measured
from app.outcomes.leadership.records import Claimed, SessionNumbers, Window


@dataclass(frozen=True)
class GroupLine:
    """The people of one institution, rank or department."""

    name: str
    people: int
    earlier: bool
    """Whether that is as it was told before: too few have changed to tell it anew."""
    faculty: int | None
    """How many there are in the faculty at large, where that was given."""
    ratio: Decimal | None
    """Its share among participants over its share in the faculty at large: 1 is as many."""


@dataclass(frozen=True)
class Together:
    """The groups that are too small, or too many for the page, in one line."""

    groups: int
    people: int | None
    """None: held back."""


@dataclass(frozen=True)
class Groups:
    """Everybody by what they were."""

    part: Part
    known: int
    """How many groups there are; those who said nothing are none."""
    lines: Sequence[GroupLine]
    """The largest first."""
    together: Together | None
    has_faculty: bool


@dataclass(frozen=True)
class CohortLine:
    """One cohort beside the others. None: not yet, or too few."""

    title: str
    began_on: date
    enrolled: int | None
    completed: int | None
    percent: int | None
    over: bool
    newest: bool


@dataclass(frozen=True)
class Attendance:
    """The sessions of the newest cohort that has ended; before one has, of the newest that runs."""

    cohort: str
    over: bool
    sessions: Sequence[SessionNumbers]
    """Those that were held and are recorded."""
    planned: int
    """How many it has in all."""
    expected: int
    mean: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Credit:
    """What was designated for one person, and what all of them claimed."""

    lowest_quarters: int
    most_quarters: int
    claimed: Sequence[Claimed]
    """Of each system; quarters and people are those of at least five."""
    too_few: bool
    """Whether something is left out for being of fewer than five."""


@dataclass(frozen=True)
class CostLine:
    """What one part of the cost is."""

    kind: str
    people: int
    percent: Decimal
    salary: int
    cost: int


@dataclass(frozen=True)
class Cost:
    """What the program cost, in whole dollars: all cohorts of the report together."""

    lines: Sequence[CostLine]
    months: int
    other: int
    total: int
    per_completer: int | None
    """None where fewer than five have completed, and unless all cohorts that it pays have ended."""
    running: int
    """Cohorts that it pays and that have not ended: who completes them is not known yet."""
    endless: int
    """Cohorts that it pays and in which there is nothing to complete."""
    per_person: int | None
    """For each of all who enrolled in these cohorts."""


@dataclass(frozen=True)
class Completers:
    """Of those who were in a cohort that is over, how many completed one."""

    completed: int
    people: int

    @property
    def percent(self) -> int:
        """In whole percent."""
        return percent(self.completed, self.people)


@dataclass(frozen=True)
class Report:
    """Everything that a report to leaders says."""

    program: str
    summary: str
    weeks: int
    release: int | None
    policy_versions: Sequence[int]
    window: Window
    ran: int
    """How many cohorts began in the window."""
    cohorts: Sequence[CohortLine]
    people: int
    """Different people who were enrolled, however often."""
    ended: bool
    """Whether a cohort is over in which there was something to complete."""
    completers: Completers | None
    """None: held back, or nothing is over."""
    faculty: int | None
    """All who are in the faculty at large, where that was given."""
    groups: Mapping[Part, Groups]
    institutions: int
    with_completer: int | None
    """Institutions of which somebody completed; None: held back."""
    partners: int
    states: int
    attendance: Attendance | None
    credit: Credit | None
    cost: Cost | None
    measured: Measured
    asks_nothing: bool
    cut_off: datetime
    zone: str
    """In which days are told."""
    code: str = ""
    """Which version of the software made it."""
