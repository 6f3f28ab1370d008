"""Who is in a cohort, who holds a seat, and what happened to one place."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import HOLDS_SEAT
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment


def is_enrolled() -> ColumnElement[bool]:
    """Whether an enrollment's person is in its cohort: `Enrollment.is_enrolled` for selects."""
    return col(Enrollment.status) == EnrollmentStatus.ENROLLED


def holds_seat() -> ColumnElement[bool]:
    """Whether an enrollment takes one of the seats of its cohort."""
    return col(Enrollment.status).in_(sorted(HOLDS_SEAT))


def seats_taken(session: Session, cohort_id: UUID) -> int:
    """How many seats of a cohort are taken; locks the cohort, so that the last seat goes once."""
    session.execute(select(col(Cohort.id)).where(col(Cohort.id) == cohort_id).with_for_update())
    taken = select(func.count()).where(col(Enrollment.cohort_id) == cohort_id, holds_seat())
    return session.scalar(taken) or 0


def locked_place(session: Session, cohort_id: UUID, person_id: UUID) -> Enrollment | None:
    """A person's place in a cohort as it is now, locked until commit."""
    return session.scalar(
        select(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.person_id) == person_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def events(session: Session, enrollment_id: UUID) -> Sequence[EnrollmentEvent]:
    """Everything that happened to a place, in order."""
    return session.scalars(
        select(EnrollmentEvent)
        .where(col(EnrollmentEvent.enrollment_id) == enrollment_id)
        .order_by(col(EnrollmentEvent.number))
    ).all()
