"""Which marks of somebody are adjusted, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import UNDO_REASONS
from app.cohorts.models import CaseSession, Unit
from app.people.models import Person


@dataclass(frozen=True)
class AdjustedMark:
    """Who changed a mark to what it is, when others relied on it, and when."""

    by: Person
    at: datetime


_ADJUSTED: Select[*tuple[Any, ...]] = (
    select(col(Unit.position), Person, col(AttendanceChange.at))
    .select_from(Attendance)
    .join(
        AttendanceChange,
        and_(
            col(AttendanceChange.attendance_id) == col(Attendance.id),
            col(AttendanceChange.version) == col(Attendance.version),
        ),
    )
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Person, col(Person.id) == col(AttendanceChange.by))
    .where(
        col(Attendance.enrollment_id) == bindparam("enrollment_id"),
        col(AttendanceChange.reason).not_in(["", *sorted(UNDO_REASONS)]),
    )
)


def adjusted_marks(session: Session, enrollment_id: UUID) -> dict[int, AdjustedMark]:
    """Those of a place in a cohort, by the position of their unit: one statement.

    The reason is not among it: it can be about somebody else, too.
    """
    rows = session.execute(_ADJUSTED, {"enrollment_id": enrollment_id})
    return {row.position: AdjustedMark(row.Person, row.at) for row in rows}
