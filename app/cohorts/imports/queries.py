"""Reads of the zips that wait for a decision."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from app.content.models import ContentUpload


def uploads_of(session: Session, person_id: UUID) -> Sequence[ContentUpload]:
    """The zips of a person that wait, without their bytes, the newest first."""
    return session.scalars(
        select(ContentUpload)
        .options(defer(ContentUpload.content, raiseload=True))  # type: ignore[arg-type]
        .where(col(ContentUpload.by) == person_id)
        .order_by(col(ContentUpload.sent_at).desc(), col(ContentUpload.id))
    ).all()


def has_old_upload(session: Session, before: datetime) -> bool:
    """Whether any zip was sent before that moment and still waits."""
    waiting = exists().where(col(ContentUpload.sent_at) < before)
    return bool(session.scalar(select(waiting)))
