"""Reads of who reviews the disclosures of a cohort's activity."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.credit.providers.queries import providers_of
from app.people.providers.queries import officers_of_any


def officers_for(session: Session, cohort_id: UUID, now: datetime) -> frozenset[UUID]:
    """The officers of the provider of a cohort's activity, by id: two statements."""
    providers = providers_of(session, cohort_id)
    return frozenset(own.id for own in officers_of_any(session, providers, now))
