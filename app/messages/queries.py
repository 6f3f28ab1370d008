"""Reads of the outbox."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage


def newest_mail(session: Session, limit: int) -> Sequence[OutboxMessage]:
    """The mail that was written last."""
    newest = select(OutboxMessage).order_by(
        col(OutboxMessage.created_at).desc(), col(OutboxMessage.id)
    )
    return session.scalars(newest.limit(limit)).all()
