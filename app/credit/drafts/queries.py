"""Reads of the credit that a draft gives, or that a cohort before it gave, with its pictures."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import CompoundSelect, exists, or_, select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.cohorts.queries import is_published
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.pictures.models import ActivityImage, CertificateImage, ProposalImage
from app.credit.pictures.queries import contents
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.credit.proposals.queries import IS_NEWEST
from app.credit.queries import activity_of


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
    """All that was ever asked for a cohort."""
    own = select(col(ActivityProposal.id)).where(col(ActivityProposal.cohort_id) == cohort_id)
    return list(session.scalars(own))


def hashes_in_program(session: Session, program_id: UUID) -> frozenset[str]:
    """Which pictures the activities of a program show, showed, or were asked to be approved with.

    Whoever sets one up sees them.
    """
    return frozenset(session.scalars(_in_program(program_id)))


def picture_in_program(session: Session, program_id: UUID, sha256: str) -> bytes | None:
    """The bytes of such a picture; None if the program has no such."""
    if sha256 not in hashes_in_program(session, program_id):
        return None
    return contents(session, [sha256])[sha256]


def _in_program(program_id: UUID) -> CompoundSelect[str]:
    activities = (
        select(col(CertificateImage.sha256))
        .join(ActivityImage, col(ActivityImage.image_id) == col(CertificateImage.id))
        .join(Activity, col(Activity.id) == col(ActivityImage.activity_id))
        .join(Cohort, col(Cohort.id) == col(Activity.cohort_id))
        .where(col(Cohort.program_id) == program_id)
    )
    asked = (
        select(col(CertificateImage.sha256))
        .join(ProposalImage, col(ProposalImage.image_id) == col(CertificateImage.id))
        .join(ActivityProposal, col(ActivityProposal.id) == col(ProposalImage.proposal_id))
        .join(Cohort, col(Cohort.id) == col(ActivityProposal.cohort_id))
        .where(col(Cohort.program_id) == program_id)
    )
    return union(activities, asked)
