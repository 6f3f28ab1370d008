"""Reads of what was decided about whether disclosures are needed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.disclosures.models import DisclosureDecision
from app.credit.models import Activity


def decisions_of(session: Session, cohort_id: UUID) -> list[DisclosureDecision]:
    """What was decided about a cohort, the newest first."""
    own = col(DisclosureDecision.cohort_id) == cohort_id
    found = select(DisclosureDecision).where(own)
    return list(session.scalars(found.order_by(col(DisclosureDecision.version).desc())))


def applying(session: Session, cohort_ids: Collection[UUID]) -> set[UUID]:
    """For which of some cohorts disclosures are needed: as was decided last, or approved.

    Never of one without an activity. One statement.
    """
    return set(session.scalars(applies_to(cohort_ids)))


def applies_to(cohort_ids: Collection[UUID]) -> Select[UUID]:
    """Those of some cohorts, for selects."""
    newer, later = aliased(Activity), aliased(DisclosureDecision)
    last = (
        ~select(col(newer.id))
        .where(
            col(newer.cohort_id) == col(Activity.cohort_id),
            col(newer.version) > col(Activity.version),
        )
        .exists()
    )
    newest = (
        ~select(col(later.id))
        .where(
            col(later.cohort_id) == col(DisclosureDecision.cohort_id),
            col(later.version) > col(DisclosureDecision.version),
        )
        .exists()
    )
    decided = and_(col(DisclosureDecision.cohort_id) == col(Activity.cohort_id), newest)
    applies = func.coalesce(col(DisclosureDecision.applies), col(Activity.disclosure_applies))
    found = select(col(Activity.cohort_id)).outerjoin(DisclosureDecision, decided)
    return found.where(last, col(Activity.cohort_id).in_(cohort_ids), applies)
