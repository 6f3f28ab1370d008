"""Reads of which sessions of a cohort somebody led, and of what their certificates hang on."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.led.rules import Led
from app.cohorts.models import CaseSession, SessionPart, Unit
from app.cohorts.rules import has_ended
from app.cohorts.teaching.models import Teaching


def lock_teaching(session: Session, teaching_id: UUID) -> None:
    """Lock it until commit, so that what is issued to one person comes one after the other."""
    session.execute(
        select(col(Teaching.id)).where(col(Teaching.id) == teaching_id).with_for_update()
    ).one()


def teaching_of(session: Session, cohort_id: UUID, person_id: UUID) -> Teaching | None:
    """What certificates of somebody's teaching in a cohort hang on, if any was ordered."""
    own = select(Teaching).where(
        col(Teaching.cohort_id) == cohort_id, col(Teaching.person_id) == person_id
    )
    return session.scalars(own).first()


def led_in(session: Session, cohort_id: UUID, now: datetime) -> dict[UUID, tuple[Led, ...]]:
    """The sessions of a cohort that were held and are over, by who is named as leading them."""
    rows = session.execute(
        select(
            col(SessionPart.person_id),
            col(SessionPart.part),
            col(CaseSession.starts_at),
            col(CaseSession.minutes),
            col(Unit.title),
        )
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort_id, col(CaseSession.canceled_at).is_(None))
        .order_by(col(CaseSession.starts_at), col(Unit.position))
    )
    found: defaultdict[UUID, list[Led]] = defaultdict(list)
    for row in rows:
        if has_ended(row.starts_at, row.minutes, now):
            found[row.person_id].append(Led(row.starts_at, row.minutes, row.title, row.part))
    return {person_id: tuple(own) for person_id, own in found.items()}
