"""Reads of the credit that a draft gives, or that a cohort before it gave."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.cohorts.queries import is_published
from app.credit.models import Activity
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.credit.proposals.queries import IS_NEWEST
from app.credit.queries import activity_of
from app.credit.rules import ApprovedActivity


@dataclass(frozen=True)
class EarlierCredit:
    """The newest published cohort of a program that gives credit, and what was approved for it."""

    cohort: Cohort
    approved: ApprovedActivity


def earlier_credit(session: Session, program_id: UUID) -> EarlierCredit | None:
    """What was approved last in a program, if it ever gave credit."""
    gave = exists().where(col(Activity.cohort_id) == col(Cohort.id))
    newest = (
        select(Cohort)
        .where(col(Cohort.program_id) == program_id, is_published(), gave)
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
        .limit(1)
    )
    cohort = session.scalar(newest)
    approved = activity_of(session, cohort.id) if cohort else None
    return EarlierCredit(cohort, approved) if cohort and approved else None


def gives_credit(session: Session, cohort_id: UUID) -> bool:
    """Whether credit was entered for a cohort, or its approval is asked for and not taken back."""
    entered = exists().where(col(Activity.cohort_id) == cohort_id)
    taken_back = exists().where(
        col(ProposalDecision.proposal_id) == col(ActivityProposal.id),
        col(ProposalDecision.outcome) == Outcome.WITHDRAWN,
    )
    asked = exists().where(col(ActivityProposal.cohort_id) == cohort_id, IS_NEWEST, ~taken_back)
    return bool(session.scalar(select(or_(entered, asked))))


def activity_ids(session: Session, cohort_id: UUID) -> list[UUID]:
    """All versions of a cohort's activity."""
    own = select(col(Activity.id)).where(col(Activity.cohort_id) == cohort_id)
    return list(session.scalars(own))


def proposal_ids(session: Session, cohort_id: UUID) -> list[UUID]:
    """Everything that was asked for a cohort."""
    asked = select(col(ActivityProposal.id)).where(col(ActivityProposal.cohort_id) == cohort_id)
    return list(session.scalars(asked))
