"""When the demo's cohorts are.

The weekly program ran half a year ago, is in its fifth week now, and runs again next term. A term
before the last one is that of the trial, whose people are asked for a year and longer. The
coach approach meets every seven weeks; its third session is within a week. The open series meets
every Tuesday; its tenth session is moved to the quarter of an hour after the demo is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.cohorts.rules import to_utc

ZONE = "America/Denver"
NOON = time(12, 0)
FIVE_PM = time(17, 0)
THURSDAY = 3
CURRENT_UNIT = 5
HALF_A_YEAR = timedelta(weeks=26)

COACHING_ZONE = "America/Chicago"
COACHING_TIME = time(16, 0)
WEDNESDAY = 2
COACHING_UNIT = 3
BETWEEN_COACHING = timedelta(weeks=7)

TUESDAY = 1
SERIES_UNIT = 10


def deadline(moment: datetime, zone: str = ZONE) -> datetime:
    """Five in the afternoon of that day, in the cohort's zone: when deadlines fall."""
    return to_utc(moment.astimezone(ZoneInfo(zone)).date(), FIVE_PM, zone)


@dataclass(frozen=True)
class CohortDates:
    """One run of a program."""

    slug: str
    title: str
    days: Sequence[date]
    at: time = NOON
    zone: str = ZONE

    @property
    def first(self) -> datetime:
        """The first session's start, UTC."""
        return to_utc(self.days[0], self.at, self.zone)

    @property
    def last(self) -> datetime:
        """The last session's start, UTC."""
        return to_utc(self.days[-1], self.at, self.zone)


def cohort_dates(now: datetime, units: int) -> tuple[CohortDates, CohortDates, CohortDates]:
    """The finished, the running and the coming term. The running one is in its fifth week."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    thursday = today + timedelta(days=THURSDAY - today.weekday())
    running = thursday - timedelta(weeks=CURRENT_UNIT - 1)
    starts = (running - HALF_A_YEAR, running, running + HALF_A_YEAR)
    season, year = ("spring", running.year) if running.month < 7 else ("fall", running.year)
    names = (
        (("fall", year - 1), ("spring", year), ("fall", year))
        if season == "spring"
        else (("spring", year), ("fall", year), ("spring", year + 1))
    )
    made = [
        CohortDates(
            slug=f"{name}-{of_year}",
            title=f"{name.title()} {of_year}",
            days=[start + timedelta(weeks=week) for week in range(units)],
        )
        for start, (name, of_year) in zip(starts, names, strict=True)
    ]
    return made[0], made[1], made[2]


def trial_dates(running: CohortDates) -> CohortDates:
    """A year before the running term: the one in which the trial began."""
    season, year = running.slug.split("-")
    before = int(year) - 1
    days = [day - 2 * HALF_A_YEAR for day in running.days]
    return CohortDates(f"{season}-{before}", f"{season.title()} {before}", days)


def coaching_dates(now: datetime, units: int) -> CohortDates:
    """The coach approach: Wednesday afternoons in Chicago, seven weeks apart, the third next."""
    today = now.astimezone(ZoneInfo(COACHING_ZONE)).date()
    wednesday = today + timedelta(days=(WEDNESDAY - today.weekday()) % 7)
    start = wednesday - (COACHING_UNIT - 1) * BETWEEN_COACHING
    days = [start + n * BETWEEN_COACHING for n in range(units)]
    years = f"{days[0].year}" + (f"-{days[-1].year % 100}" if days[-1].year > days[0].year else "")
    return CohortDates(
        slug=f"coach-approach-{years}",
        title=f"Coach Approach {years.replace('-', '–')}",
        days=days,
        at=COACHING_TIME,
        zone=COACHING_ZONE,
    )


def series_dates(now: datetime, units: int) -> CohortDates:
    """The open series: Tuesdays at noon in Denver, the tenth next."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    tuesday = today + timedelta(days=(TUESDAY - today.weekday()) % 7)
    days = [tuesday + timedelta(weeks=n - SERIES_UNIT + 1) for n in range(units)]
    years = f"{days[0].year}" + (f"-{days[-1].year % 100}" if days[-1].year > days[0].year else "")
    return CohortDates(f"faculty-hour-{years}", f"Faculty Hour {years.replace('-', '–')}", days)
