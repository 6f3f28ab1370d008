"""Why mail of a stream does not go to somebody; mail of no stream always does."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.last_look import NOT_REACHED, TURNED_OFF
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import stream_of
from app.people.addresses.queries import addresses_of
from app.people.addresses.trouble.queries import trouble_at, troubles


def why_not_send(session: Session, message: OutboxMessage) -> Reason | None:
    """Why a letter is left unsent: its reader wants no such mail, or none gets to them."""
    if stream_of(message.kind) is None or message.person_id is None:
        return None
    chosen = notification_settings(session, [message.person_id])[message.person_id]
    if not chosen.wants(message.kind):
        return TURNED_OFF
    return NOT_REACHED if _is_in_trouble(session, message, message.person_id) else None


def _is_in_trouble(session: Session, message: OutboxMessage, person_id: UUID) -> bool:
    if message.recipient is not None:
        return trouble_at(session, message.recipient) is not None
    primary = [own.id for own in addresses_of(session, person_id) if own.is_primary]
    return bool(troubles(session, primary))
