"""Which sessions of a cohort have begun, and since when marks stand: what may rest on them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.rules import BegunSession, Built, Recorded, Stood, periods
from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.db import plain_rows

Standing = Mapping[UUID, Sequence[Built]]
"""What was built on people's marks, by enrollment."""
BuiltOn = Callable[[Session, Collection[UUID]], Standing]
"""Reads what was built on people's marks, and locks them to change these: given, since packages
above know."""
_NOTHING = AttendanceStatus.NOT_RECORDED


class OfSession(NamedTuple):
    """One person's mark at one session."""

    case_session_id: UUID
    enrollment_id: UUID


BuiltOnMarks = Callable[
    [Session, Collection[UUID], Collection[UUID]], Mapping[OfSession, Sequence[Built]]
]
"""The same of the marks of some sessions, by enrollment: also what stands on them elsewhere."""


def begun_sessions(session: Session, cohort_id: UUID, now: datetime) -> list[BegunSession]:
    """The sessions of a cohort that have begun, in order: one statement.

    None that was canceled, as it is when it counts as not held: nothing was built by these.
    """
    found = (
        select(
            col(CaseSession.id),
            col(Cohort.unit_label),
            col(Unit.position),
            col(CaseSession.starts_at),
        )
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
        BegunSession(case_session_id, f"{label} {position}", starts_at)
        for case_session_id, label, position, starts_at in session.execute(found)
    ]


_CHANGED: Select[*tuple[Any, ...]] = (
    select(
        col(Attendance.case_session_id),
        col(Attendance.enrollment_id),
        col(Attendance.status),
        col(AttendanceChange.at),
        col(AttendanceChange.from_status),
        col(AttendanceChange.to_status),
    )
    .outerjoin(AttendanceChange, col(AttendanceChange.attendance_id) == col(Attendance.id))
    .where(col(Attendance.case_session_id).in_(bindparam("sessions", expanding=True)))
    .order_by(col(Attendance.id), col(AttendanceChange.version))
)
_OF_SOME = _CHANGED.where(
    col(Attendance.enrollment_id).in_(bindparam("enrollment_ids", expanding=True))
)


def stood_in(session: Session, case_session_id: UUID) -> dict[UUID, Sequence[Stood]]:
    """When something was recorded of everybody at a session, by enrollment: one statement."""
    rows = plain_rows(session, _CHANGED, {"sessions": [case_session_id]}).all()
    return {key.enrollment_id: stood for key, stood in _stood(rows).items()}


def stood_of(
    session: Session, sessions: Collection[UUID], enrollment_ids: Collection[UUID]
) -> Mapping[OfSession, Sequence[Stood]]:
    """The same of some people at some sessions: one statement."""
    asked = {"sessions": list(sessions), "enrollment_ids": list(enrollment_ids)}
    return _stood(plain_rows(session, _OF_SOME, asked).all())


def _stood(rows: Sequence[Any]) -> dict[OfSession, Sequence[Stood]]:
    changes: defaultdict[OfSession, list[Recorded]] = defaultdict(list)
    recorded: dict[OfSession, bool] = {}
    for row in rows:
        key = OfSession(row.case_session_id, row.enrollment_id)
        recorded[key] = row.status != _NOTHING
        if row.at is not None:
            before, after = row.from_status != _NOTHING, row.to_status != _NOTHING
            changes[key].append(Recorded(row.at, before, after))
    return {key: periods(changes[key], recorded_now=now) for key, now in recorded.items()}
