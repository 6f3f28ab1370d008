"""Reads of what goes of disclosures with a draft."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.disclosures.models import ContentController, Disclosure, DisclosureReview


class OfDraft(NamedTuple):
    """By id."""

    reviews: Sequence[UUID]
    papers: Sequence[UUID]
    """Disclosures of people without an account."""


def of_draft(session: Session, cohort_id: UUID) -> OfDraft:
    """What a draft has of reviews and papers: two statements."""
    reviews = select(col(DisclosureReview.id)).where(col(DisclosureReview.cohort_id) == cohort_id)
    rows = select(col(ContentController.id)).where(col(ContentController.cohort_id) == cohort_id)
    papers = select(col(Disclosure.id)).where(col(Disclosure.controller_id).in_(rows))
    return OfDraft(session.scalars(reviews).all(), session.scalars(papers).all())
