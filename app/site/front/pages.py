"""What the public pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.cohorts.coming.queries import ComingCohort
from app.cohorts.coming.rules import EnrollmentWindow, enrollment
from app.language import Text
from app.language.moments import clock_time, day, zone_name
from app.language.words import counted
from app.people.rules import LINK_WORKS_FOR, SESSION_LASTS, STAFF_SESSION_LASTS
from app.web.parts import Badge


@dataclass(frozen=True)
class CohortTile:
    """A cohort that has not begun. How many are in it is nobody's business here."""

    program: str
    title: str
    summary: str
    units: str
    month: str
    day: int
    iso: str
    first: str
    zone: str
    badge: Text
    tone: str


@dataclass(frozen=True)
class FrontPage:
    """The first page for a visitor."""

    cohorts: Sequence[CohortTile]


@dataclass(frozen=True)
class HelpPage:
    """What help and privacy speak of, as the software has it."""

    source_url: str = ""
    """Where the source of the running version is, as its operator set it."""
    link_minutes: int = int(LINK_WORKS_FOR.total_seconds() // 60)
    days: int = SESSION_LASTS.days
    staff_hours: int = int(STAFF_SESSION_LASTS.total_seconds() // 3600)


def front_page(cohorts: Iterable[ComingCohort], now: datetime) -> FrontPage:
    """The cohorts a visitor could join, now or later."""
    return FrontPage([_tile(cohort, now) for cohort in cohorts])


def _tile(cohort: ComingCohort, now: datetime) -> CohortTile:
    local = cohort.first_session.astimezone(ZoneInfo(cohort.zone))
    badge, tone = _badge(cohort, now)
    return CohortTile(
        program=cohort.program,
        title=cohort.title,
        summary=cohort.summary,
        units=_units(cohort.unit_label, cohort.units),
        month=f"{local:%b}",
        day=local.day,
        iso=cohort.first_session.isoformat(),
        first=f"{local:%A}, {clock_time(cohort.first_session, cohort.zone)}",
        zone=zone_name(cohort.zone),
        badge=badge,
        tone=tone,
    )


def _badge(cohort: ComingCohort, now: datetime) -> Badge:
    opens_at = cohort.enrollment_opens_at
    match enrollment(opens_at, capacity=cohort.capacity, taken=cohort.taken, now=now):
        case EnrollmentWindow.OPEN:
            return Badge("Open for enrollment", "good")
        case EnrollmentWindow.FULL:
            return Badge("Full", "neutral")
        case EnrollmentWindow.LATER:
            return Badge(f"Enrollment opens {day(opens_at, cohort.zone)}", "accent")


def _units(label: str, count: int) -> str:
    """`8 weeks`."""
    return counted(count, label.lower())
