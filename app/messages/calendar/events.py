"""Sessions as iCalendar (RFC 5545): events in UTC, never a recurrence, never a zone of our own.

Everything in them comes from the data, so the same sessions are the same bytes; and an event is the
same one by its UID wherever it was taken from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vCalAddress

from app.language import Text, _
from app.messages.calendar.rules import CalendarSession
from app.messages.parts import CalendarPart
from app.people.models import Person

REMINDED = timedelta(minutes=15)
"""How long before a session the calendar reminds of it."""
ASKED_AGAIN = timedelta(hours=1)
"""How soon a calendar that follows them should look for changes."""

Leaders = Mapping[UUID, Sequence[Person]]


@dataclass(frozen=True)
class Told:
    """Where and when sessions are told of, and who leads them."""

    base_url: str
    now: datetime
    leaders: Leaders


def session_file(held: CalendarSession, told: Told) -> bytes:
    """One session, to be put into a calendar once."""
    return bytes(_published([held], told).to_ical())


def feed(sessions: Sequence[CalendarSession], told: Told) -> bytes:
    """All sessions of somebody, for a calendar that follows them; canceled ones stay in it."""
    calendar = _published(sessions, told)
    name = str(_("Sessions in Waypost"))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASKED_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")  # not shown
    return bytes(calendar.to_ical())


def invitation(
    held: CalendarSession, told: Told, *, organizer: tuple[str, str], attendee: str
) -> CalendarPart:
    """What a mail calendar takes up by itself: the session, or that it does not take place.

    `organizer`: name and address of who sends the mail. Nobody is asked for an answer.
    """
    method = "CANCEL" if held.canceled else "REQUEST"
    event = _event(held, told)
    sender = vCalAddress(f"mailto:{organizer[1]}")
    sender.params["CN"] = organizer[0] or organizer[1]
    event.add("organizer", sender)
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params.update(
        {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"}  # not shown
    )
    guest.params["RSVP"] = "FALSE"
    event.add("attendee", guest)
    calendar = _calendar(method)
    calendar.add_component(event)
    return CalendarPart(method, calendar.to_ical().decode())


def _published(sessions: Sequence[CalendarSession], told: Told) -> Calendar:
    """To be taken over and not to be answered."""
    calendar = _calendar("PUBLISH")
    for held in sessions:
        event = _event(held, told)
        if held.is_to_come(told.now):
            event.add_component(_alarm(str(_summary(held))))
        calendar.add_component(event)
    return calendar


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Waypost//Case sessions//EN")  # not shown
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(held: CalendarSession, told: Told) -> Event:
    """It names the case only once that is open to its learners."""
    event, modified = Event(), held.modified_at(told.now)
    event.add("uid", f"{held.session_id}@{told.base_url.rsplit('//', maxsplit=1)[-1]}")
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("sequence", held.number)
    event.add("dtstart", held.starts_at)
    event.add("dtend", held.ends_at)
    event.add("summary", _line(_summary(held)))
    if held.link and not held.canceled:
        event.add("location", _line(held.link))
    url = f"{told.base_url}{held.path}"
    event.add("url", url)
    event.add("description", "\n".join([*map(_line, _about(held, told)), url]))
    event.add("status", "CANCELLED" if held.canceled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if held.canceled else "OPAQUE")
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(summary))
    alarm.add("trigger", -REMINDED)
    return alarm


def _about(held: CalendarSession, told: Told) -> list[Text]:
    lines: list[Text] = [held.cohort]
    if title := held.open_case(told.now):
        lines.append(_("Case: “{title}”", title=title))
    if people := told.leaders.get(held.session_id):
        names = tuple(person.display_name for person in people)
        lines.append(_("Led by {people:clauses}", people=names))
    if held.link and not held.canceled:
        lines.append(_("Join: {link}", link=held.link))
    return lines


def _summary(held: CalendarSession) -> Text:
    return _("{program}: {unit}, live session", program=held.program, unit=held.label)


def _line(text: Text) -> str:
    """On one line, whatever was written."""
    return " ".join(str(text).split())
