"""Which sessions of a cohort have begun: what was recorded before them is settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.rules import BegunSession
from app.cohorts.models import CaseSession, Cohort, Unit


def begun_sessions(session: Session, cohort_id: UUID, now: datetime) -> list[BegunSession]:
    """The sessions of a cohort that have begun and were not canceled, in order: one statement."""
    found = (
        select(col(Cohort.unit_label), col(Unit.position), col(CaseSession.starts_at))
        .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(
            col(Cohort.id) == cohort_id,
            col(CaseSession.starts_at) <= now,
            col(CaseSession.canceled_at).is_(None),
        )
        .order_by(col(CaseSession.starts_at))
    )
    return [
        BegunSession(f"{label} {position}", starts_at)
        for label, position, starts_at in session.execute(found)
    ]
