"""Changes of marks: of a session, of one save, of one person in whichever cohort."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.casework.queries import MARK, mark_of
from app.casework.rules import UNDO_REASONS, Mark, shown
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.core.db import records
from app.core.errors import NotFoundError
from app.people.models import Person


@dataclass(frozen=True)
class MarkChange:
    """One change of one mark, with names."""

    attendance_id: UUID
    enrollment_id: UUID
    person_id: UUID
    save_id: UUID
    name: str
    by: UUID | None
    by_name: str | None
    """Who did it; both empty where the command line did."""
    at: datetime
    from_status: AttendanceStatus
    to_status: AttendanceStatus
    from_minutes: int | None
    to_minutes: int | None
    source: AttendanceSource
    reason: str
    is_current: bool
    """Whether the mark was not changed again since."""
    is_enrolled: bool
    """Whether the person is still in the cohort."""


@dataclass(frozen=True)
class Restorable:
    """One change of a save, with what is stored now and where the mark came from before."""

    attendance_id: UUID
    enrollment_id: UUID
    person_id: UUID
    name: str
    is_enrolled: bool
    change: AttendanceChange
    now: Mark
    source_before: AttendanceSource | None
    taken_back_by: UUID | None
    """The save that gave back what was before, where that is how the mark is now."""

    @property
    def is_current(self) -> bool:
        """Whether the mark was not changed again since."""
        return self.now.version == self.change.version


@dataclass(frozen=True)
class ChangeOfMark:
    """One change of one mark, and in which unit of which cohort."""

    attendance_change: AttendanceChange
    cohort_id: UUID
    position: int


_WHO, _BY = aliased(Person, name="who"), aliased(Person, name="actor")
_CHANGES: Select[*tuple[Any, ...]] = (
    select(
        AttendanceChange,
        _WHO,
        _BY,
        col(Attendance.enrollment_id),
        col(Attendance.version).label("newest"),
        is_enrolled().label("is_enrolled"),
    )
    .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
    .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
    .join(_WHO, col(_WHO.id) == col(Enrollment.person_id))
    .outerjoin(_BY, col(_BY.id) == col(AttendanceChange.by))
    .where(col(Attendance.case_session_id) == bindparam("case_session_id"))
    .order_by(col(AttendanceChange.at).desc(), col(_WHO.search_name))
)
_OF_SAVES = _CHANGES.where(col(AttendanceChange.save_id).in_(bindparam("saves", expanding=True)))
_LATEST = _CHANGES.where(
    col(Attendance.enrollment_id).in_(bindparam("enrollment_ids", expanding=True)),
    col(AttendanceChange.version) == col(Attendance.version),
)


def changes(session: Session, case_session_id: UUID) -> list[MarkChange]:
    """All changes of a session's marks, newest first: one statement."""
    return _read(session, _CHANGES, {"case_session_id": case_session_id})


def changes_of_saves(
    session: Session, case_session_id: UUID, saves: Collection[UUID]
) -> list[MarkChange]:
    """What some saves changed of a session's marks."""
    asked = {"case_session_id": case_session_id, "saves": list(saves)}
    return _read(session, _OF_SAVES, asked)


def latest_changes(
    session: Session, case_session_id: UUID, enrollment_ids: Collection[UUID]
) -> list[MarkChange]:
    """What made each mark of some people at a session what it is now."""
    asked = {"case_session_id": case_session_id, "enrollment_ids": list(enrollment_ids)}
    return _read(session, _LATEST, asked)


def _read(
    session: Session, found: Select[*tuple[Any, ...]], asked: Mapping[str, Any]
) -> list[MarkChange]:
    return [_change(row) for row in session.execute(found, asked)]


def _change(row: Row[*tuple[Any, ...]]) -> MarkChange:
    change, person, actor = row.AttendanceChange, row.who, row.actor
    return MarkChange(
        attendance_id=change.attendance_id,
        enrollment_id=row.enrollment_id,
        person_id=person.id,
        save_id=change.save_id,
        name=person.sort_name,
        by=change.by,
        by_name=actor.display_name if actor else None,
        at=change.at,
        from_status=shown(change.from_status, made_up=change.from_made_up),
        to_status=shown(change.to_status, made_up=change.to_made_up),
        from_minutes=None if change.from_made_up else change.from_minutes,
        to_minutes=None if change.to_made_up else change.to_minutes,
        source=change.source,
        reason=change.reason,
        is_current=change.version == row.newest,
        is_enrolled=row.is_enrolled,
    )


_BEFORE, _AFTER = aliased(AttendanceChange), aliased(AttendanceChange)


def _beside(other: Any, steps: int) -> ColumnElement[bool]:
    """That another change of the same mark is so many steps from one."""
    return and_(
        other.attendance_id == col(AttendanceChange.attendance_id),
        other.version == col(AttendanceChange.version) + steps,
    )


_IS_UNDONE = and_(
    _beside(_AFTER, 1),
    col(_AFTER.version) == col(Attendance.version),
    col(_AFTER.reason).in_(sorted(UNDO_REASONS)),
)
_RESTORABLES: Select[*tuple[Any, ...]] = (
    select(
        AttendanceChange,
        col(Attendance.enrollment_id),
        is_enrolled().label("is_enrolled"),
        Person,
        *MARK,
        col(_BEFORE.source).label("source_before"),
        col(_AFTER.save_id).label("taken_back_by"),
    )
    .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
    .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .outerjoin(MakeUp, and_(*beside_mark()))
    .outerjoin(_BEFORE, _beside(_BEFORE, -1))
    .outerjoin(_AFTER, _IS_UNDONE)
    .where(
        col(AttendanceChange.save_id) == bindparam("save_id"),
        col(Attendance.case_session_id) == bindparam("case_session_id"),
    )
    .order_by(col(Person.search_name), col(Person.id))
)


def restorables(session: Session, case_session_id: UUID, save_id: UUID) -> list[Restorable]:
    """What one save of a session changed; raises `NotFoundError` if it saved nothing here."""
    asked = {"save_id": save_id, "case_session_id": case_session_id}
    rows = session.execute(_RESTORABLES, asked).all()
    if not rows:
        raise NotFoundError
    return [_restorable(row) for row in rows]


def _restorable(row: Row[*tuple[Any, ...]]) -> Restorable:
    return Restorable(
        attendance_id=row.AttendanceChange.attendance_id,
        enrollment_id=row.enrollment_id,
        person_id=row.Person.id,
        name=row.Person.sort_name,
        is_enrolled=row.is_enrolled,
        change=row.AttendanceChange,
        now=mark_of(row),
        source_before=row.source_before,
        taken_back_by=row.taken_back_by,
    )


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
