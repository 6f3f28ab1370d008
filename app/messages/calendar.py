"""A session as an iCalendar file (RFC 5545): one event in UTC, never a recurrence."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _

REMINDED = timedelta(minutes=15)
"""How long before a session the calendar reminds of it."""


def session_ics(
    here: CohortContext, unit: UnitRow, leaders: Sequence[str], *, base_url: str, now: datetime
) -> bytes:
    """One VEVENT with a stable UID. It names the case only once that is open to its learners."""
    event = Event()
    event.add("uid", f"{unit.session_id}@{base_url.rsplit('//', maxsplit=1)[-1]}")
    event.add("dtstamp", now)
    _add_times(event, unit)
    event.add("summary", str(_summary(here, unit)))
    event.add("location", unit.link)
    url = f"{base_url}{here.path}/sessions/{unit.position}"
    event.add("url", url)
    about = "\n".join(map(str, _about(unit, leaders, now)))
    event.add("description", f"{about}\n{url}".strip())
    event.add("status", "CANCELLED" if unit.canceled else "CONFIRMED")
    if not unit.canceled:
        event.add_component(_alarm(str(_summary(here, unit))))
    return _published(event)


def _add_times(event: Event, unit: UnitRow) -> None:
    assert unit.starts_at is not None
    event.add("dtstart", unit.starts_at)
    event.add("dtend", unit.starts_at + timedelta(minutes=unit.minutes))
    event.add("sequence", unit.sequence)


def _published(event: Event) -> bytes:
    """A calendar with one event, to be taken over and not to be answered."""
    calendar = Calendar()
    calendar.add("prodid", "-//Waypost//Case sessions//EN")  # not shown
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -REMINDED)
    return alarm


def _about(unit: UnitRow, leaders: Sequence[str], now: datetime) -> list[Text]:
    lines: list[Text] = []
    if unit.case_title and unit.is_open(now):
        lines.append(_("Case: “{title}”", title=unit.case_title))
    if leaders:
        lines.append(_("Led by {people:clauses}", people=tuple(leaders)))
    if unit.link and not unit.canceled:
        lines.append(_("Join: {link}", link=unit.link))
    return lines


def _summary(here: CohortContext, unit: UnitRow) -> Text:
    return _(
        "{program}: {unit}, live session",
        program=here.program.title,
        unit=here.label(unit.position),
    )
