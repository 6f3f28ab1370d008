"""Reads of the versions of a cohort's policy."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import PolicyVersion
from app.packs.schema import PolicyData


def versions(session: Session, cohort_id: UUID) -> Sequence[PolicyVersion]:
    """Every version of a cohort's policy, the one in force first."""
    return session.scalars(
        select(PolicyVersion)
        .where(col(PolicyVersion.cohort_id) == cohort_id)
        .order_by(col(PolicyVersion.version).desc())
    ).all()


def policy_in_force(session: Session, cohort_id: UUID) -> PolicyData:
    """The newest version of a cohort's policy."""
    return PolicyData.model_validate(versions(session, cohort_id)[0].data)
