"""Reads of a session's attendance and its history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.casework.rules import Mark, shown
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.db import records
from app.core.errors import NotFoundError
from app.language.names import list_name
from app.people.models import Institution, Person


@dataclass(frozen=True)
class Attendee:
    """One person of the cohort with their mark at one session."""

    enrollment_id: UUID
    person_id: UUID
    enrolled_at: datetime
    name: str
    """`Okafor, Dana`."""
    site: str
    attendance_id: UUID | None
    mark: Mark


@dataclass(frozen=True)
class LockedSession:
    """A session that is locked until the transaction ends."""

    id: UUID
    cohort_id: UUID
    starts_at: datetime
    minutes: int
    canceled: bool
    archived_at: datetime | None
    """Since when nothing in its cohort changes any more."""


@dataclass(frozen=True)
class MarkChange:
    """One change of one mark, with names."""

    attendance_id: UUID
    enrollment_id: UUID
    person_id: UUID
    save_id: UUID
    name: str
    by: UUID
    by_name: str
    at: datetime
    from_status: AttendanceStatus
    to_status: AttendanceStatus
    source: AttendanceSource
    reason: str
    is_current: bool
    """Whether the mark was not changed again since."""


@dataclass(frozen=True)
class Restorable:
    """One change of a save, with what is stored now and where the mark came from before."""

    attendance_id: UUID
    enrollment_id: UUID
    person_id: UUID
    change: AttendanceChange
    now: Mark
    source_before: AttendanceSource | None


def lock_session(session: Session, case_session_id: UUID) -> LockedSession:
    """Lock a session, so that saves of its attendance take turns."""
    (held,) = records(
        session.execute(
            select(
                col(CaseSession.id),
                col(Unit.cohort_id),
                col(CaseSession.starts_at),
                col(CaseSession.minutes),
                col(CaseSession.canceled_at).is_not(None).label("canceled"),
                col(Cohort.archived_at),
            )
            .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
            .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
            .where(col(CaseSession.id) == case_session_id)
            .with_for_update(of=CaseSession)
        ),
        LockedSession,
    )
    return held


def attendees(session: Session, cohort_id: UUID, case_session_id: UUID) -> list[Attendee]:
    """Everybody in the cohort by family name, with their mark at the session: one statement."""
    marked = and_(
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Attendance.case_session_id) == case_session_id,
    )
    found: Select[*tuple[Any, ...]] = (
        select(
            col(Enrollment.id).label("enrollment_id"),
            col(Enrollment.person_id),
            col(Enrollment.enrolled_at),
            col(Person.family_name),
            col(Person.given_name),
            col(Institution.short_name),
            col(Attendance.id).label("attendance_id"),
            *_MARK,
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .outerjoin(Attendance, marked)
        .outerjoin(MakeUp, and_(*beside_mark()))
        .where(col(Enrollment.cohort_id) == cohort_id, is_enrolled())
        .order_by(col(Person.family_name), col(Person.given_name), col(Person.id))
    )
    return [
        Attendee(
            enrollment_id=row.enrollment_id,
            person_id=row.person_id,
            enrolled_at=row.enrolled_at,
            name=list_name(row.given_name, row.family_name),
            site=row.short_name,
            attendance_id=row.attendance_id,
            mark=_mark(row) if row.attendance_id else Mark(),
        )
        for row in session.execute(found)
    ]


def is_expected() -> ColumnElement[bool]:
    """`rules.is_expected` for selects of an enrollment and a session."""
    return col(Enrollment.enrolled_at) <= col(CaseSession.starts_at)


_MARK = (
    col(Attendance.status),
    col(Attendance.version),
    col(Attendance.source),
    col(Attendance.minutes),
    col(MakeUp.id).is_not(None).label("made_up"),
)


def _mark(row: Row[*tuple[Any, ...]]) -> Mark:
    return Mark(row.status, row.version, row.source, row.minutes, made_up=row.made_up)


def changes(
    session: Session,
    case_session_id: UUID,
    *,
    saves: Collection[UUID] | None = None,
    latest_of: Collection[UUID] | None = None,
) -> Sequence[MarkChange]:
    """Changes of a session's marks, newest first.

    `saves` keeps those of some saves; `latest_of` the one that made each mark of these
    enrollments what it is now.
    """
    who, by = aliased(Person), aliased(Person)
    found = (
        select(AttendanceChange, col(Attendance.enrollment_id), col(Attendance.version), who, by)
        .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .join(who, col(who.id) == col(Enrollment.person_id))
        .join(by, col(by.id) == col(AttendanceChange.by))
        .where(col(Attendance.case_session_id) == case_session_id)
        .order_by(col(AttendanceChange.at).desc(), col(who.family_name), col(who.given_name))
    )
    if saves is not None:
        found = found.where(col(AttendanceChange.save_id).in_(saves))
    if latest_of is not None:
        found = found.where(
            col(Attendance.enrollment_id).in_(latest_of),
            col(AttendanceChange.version) == col(Attendance.version),
        )
    return [
        MarkChange(
            attendance_id=change.attendance_id,
            enrollment_id=enrollment_id,
            person_id=person.id,
            save_id=change.save_id,
            name=person.sort_name,
            by=change.by,
            by_name=actor.display_name,
            at=change.at,
            from_status=shown(change.from_status, made_up=change.from_made_up),
            to_status=shown(change.to_status, made_up=change.to_made_up),
            source=change.source,
            reason=change.reason,
            is_current=change.version == version,
        )
        for change, enrollment_id, version, person, actor in session.execute(found)
    ]


def restorables(session: Session, case_session_id: UUID, save_id: UUID) -> list[Restorable]:
    """What one save of a session changed; raises `NotFoundError` if it saved nothing here."""
    before = aliased(AttendanceChange)
    earlier = and_(
        col(before.attendance_id) == col(AttendanceChange.attendance_id),
        col(before.version) == col(AttendanceChange.version) - 1,
    )
    found: Select[*tuple[Any, ...]] = (
        select(
            AttendanceChange,
            col(Attendance.enrollment_id),
            col(Enrollment.person_id),
            *_MARK,
            col(before.source).label("source_before"),
        )
        .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
        .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
        .outerjoin(MakeUp, and_(*beside_mark()))
        .outerjoin(before, earlier)
        .where(
            col(AttendanceChange.save_id) == save_id,
            col(Attendance.case_session_id) == case_session_id,
        )
    )
    rows = session.execute(found).all()
    if not rows:
        raise NotFoundError
    return [
        Restorable(
            attendance_id=row.AttendanceChange.attendance_id,
            enrollment_id=row.enrollment_id,
            person_id=row.person_id,
            change=row.AttendanceChange,
            now=_mark(row),
            source_before=row.source_before,
        )
        for row in rows
    ]
