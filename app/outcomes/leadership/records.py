"""What a report to leaders is made from: records and answers as they were read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.certificates.reports.records import Part
from app.outcomes.leadership.answers import Measured
from app.people.enums import Profession


@dataclass(frozen=True)
class Window:
    """The days that a report is about: cohorts whose first session was on one of them."""

    first: date
    last: date


@dataclass(frozen=True)
class Taking:
    """Somebody's place in a cohort, as far as a report needs it."""

    person: str
    was: Mapping[Part, str | Profession]
    """What they were when they were enrolled."""
    completed: bool


@dataclass(frozen=True)
class SessionNumbers:
    """How many came to one session, make-ups included, of those who were in the cohort then."""

    label: str
    came: int
    expected: int


@dataclass(frozen=True)
class Designated:
    """The most that somebody can be awarded in a cohort, and what was claimed there."""

    cohort: str
    most_quarters: int


@dataclass(frozen=True)
class Claimed:
    """What people claimed in one system."""

    system: str
    """By its key."""
    people: int
    quarters: int
    name: str = ""
    """Of the system, in the language of those who designate."""


@dataclass(frozen=True)
class RanCohort:
    """A cohort as its records have it."""

    key: str
    """As addresses name it."""
    title: str
    began_on: date
    over: bool
    """Whether its last session is over: before that nobody says how many complete."""
    asks_nothing: bool
    """Whether there is nothing to complete, as in a series."""
    takings: Sequence[Taking]
    sessions: Sequence[SessionNumbers]
    """Those that were held and are recorded."""
    planned: int
    """How many sessions it has in all."""
    policy_version: int


@dataclass(frozen=True)
class Gathered:
    """All that was read, once, at one moment."""

    program: str
    summary: str
    weeks: int
    """How many units the program has."""
    release: int | None
    """Which release of its pack is current; None: nothing is loaded."""
    cohorts: Sequence[RanCohort]
    """In the order in which they began."""
    designated: Sequence[Designated]
    claimed: Sequence[Claimed]
    partners: Sequence[str]
    """The institutions that take part now, by short name."""
    aliases: Mapping[str, str]
    """Whole names of institutions, as they are compared, with the short ones."""
    regions: Mapping[str, str]
    """The state or country of each institution, by short name; empty: it is not said."""
    measured: Measured
    cut_off: datetime
    zone: str
    """In which days are told: that of the newest cohort."""
