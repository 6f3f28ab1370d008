"""Reads of whose activities there are."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.models import Activity


def providers_of(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The provider of a cohort's activity as it is now; nothing of one that gives no credit."""
    newest = (
        select(col(Activity.provider_id))
        .where(col(Activity.cohort_id) == cohort_id)
        .order_by(col(Activity.version).desc())
        .limit(1)
    )
    return frozenset(session.scalars(newest))
