"""Throwing away what a draft has of disclosures. What people signed by themselves stays."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.gates.models import DisclosureText
from app.credit.disclosures.discarding.queries import of_draft
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
    own = of_draft(session, cohort_id)
    for statement in (
        delete(ReviewedRelationship).where(col(ReviewedRelationship.review_id).in_(own.reviews)),
        delete(DisclosureReview).where(col(DisclosureReview.id).in_(own.reviews)),
        delete(DisclosedRelationship).where(
            col(DisclosedRelationship.disclosure_id).in_(own.papers)
        ),
        delete(Disclosure).where(col(Disclosure.id).in_(own.papers)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    for table in (ContentController, DisclosureDecision, DisclosureRequest, DisclosureText):
        session.execute(delete(table).where(col(table.cohort_id) == cohort_id))
