"""Reads of whose activities there are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select, union
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.models import Activity
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.people.providers.queries import officered


def providers_of(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The provider of a cohort's activity as it is now, and one that is asked for its approval.

    Whose officers returned what was asked keeps it until something is in force. Nothing of a cohort
    that gives no credit and of which nobody asks any: what was asked in vain makes it nobody's.
    """
    approved = _NEWEST.where(col(Activity.cohort_id) == cohort_id)
    asked = _ASKED.where(col(ActivityProposal.cohort_id) == cohort_id)
    return frozenset(session.scalars(union(approved, asked)))


def has_officers(cohort_id: ColumnElement[UUID], now: datetime) -> Exists:
    """Whether the provider of a cohort's activity, as it is now, has officers; for selects."""
    theirs = col(Activity.provider_id).in_(officered(now))
    return _NEWEST.where(col(Activity.cohort_id) == cohort_id, theirs).exists()


_LATER, _ASKED_LATER = aliased(Activity), aliased(ActivityProposal)
_NEWEST = select(col(Activity.provider_id)).where(
    ~exists().where(
        col(_LATER.cohort_id) == col(Activity.cohort_id),
        col(_LATER.version) > col(Activity.version),
    )
)
_DECIDED = exists().where(col(ProposalDecision.proposal_id) == col(ActivityProposal.id))
_RETURNED = _DECIDED.where(col(ProposalDecision.outcome) == Outcome.RETURNED)
_IN_FORCE = exists().where(col(_LATER.cohort_id) == col(ActivityProposal.cohort_id))
_ASKED = select(col(ActivityProposal.provider_id)).where(
    ~exists().where(
        col(_ASKED_LATER.cohort_id) == col(ActivityProposal.cohort_id),
        col(_ASKED_LATER.number) > col(ActivityProposal.number),
    ),
    or_(~_DECIDED, and_(_RETURNED, ~_IN_FORCE)),
)
