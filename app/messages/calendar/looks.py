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
from app.messages.calendar.rules import CARRIERS, UNWANTED, why_not_invite
from app.messages.composing import Addressee
from app.messages.last_look import Send
from app.messages.parts import CalendarPart
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings


def last_look(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether an invitation still holds; it tells the time that holds now."""
    if message.person_id is None:
        return UNWANTED
    held = queries.session_of(session, message.person_id, session_in(message.key), now)
    why_not = why_not_invite(held, now, wanted=_wants(session, message))
    if why_not or held is None:
        return why_not or UNWANTED
    times: dict[str, JsonValue] = {"starts": held.starts_at.isoformat(), "minutes": held.minutes}
    return Send({**message.facts, **times, "session_path": held.path})


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
    if message.kind not in CARRIERS or message.person_id is None or person is None:
        return None
    attendee = message.recipient or person.address
    if attendee is None or not _wants(session, message):
        return None
    held = queries.session_of(session, message.person_id, session_in(message.key), now)
    if held is None:
        return None
    told = Told(base_url, now, queries.leaders_of(session, [held.session_id]))
    with writing_in(person.language):
        return invitation(held, told, organizer=parseaddr(sender), attendee=attendee)


def _wants(session: Session, message: OutboxMessage) -> bool:
    assert message.person_id is not None
    chosen = notification_settings(session, [message.person_id])[message.person_id]
    return Stream.CALENDAR not in chosen.declined
