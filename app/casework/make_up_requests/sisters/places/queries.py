"""What somebody has to do with a session of another cohort, for selects of that."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.enums import RequestStep
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.queries import is_approval, newest_step
from app.casework.make_ups.queries import stands_of
from app.casework.models import Attendance, MakeUp
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit


def leads(person_id: UUID) -> ColumnElement[bool]:
    """That they have a part in it."""
    return exists().where(
        col(SessionPart.case_session_id) == col(CaseSession.id),
        col(SessionPart.person_id) == person_id,
    )


def is_in(person_id: UUID) -> ColumnElement[bool]:
    """That they have a place in its cohort."""
    place = exists().where(
        col(Enrollment.cohort_id) == col(Cohort.id), col(Enrollment.person_id) == person_id
    )
    return place.where(is_enrolled())


def was_missed(person_id: UUID) -> ColumnElement[bool]:
    """That a mark says so, of who had a place there when it was made."""
    return exists().where(
        col(Attendance.case_session_id) == col(CaseSession.id),
        col(Attendance.status).in_((AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED)),
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Enrollment.person_id) == person_id,
    )


def serves_another(person_id: UUID, unit_id: UUID) -> ColumnElement[bool]:
    """That it makes up another session of theirs, or would once that is answered."""
    own = aliased(CaseSession)
    waits = col(MakeUpEvent.step).in_((RequestStep.SUBMITTED, RequestStep.RETURNED))
    other = (
        _requests()
        .join(own, col(own.id) == col(MakeUpRequest.case_session_id))
        .where(
            col(Enrollment.person_id) == person_id,
            col(MakeUpEvent.sister_session_id) == col(CaseSession.id),
            col(own.unit_id) != unit_id,
            or_(waits, is_approval()),
        )
    )
    return other.correlate(CaseSession).exists()


def served_by(session: Session, case_session_id: UUID, person_id: UUID, request_id: UUID) -> str:
    """Which session of somebody a sister session makes up, by another request; empty: none."""
    found = (
        _requests()
        .with_only_columns(col(Cohort.unit_label), col(Unit.position))
        .join(CaseSession, col(CaseSession.id) == col(MakeUpRequest.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(
            col(Enrollment.person_id) == person_id,
            col(MakeUpEvent.sister_session_id) == case_session_id,
            col(MakeUpRequest.id) != request_id,
            is_approval(),
        )
    )
    row = session.execute(found.limit(1)).one_or_none()
    return f"{row[0]} {row[1]}" if row else ""


def _requests() -> Select[*tuple[Any, ...]]:
    """Requests with their newest step, whose they are, and the make-up that stands, if one does."""
    return (
        select(col(MakeUpRequest.id))
        .join(MakeUpEvent, newest_step())
        .join(Enrollment, col(Enrollment.id) == col(MakeUpRequest.enrollment_id))
        .outerjoin(MakeUp, and_(*stands_of(MakeUpRequest)))
    )
