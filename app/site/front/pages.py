"""What the public pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.zoom.rules import EVENTS_KEPT_FOR
from app.cohorts.coming.queries import ComingCohort
from app.cohorts.helpers.queries import CoordinatorRow, Helpers
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.styles import short_month
from app.people.parking.rules import LASTS
from app.people.rules import KNOWN_FOR, LINK_WORKS_FOR, SESSION_LASTS, STAFF_SESSION_LASTS
from app.site.parts.coming import badge_of
from app.web.reader import KEPT_FOR as LANGUAGE_KEPT_FOR
from app.web.shell import Helper


@dataclass(frozen=True)
class CohortTile:
    """A cohort that has not begun. How many are in it is nobody's business here."""

    program: str
    language: str
    """Of its program, as in the attribute `lang`."""
    title: str
    path: str
    """Its door."""
    summary: str
    units: Text
    month: str
    day: int
    iso: str
    is_series: bool
    first: Text
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
    browser_hours: int = 1
    known_days: int = KNOWN_FOR.days
    waits_hours: int = int(LASTS.total_seconds() // 3600)
    device_days: int = 14
    """As `static/writing.js` forgets what is older."""
    event_days: int = EVENTS_KEPT_FOR.days
    language_days: int = LANGUAGE_KEPT_FOR.days
    coordinators: Sequence["OwnHelper"] = ()
    administrators: Sequence["OwnHelper"] = ()
    """For whoever has no coordinator, and for those who coordinate."""


@dataclass(frozen=True)
class OwnHelper:
    """Somebody whom the reader can ask."""

    person: Helper
    cohorts: tuple[str, ...] = ()
    """Of the reader's, those that they coordinate."""


def front_page(cohorts: Iterable[ComingCohort], now: datetime) -> FrontPage:
    """The cohorts a visitor could join, now or later."""
    return FrontPage([_tile(cohort, now) for cohort in cohorts])


def help_page(source_url: str, helpers: Helpers | None, *, coordinates: bool = False) -> HelpPage:
    """How it works and whom to ask. `helpers`: of whoever is signed in."""
    if helpers is None:
        return HelpPage(source_url)
    return HelpPage(
        source_url,
        coordinators=_coordinators(helpers.coordinators),
        administrators=[
            OwnHelper(Helper(row.person.display_name, row.address))
            for row in helpers.administrators
            if coordinates or not helpers.coordinators
        ],
    )


def _coordinators(rows: Sequence[CoordinatorRow]) -> list[OwnHelper]:
    """Each of them once, with all their cohorts."""
    cohorts: dict[Helper, dict[str, None]] = {}
    for row in rows:
        who = Helper(row.person.display_name, row.address)
        cohorts.setdefault(who, {})[row.cohort] = None
    return [OwnHelper(who, tuple(titles)) for who, titles in cohorts.items()]


def _tile(cohort: ComingCohort, now: datetime) -> CohortTile:
    first = local(cohort.first_session, cohort.zone)
    badge, tone = badge_of(cohort, now)
    return CohortTile(
        program=cohort.program,
        language=cohort.language,
        title=cohort.title,
        path=f"/join/{cohort.slug}",
        summary=cohort.summary,
        units=ngettext("{count} unit", "{count} units", count=cohort.units),
        month=short_month(first),
        day=first.day,
        iso=cohort.first_session.isoformat(),
        is_series=cohort.is_series,
        first=_("{first:weekday}, {first:time} {first:zone}", first=first),
        badge=badge,
        tone=tone,
    )
