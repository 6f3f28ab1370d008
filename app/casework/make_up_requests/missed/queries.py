"""Reads of one person's mark at one session, and of how many they made up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.elsewhere.queries import stands_on_nothing
from app.casework.make_up_requests.queries import Asked
from app.casework.make_up_requests.rules import Missed
from app.casework.make_ups.queries import beside_mark, stands
from app.casework.models import Attendance, MakeUp
from app.casework.queries import MARK, is_its_mark
from app.casework.queries import is_expected as was_expected
from app.casework.queries import mark_of as mark_in
from app.casework.rules import Mark, is_expected
from app.cohorts.context import LearnerInCohort
from app.cohorts.models import CaseSession, Enrollment
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.core.db import plain_rows


def missed(session: Session, learner: LearnerInCohort, unit: UnitRow, now: datetime) -> Missed:
    """What decides whether somebody makes the session of a unit up: two statements."""
    assert unit.session_id is not None
    assert unit.starts_at is not None
    place = learner.enrollment
    mark = mark_of(session, Asked(place.id, unit.session_id))
    return Missed(
        mark.shown,
        place.enrolled_at is not None
        and is_expected(place.enrolled_at, unit.starts_at, is_series=learner.cohort.is_series),
        has_ended(unit.starts_at, unit.minutes, now),
        used_by(session, place.id),
        learner.cohort.closes_at,
        unit.canceled,
    )


def used_by(session: Session, enrollment_id: UUID) -> int:
    """How many make-ups of somebody stand, and count: as the ledger has it."""
    own = select(func.count()).where(
        col(MakeUp.enrollment_id) == enrollment_id, stands(), ~stands_on_nothing()
    )
    return session.scalar(own) or 0


def is_expected_at(session: Session, asked: Asked) -> bool:
    """Whether somebody was in the cohort when a session of it began."""
    own = (
        select(was_expected())
        .select_from(Enrollment)
        .join(CaseSession, col(CaseSession.id) == asked.case_session_id)
        .where(col(Enrollment.id) == asked.enrollment_id)
    )
    return bool(session.scalar(own))


def mark_of(session: Session, asked: Asked) -> Mark:
    """The mark of somebody at one session, with whether a make-up stands beside it."""
    found = (
        select(*MARK)
        .select_from(Enrollment)
        .join(CaseSession, col(CaseSession.id) == asked.case_session_id)
        .join(Attendance, is_its_mark())
        .outerjoin(MakeUp, and_(*beside_mark()))
        .where(col(Enrollment.id) == asked.enrollment_id)
    )
    row = plain_rows(session, found, {}).one_or_none()
    return mark_in(row) if row is not None else Mark(AttendanceStatus.NOT_RECORDED)
