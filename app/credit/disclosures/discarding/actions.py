"""Throwing away what a draft has of disclosures. What people signed by themselves stays."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.models import DisclosureText
from app.credit.disclosures.models import (
    ContentController,
    DisclosedRelationship,
    Disclosure,
    DisclosureDecision,
    DisclosureRequest,
    DisclosureReview,
    ReviewedRelationship,
)


def throw_away(session: Session, cohort_id: UUID) -> None:
    """Delete the list of a draft, its papers, reviews, decisions and texts."""
    reviews = select(col(DisclosureReview.id)).where(col(DisclosureReview.cohort_id) == cohort_id)
    rows = select(col(ContentController.id)).where(col(ContentController.cohort_id) == cohort_id)
    papers = select(col(Disclosure.id)).where(col(Disclosure.controller_id).in_(rows))
    for statement in (
        delete(ReviewedRelationship).where(col(ReviewedRelationship.review_id).in_(reviews)),
        delete(DisclosureReview).where(col(DisclosureReview.cohort_id) == cohort_id),
        delete(DisclosedRelationship).where(col(DisclosedRelationship.disclosure_id).in_(papers)),
        delete(Disclosure).where(col(Disclosure.controller_id).in_(rows)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    for table in (ContentController, DisclosureDecision, DisclosureRequest, DisclosureText):
        session.execute(delete(table).where(col(table.cohort_id) == cohort_id))
