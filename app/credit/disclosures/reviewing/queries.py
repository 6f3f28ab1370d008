"""Reads of how often a disclosure was reviewed."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.disclosures.models import DisclosureReview


def count_reviews(session: Session, cohort_id: UUID, disclosure_id: UUID) -> int:
    """How often a disclosure was reviewed for a cohort."""
    count = select(func.count()).where(
        col(DisclosureReview.cohort_id) == cohort_id,
        col(DisclosureReview.disclosure_id) == disclosure_id,
    )
    return session.scalar(count) or 0
