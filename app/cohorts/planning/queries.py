"""Reads of the rows that a plan is made of."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, PolicyVersion, Unit


def session_rows(session: Session, cohort_id: UUID) -> Sequence[CaseSession]:
    """The sessions of a cohort, to be changed."""
    return session.scalars(
        select(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort_id)
    ).all()


def only_policy(session: Session, cohort_id: UUID) -> PolicyVersion:
    """The policy of a draft: nobody was judged by it, so there is one version."""
    return session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cohort_id)
    ).one()
