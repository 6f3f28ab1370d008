"""Reads of the line of a cohort, and of seats whose time is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import col

from app.cohorts.admission.rules import Waiting
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import seats_taken
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.queries import is_published
from app.core.db import records


def line(session: Session, cohort_id: UUID) -> list[Waiting]:
    """Who waits for a seat of a cohort, the first in line first."""
    waits: Select[UUID, UUID] = (
        select(col(Enrollment.id).label("enrollment_id"), col(Enrollment.institution_id))
        .join(EnrollmentEvent, col(EnrollmentEvent.enrollment_id) == col(Enrollment.id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(
            col(Enrollment.cohort_id) == cohort_id,
            col(Enrollment.status) == EnrollmentStatus.WAITLISTED,
            col(EnrollmentEvent.kind) == EnrollmentEventKind.WAITLISTED,
        )
        .group_by(col(Enrollment.id), col(Enrollment.institution_id), col(Cohort.id))
        .order_by(*_turns())
    )
    return records(session.execute(waits), Waiting)


def _turns() -> tuple[SQLCoreOperations[Any], ...]:
    """Left over from an earlier cohort, then the longest wait, then who asked first."""
    waits_since = func.max(col(EnrollmentEvent.at))
    return _was_left_over().desc(), waits_since, _began(), col(Enrollment.id)


def _was_left_over() -> Exists:
    """That who waits here waited in an earlier cohort of the program, too, to its end."""
    before, earlier = aliased(Enrollment), aliased(Cohort)
    return exists().where(
        col(before.person_id) == col(Enrollment.person_id),
        col(before.status) == EnrollmentStatus.WAITLISTED,
        col(before.cohort_id) == col(earlier.id),
        col(earlier.program_id) == col(Cohort.program_id),
        col(earlier.closes_at) < col(Cohort.closes_at),
    )


def _began() -> ScalarSelect[datetime]:
    """When the first thing happened to a place: of those put into the line at once, who asked."""
    event = aliased(EnrollmentEvent)
    own = col(event.enrollment_id) == col(Enrollment.id)
    return select(func.min(col(event.at))).where(own).correlate(Enrollment).scalar_subquery()


def overdue(session: Session, cohort_id: UUID, now: datetime) -> Sequence[Enrollment]:
    """Places of a cohort whose seat was held until now at most; locked until commit."""
    return session.scalars(
        select(Enrollment)
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.held_until) <= now)
        .order_by(col(Enrollment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def cohorts_to_attend_to(session: Session, now: datetime) -> Sequence[UUID]:
    """Cohorts in which a seat's time is over, or somebody waits for a seat that is free.

    A seat of the cohort; whether there is one for the institution of who waits is seen then.
    """
    here = col(Enrollment.cohort_id) == col(Cohort.id)
    lapsed = exists().where(here, col(Enrollment.held_until) <= now)
    waits = exists().where(here, col(Enrollment.status) == EnrollmentStatus.WAITLISTED)
    return session.scalars(
        select(col(Cohort.id))
        .where(
            is_published(), col(Cohort.closes_at) > now, or_(lapsed, and_(waits, _has_seats(now)))
        )
        .order_by(col(Cohort.id))
    ).all()


def _has_seats(now: datetime) -> ColumnElement[bool]:
    """That a cohort has a free seat, and still gives it to who waits."""
    is_in_time = or_(col(Cohort.promote_until).is_(None), col(Cohort.promote_until) > now)
    return and_(is_in_time, seats_taken() < col(Cohort.capacity))
