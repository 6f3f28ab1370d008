"""Reads of the mail that reports are about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage


def first_sent(session: Session, ids: Sequence[UUID]) -> OutboxMessage | None:
    """The first of these that we sent."""
    sent = col(OutboxMessage.sent_at).is_not(None)
    found = session.scalars(select(OutboxMessage).where(col(OutboxMessage.id).in_(ids), sent))
    by_id = {message.id: message for message in found}
    return next((by_id[id_] for id_ in ids if id_ in by_id), None)
