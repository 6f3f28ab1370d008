"""A letter of a message, looked at once more before it leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.announcements.rules import NO_ADDRESS
from app.messages.announcements.sending.queries import reach_of_people
from app.messages.last_look import Send, Wait


def still_reached(session: Session, message: OutboxMessage, _now: datetime) -> Send | Wait | Reason:
    """Not if they were disabled meanwhile; what they turned off is asked of every letter."""
    if message.person_id is None:
        return NO_ADDRESS
    reach = reach_of_people(session, [message.person_id]).get(message.person_id)
    why = reach.why_not() if reach else NO_ADDRESS
    return why or Send(message.facts)
