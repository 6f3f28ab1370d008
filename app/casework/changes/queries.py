"""Every change of one person's marks, in whichever cohort."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, AttendanceChange
from app.cohorts.models import CaseSession, Unit
from app.core.db import records


@dataclass(frozen=True)
class ChangeOfMark:
    """One change of one mark, and in which unit of which cohort."""

    attendance_change: AttendanceChange
    cohort_id: UUID
    position: int


def changes_of(session: Session, enrollment_ids: Collection[UUID]) -> list[ChangeOfMark]:
    """The changes of all marks of some places in cohorts, the first one first."""
    found = (
        select(AttendanceChange, col(Unit.cohort_id), col(Unit.position))
        .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
        .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Attendance.enrollment_id).in_(enrollment_ids))
        .order_by(col(AttendanceChange.at), col(AttendanceChange.version))
    )
    return records(session.execute(found), ChangeOfMark)
