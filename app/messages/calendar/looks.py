"""What the worker asks of a letter about a session: whether it holds, and what calendars are given.

A calendar is given the session as it is when the mail leaves; the words of the letter may be of
before, and another letter is on its way then.
"""

from datetime import datetime
from email.utils import parseaddr

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.cohorts.changes.letters import session_in
from app.core.models import OutboxMessage
from app.language.languages import writing_in
from app.language.reasons import Reason
from app.messages.calendar import queries
from app.messages.calendar.events import Told, invitation
from app.messages.calendar.rules import (
    CARRIERS,
    LEFT,
    NOT_THEIRS,
    STAYS,
    CalendarSession,
    why_not_invite,
)
from app.messages.composing import Addressee
from app.messages.last_look import Send
from app.messages.parts import CalendarPart
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings


def look_at_invitation(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether an invitation still holds; it tells the time that holds now."""
    held = _theirs(session, message, now)
    why_not = why_not_invite(held, now)
    if why_not or held is None:
        return why_not or NOT_THEIRS
    times: dict[str, JsonValue] = {"starts": held.starts_at.isoformat(), "minutes": held.minutes}
    return Send({**message.facts, **times, "session_path": held.path})


def look_at_leaving(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether a session is still to be taken out of the calendar of who left it."""
    held = _left(session, message, now)
    return Send({**message.facts, "starts": held.starts_at.isoformat()}) if held else STAYS


def calendar_part(
    session: Session,
    message: OutboxMessage,
    person: Addressee | None,
    *,
    sender: str,
    base_url: str,
    now: datetime,
) -> CalendarPart | None:
    """The session that a letter is about, for the calendar of who wants invitations."""
    attendee = message.recipient or (person.address if person else None)
    if person is None or attendee is None or not _wants(session, message):
        return None
    held = _carried(session, message, now)
    if held is None:
        return None
    told = Told(base_url, now, queries.leaders_of(session, [held.session_id]))
    with writing_in(person.language):
        return invitation(held, told, organizer=parseaddr(sender), attendee=attendee)


def _carried(session: Session, message: OutboxMessage, now: datetime) -> CalendarSession | None:
    """The session as the calendar of whoever gets the letter is to have it."""
    if message.kind in CARRIERS:
        return _theirs(session, message, now)
    left = _left(session, message, now)
    return left.taken_out() if left else None


def _theirs(session: Session, message: OutboxMessage, now: datetime) -> CalendarSession | None:
    if message.person_id is None:
        return None
    return queries.session_of(session, message.person_id, session_in(message.key), now)


def _left(session: Session, message: OutboxMessage, now: datetime) -> CalendarSession | None:
    if message.person_id is None:
        return None
    found = queries.sessions_left(session, message.person_id, [session_in(message.key)], now)
    return next(iter(found), None)


def _wants(session: Session, message: OutboxMessage) -> bool:
    """Whether it is a letter that brings a session or takes it out, to somebody who wants that."""
    if message.person_id is None or message.kind not in {*CARRIERS, LEFT}:
        return False
    chosen = notification_settings(session, [message.person_id])[message.person_id]
    return Stream.CALENDAR not in chosen.declined
