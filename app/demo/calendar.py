"""When the demo's cohorts are: half a year back, in the fifth week now, and next term."""

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


def deadline(moment: datetime) -> datetime:
    """Five in the afternoon of that day, in the cohorts' zone: when deadlines fall."""
    return to_utc(moment.astimezone(ZoneInfo(ZONE)).date(), FIVE_PM, ZONE)


@dataclass(frozen=True)
class Term:
    """One run of the program."""

    slug: str
    title: str
    days: Sequence[date]

    @property
    def first(self) -> datetime:
        """The first session's start, UTC."""
        return to_utc(self.days[0], NOON, ZONE)

    @property
    def last(self) -> datetime:
        """The last session's start, UTC."""
        return to_utc(self.days[-1], NOON, ZONE)


def terms(now: datetime, units: int) -> tuple[Term, Term, Term]:
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
        Term(
            slug=f"{name}-{of_year}",
            title=f"{name.title()} {of_year}",
            days=[start + timedelta(weeks=week) for week in range(units)],
        )
        for start, (name, of_year) in zip(starts, names, strict=True)
    ]
    return made[0], made[1], made[2]
