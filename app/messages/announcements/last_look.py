"""A letter of a message, looked at once more before it leaves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.announcements.enums import Placeholder
from app.messages.announcements.filling.rules import placeholders_in
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import NO_ADDRESS
from app.messages.announcements.sending.queries import reach_of_people
from app.messages.arms import queries
from app.messages.calendar.rules import NOT_THEIRS
from app.messages.last_look import Send, Wait

OF_SESSIONS = frozenset({Placeholder.NEXT_SESSION, Placeholder.STANDING, Placeholder.MISSING})
"""What of a message was filled in with sessions for who had them."""


def still_reached(session: Session, message: OutboxMessage, _now: datetime) -> Send | Wait | Reason:
    """Not if they were disabled meanwhile; what they turned off is asked of every letter.

    Nor if it tells of sessions that are theirs no more, since an arm was drawn for them.
    """
    if message.person_id is None:
        return NO_ADDRESS
    reach = reach_of_people(session, [message.person_id]).get(message.person_id)
    why = reach.why_not() if reach else NO_ADDRESS
    if why is None:
        written = session.get(Announcement, UUID(message.key.split(":")[1]))
        why = _why_not_tell(session, message, written) if written else None
    return why or Send(message.facts)


def _why_not_tell(session: Session, message: OutboxMessage, written: Announcement) -> Reason | None:
    """Why a message to a cohort does not go to somebody: it was written to them before the draw.

    One that says nothing of sessions goes: neither filled in for them, nor by a link to one.
    """
    if message.person_id is None:
        return None
    drawn_at = queries.drawn_at(session, message.person_id)
    if drawn_at is None or drawn_at < message.created_at:
        return None
    theirs = queries.sessions_of_others(session, message.person_id, written.cohort_id)
    if not theirs:
        return None
    if OF_SESSIONS.intersection(placeholders_in(f"{written.subject} {written.text}")):
        return NOT_THEIRS
    said = str(message.facts.get("markdown", ""))
    leads = any(own.path in said or (own.link and own.link in said) for own in theirs)
    return NOT_THEIRS if leads else None
