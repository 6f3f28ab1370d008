"""Why mail of a stream does not go to somebody; mail of no stream does, unless it was left."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.language.stored import from_json
from app.messages.rules import BY_DECISION, NOT_REACHED, TURNED_OFF
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import stream_of
from app.people.addresses.queries import addresses_of
from app.people.addresses.trouble.queries import trouble_at, troubles


def why_not_send(session: Session, message: OutboxMessage) -> Reason | None:
    """Why a letter is left unsent: that was decided, or its reader wants or gets no such mail."""
    if message.dropped_reason and from_json(message.dropped_reason) == BY_DECISION:
        return BY_DECISION
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
