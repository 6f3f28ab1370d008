"""Reads of the rows that a plan is made of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, PolicyVersion, Unit


def units_with_sessions(cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    """The units of a cohort in order, each with its session on the wall clock if it has one."""
    found: Select[*tuple[Any, ...]] = select(
        col(Unit.id),
        col(Unit.position),
        col(Unit.title),
        col(Unit.opens_at),
        col(CaseSession.id).label("session_id"),
        col(CaseSession.local_date),
        col(CaseSession.local_time),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes"),
        func.coalesce(col(CaseSession.link), "").label("link"),
    )
    found = found.outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    return found.where(col(Unit.cohort_id) == cohort_id).order_by(col(Unit.position))


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
