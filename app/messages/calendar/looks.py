"""What the worker asks of a letter about a session: whether it holds, and what calendars are given.

A calendar is given the session as it is when the mail leaves, if it is not known to have it so;
the words of the letter may be of before, and another letter is on its way then.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.cohorts.changes.letters import session_in
from app.core.models import OutboxMessage
from app.core.outbox import is_again
from app.language.languages import writing_in
from app.language.reasons import Reason
from app.messages.calendar import queries
from app.messages.calendar.events import Told, invitation
from app.messages.calendar.mailed.actions import Telling, note_told
from app.messages.calendar.mailed.queries import entries_of
from app.messages.calendar.mailed.rules import carries, is_superseded, to_tell, wanted_of
from app.messages.calendar.rules import (
    CARRIERS,
    INVITATION,
    LEFT,
    NOT_THEIRS,
    STAYS,
    SUPERSEDED,
    UP_TO_DATE,
    CalendarSession,
    why_not_invite,
)
from app.messages.composing import Addressee
from app.messages.last_look import Send
from app.messages.parts import CalendarPart
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.people.grants.queries import lock_person


@dataclass(frozen=True)
class Carried:
    """What a letter has for a calendar, and what the calendar is told by it."""

    part: CalendarPart
    telling: Telling


def concerns(message: OutboxMessage) -> bool:
    """Whether a letter may have something for a calendar: it is looked at in a transaction."""
    return message.person_id is not None and message.kind in {*CARRIERS, LEFT}


def lock(session: Session, message: OutboxMessage) -> None:
    """Let mails to one calendar be composed one after the other, so that their numbers differ."""
    if message.person_id is not None:
        lock_person(session, message.person_id)


def look_at_invitation(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether an invitation still holds; it tells the time that holds now."""
    held = _session(session, message, now)
    why_not = why_not_invite(held, now)
    if why_not or held is None:
        return why_not or NOT_THEIRS
    if _telling(session, message, held) is None:
        return UP_TO_DATE
    times: dict[str, JsonValue] = {"starts": held.starts_at.isoformat(), "minutes": held.minutes}
    return Send({**message.facts, **times, "session_path": held.path})


def look_at_leaving(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether a session is still to be taken out of the calendar of who left it."""
    held = _session(session, message, now)
    if held is None or held.starts_at <= now or not carries(LEFT, held):
        return STAYS
    if _telling(session, message, held) is None:
        return UP_TO_DATE
    known: dict[str, JsonValue] = {"starts": held.starts_at.isoformat(), "theirs": held.theirs}
    return Send({**message.facts, **known})


def why_not_again(session: Session, message: OutboxMessage, now: datetime) -> Reason | None:
    """Why a letter about a session is not sent once more: what it says is not so any more."""
    held = _session(session, message, now) if concerns(message) else None
    if held is None:
        return None
    if message.kind == INVITATION:
        return why_not_invite(held, now)
    if message.kind == LEFT:
        return None if carries(LEFT, held) else STAYS
    return SUPERSEDED if is_superseded(message.kind, message.facts, held) else None


def calendar_part(
    session: Session,
    message: OutboxMessage,
    person: Addressee | None,
    *,
    sender: str,
    base_url: str,
    now: datetime,
) -> Carried | None:
    """What a letter tells the calendar of who wants invitations; it is noted as told."""
    attendee = message.recipient or (person.address if person else None)
    if person is None or attendee is None or not _wants(session, message):
        return None
    held = _session(session, message, now)
    telling = _telling(session, message, held) if held else None
    if held is None or telling is None:
        return None
    note_told(session, telling, now=now)
    told = Told(base_url, now, queries.leaders_of(session, [held.session_id]))
    event = held.told_as(telling.entry.number, shown=telling.entry.shown)
    with writing_in(person.language):
        part = invitation(event, told, organizer=parseaddr(sender), attendee=attendee)
    return Carried(part, telling)


def _session(session: Session, message: OutboxMessage, now: datetime) -> CalendarSession | None:
    if message.person_id is None:
        return None
    asked = [session_in(message.key)]
    return next(iter(queries.sessions_by_id(session, message.person_id, asked, now)), None)


def _telling(session: Session, message: OutboxMessage, held: CalendarSession) -> Telling | None:
    """What the calendar of whoever gets a letter lacks, if its words suit that."""
    if message.person_id is None or not carries(message.kind, held):
        return None
    told = entries_of(session, message.person_id, [held.session_id]).get(held.session_id)
    entry = to_tell(told, wanted_of(held), asked=is_again(message))
    return Telling(message.person_id, held.session_id, entry) if entry else None


def _wants(session: Session, message: OutboxMessage) -> bool:
    """Whether it is a letter that brings a session or takes it out, to somebody who wants that."""
    if message.person_id is None or not concerns(message):
        return False
    chosen = notification_settings(session, [message.person_id])[message.person_id]
    return Stream.CALENDAR not in chosen.declined
