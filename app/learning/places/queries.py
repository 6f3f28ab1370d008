"""Where a learner was in a unit's text."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.learning.models import ReadingPlace


def reading_place(session: Session, enrollment_id: UUID, unit_id: UUID) -> ReadingPlace | None:
    """The heading that was noted last."""
    return session.scalar(
        select(ReadingPlace).where(
            col(ReadingPlace.enrollment_id) == enrollment_id, col(ReadingPlace.unit_id) == unit_id
        )
    )
