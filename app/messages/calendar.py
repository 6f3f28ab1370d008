"""A session as an iCalendar file (RFC 5545): one event in UTC, never a recurrence."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _


def session_ics(here: CohortContext, unit: UnitRow, *, base_url: str, now: datetime) -> bytes:
    """One VEVENT with a stable UID. It names the unit only, never its case, which may be locked."""
    assert unit.starts_at is not None
    event = Event()
    event.add("uid", f"{unit.session_id}@{base_url.rsplit('//', maxsplit=1)[-1]}")
    event.add("dtstamp", now)
    event.add("dtstart", unit.starts_at)
    event.add("dtend", unit.starts_at + timedelta(minutes=unit.minutes))
    event.add("sequence", unit.sequence)
    event.add("summary", str(_summary(here, unit)))
    event.add("location", unit.link)
    event.add("url", f"{base_url}{here.path}/sessions/{unit.position}")
    event.add("status", "CANCELLED" if unit.canceled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Waypost//Case sessions//EN")  # not shown
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _summary(here: CohortContext, unit: UnitRow) -> Text:
    return _(
        "{program}: {unit}, live session",
        program=here.program.title,
        unit=here.label(unit.position),
    )
