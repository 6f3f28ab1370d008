"""Who has a place in a draft, and hears of it when it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Enrollment


@dataclass(frozen=True)
class ToTell:
    """How many people hear of a cohort when it is published, and with which letter."""

    invited: int
    overdue: int
    """Of the invited, those whose seat was held until now at most."""
    enrolled: int
    waitlisted: int


def places_with(
    session: Session, cohort_id: UUID, status: EnrollmentStatus
) -> Sequence[Enrollment]:
    """The places of a cohort of which this holds, locked until commit."""
    return session.scalars(
        select(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.status) == status)
        .order_by(col(Enrollment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def people_to_tell(session: Session, cohort_id: UUID, now: datetime) -> ToTell:
    """How many there are; one statement."""
    has = col(Enrollment.status)
    is_overdue = (has == EnrollmentStatus.INVITED) & (col(Enrollment.held_until) <= now)
    counted = select(
        func.count(case((has == EnrollmentStatus.INVITED, 1))).label("invited"),
        func.count(case((is_overdue, 1))).label("overdue"),
        func.count(case((has == EnrollmentStatus.ENROLLED, 1))).label("enrolled"),
        func.count(case((has == EnrollmentStatus.WAITLISTED, 1))).label("waitlisted"),
    ).where(col(Enrollment.cohort_id) == cohort_id)
    return ToTell(*session.execute(counted).one())
