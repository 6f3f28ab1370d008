"""Reads of who reviews the disclosures of an activity, and how often it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.disclosures.models import DisclosureReview
from app.credit.providers.queries import providers_of
from app.people.providers.queries import officers_of_any


def officers_for(session: Session, cohort_id: UUID, now: datetime) -> frozenset[UUID]:
    """The officers of the provider of a cohort's activity, by id: two statements."""
    providers = providers_of(session, cohort_id)
    return frozenset(own.id for own in officers_of_any(session, providers, now))


def count_reviews(session: Session, cohort_id: UUID, disclosure_id: UUID) -> int:
    """How often a disclosure was reviewed for a cohort."""
    count = select(func.count()).where(
        col(DisclosureReview.cohort_id) == cohort_id,
        col(DisclosureReview.disclosure_id) == disclosure_id,
    )
    return session.scalar(count) or 0
