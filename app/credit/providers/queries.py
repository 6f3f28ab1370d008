"""Reads of whose activities there are."""

from uuid import UUID

from sqlalchemy import exists, select, union
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.models import Activity
from app.credit.proposals.models import ActivityProposal


def providers_of(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The provider of a cohort's activity as it is now, and the one that was asked last.

    Nothing of one that gives no credit and of which nobody asked any.
    """
    approved = _NEWEST.where(col(Activity.cohort_id) == cohort_id)
    asked = _ASKED.where(col(ActivityProposal.cohort_id) == cohort_id)
    return frozenset(session.scalars(union(approved, asked)))


_LATER, _ASKED_LATER = aliased(Activity), aliased(ActivityProposal)
_NEWEST = select(col(Activity.provider_id)).where(
    ~exists().where(
        col(_LATER.cohort_id) == col(Activity.cohort_id),
        col(_LATER.version) > col(Activity.version),
    )
)
_ASKED = select(col(ActivityProposal.provider_id)).where(
    ~exists().where(
        col(_ASKED_LATER.cohort_id) == col(ActivityProposal.cohort_id),
        col(_ASKED_LATER.number) > col(ActivityProposal.number),
    )
)
