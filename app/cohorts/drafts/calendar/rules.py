"""On which days the sessions of a new cohort are. Pure.

They are a first day, so many weeks from session to session, and days that are left out: where one
is, that session and all after it are a week later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import multimode
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.rules import WEEKDAYS
from app.language.moments import local

if TYPE_CHECKING:
    from app.packs.schema import Opening

WEEK = timedelta(weeks=1)
HALF_A_YEAR = timedelta(weeks=26)
"""Whole weeks, so that weekdays stay."""
SOON = timedelta(weeks=4)
"""Nobody fills a cohort that begins earlier."""
BETWEEN_TERMS = timedelta(weeks=12)
SATURDAY = WEEKDAYS.index("saturday")
NOON = time(12)


@dataclass(frozen=True)
class PlannedUnit:
    """One unit of a draft with its session, if it has one."""

    id: UUID
    position: int
    title: str
    opens_at: datetime
    has_module: bool
    session_id: UUID | None
    local_date: date | None
    local_time: time | None
    starts_at: datetime | None
    minutes: int
    link: str


@dataclass(frozen=True)
class Dates:
    """When the sessions of a cohort are, on its wall clock."""

    first: date
    at: time
    zone: str
    minutes: int
    weeks_between: int = 1
    skipped: frozenset[date] = field(default_factory=frozenset)
    """Days that would have a session, and are left out."""

    def days(self, count: int) -> list[date]:
        """The days of so many steps."""
        day = self._next_free(self.first)
        found = [day][:count]
        while len(found) < count:
            day = self._next_free(day + self.weeks_between * WEEK)
            found.append(day)
        return found

    def _next_free(self, day: date) -> date:
        while day in self.skipped:
            day += WEEK
        return day


def dates_of(days: Sequence[date], at: time, zone: str, minutes: int) -> Dates:
    """The dates that have these days, in order and on one weekday."""
    gaps = [(later - earlier) // WEEK for earlier, later in pairwise(days)]
    between = max(1, min(gaps, default=1))
    skipped = {
        earlier + weeks * WEEK
        for (earlier, _later), gap in zip(pairwise(days), gaps, strict=True)
        for weeks in range(between, gap)
    }
    return Dates(days[0], at, zone, minutes, between, frozenset(skipped))


def without_day(dates: Dates, day: date) -> Dates:
    """The same dates with one day left out; without the first day, they begin a week later."""
    if day == dates.first:
        return replace(dates, first=day + WEEK)
    return replace(dates, skipped=dates.skipped | {day})


def days_of(units: Sequence[PlannedUnit], zone: str, opening: Opening) -> list[date]:
    """The day of each unit; of one without a session, the day that its opening was counted from."""
    weekdays = [unit.local_date.weekday() for unit in units if unit.local_date]
    weekday = weekdays[0] if weekdays else WEEKDAYS.index(opening.weekday)
    return [unit.local_date or _counted_from(unit, zone, weekday, opening) for unit in units]


def _counted_from(unit: PlannedUnit, zone: str, weekday: int, opening: Opening) -> date:
    opens = local(unit.opens_at, zone).date() + opening.weeks_before * WEEK
    return opens + timedelta(days=(weekday - opens.weekday()) % 7)


def without_breaks(dates: Dates, first: date, days: Sequence[date] = ()) -> Dates:
    """The same rhythm from another day: breaks belong to a term, and are chosen anew.

    `days`: those of a cohort whose sessions were moved or added since; its usual rhythm counts.
    """
    weeks = [(later - earlier) // WEEK for earlier, later in pairwise(days)]
    usual = min(multimode(week for week in weeks if week > 0), default=dates.weeks_between)
    return Dates(first, dates.at, dates.zone, dates.minutes, usual)


def first_day_after(earlier: date, today: date) -> date:
    """Whole half years after an earlier cohort's first day, and weeks from now."""
    day = earlier + HALF_A_YEAR
    while day < today + SOON:
        day += HALF_A_YEAR
    return day


def usual_dates(today: date, zone: str, minutes: int) -> Dates:
    """What is proposed to a program without an earlier cohort: weekly, on a workday at noon."""
    first = today + BETWEEN_TERMS
    if first.weekday() >= SATURDAY:
        first += timedelta(days=len(WEEKDAYS) - first.weekday())
    return Dates(first, NOON, zone, minutes)
