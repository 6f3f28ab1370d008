"""Reads of what one person was given."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from app.credit.models import ClaimExtension
from app.credit.queries import EXTENSION_HOLDS


def is_extended_until(
    enrollment_id: ColumnElement[UUID] | Mapped[UUID], now: object
) -> ColumnElement[bool]:
    """That a place has more time than others, and some of it left."""
    return exists().where(
        col(ClaimExtension.enrollment_id) == enrollment_id,
        col(ClaimExtension.until) > now,
        EXTENSION_HOLDS,
    )


def live_extension(session: Session, enrollment_id: UUID) -> ClaimExtension | None:
    """What holds of a place. To act on it, lock the enrollment."""
    own = select(ClaimExtension).where(
        col(ClaimExtension.enrollment_id) == enrollment_id, EXTENSION_HOLDS
    )
    return session.scalar(own)


def count_extensions(session: Session, enrollment_id: UUID) -> int:
    """How many there ever were of a place."""
    own = select(func.count()).where(col(ClaimExtension.enrollment_id) == enrollment_id)
    return session.scalar(own) or 0
