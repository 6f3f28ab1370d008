"""Reads of a session's attendance."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.casework.rules import UNDO_REASONS, WAS_THERE, Mark
from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import CohortFormat
from app.cohorts.models import CaseSession, Cohort, Enrollment
from app.core.db import plain_rows
from app.language.names import list_name
from app.people.models import Institution, Person


@dataclass(frozen=True)
class Attendee:
    """One person of the cohort with their mark at one session."""

    enrollment_id: UUID
    person_id: UUID
    enrolled_at: datetime
    given_name: str
    family_name: str
    site: str
    attendance_id: UUID | None
    mark: Mark
    marked_at: datetime | None
    """When the mark became what it is; None where there is none, or nobody knows."""
    reason: str = ""
    """Why it was changed, where somebody had to say so."""
    marked_by: UUID | None = None
    has_session: bool = True
    """Whether the session is theirs: not, where their arm of a trial has none."""

    @property
    def adjusted_because(self) -> str:
        """Why the mark is not as it was first made; empty where it is, or was given back."""
        return "" if self.reason in UNDO_REASONS else self.reason

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


def is_expected() -> ColumnElement[bool]:
    """`rules.is_expected` for selects of an enrollment and a session; of who has that session."""
    series = select(col(Cohort.id)).where(col(Cohort.format) == CohortFormat.SERIES)
    in_time = col(Enrollment.enrolled_at) <= col(CaseSession.starts_at)
    not_in_series = col(Enrollment.cohort_id).not_in(series.correlate(None))
    return and_(in_time, not_in_series, has_session())


def is_its_mark() -> ColumnElement[bool]:
    """That a mark is the one of an enrollment at a session: what such selects join."""
    return and_(
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Attendance.case_session_id) == col(CaseSession.id),
    )


def is_unmarked() -> ColumnElement[bool]:
    """`rules.is_unmarked` for selects of an enrollment and a session with its mark, if any."""
    nothing = AttendanceStatus.NOT_RECORDED
    return and_(is_expected(), func.coalesce(col(Attendance.status), nothing) == nothing)


def was_there() -> ColumnElement[bool]:
    """That a mark says that somebody was at the session itself."""
    return col(Attendance.status).in_(sorted(WAS_THERE))


MARK = (
    col(Attendance.status),
    col(Attendance.version),
    col(Attendance.source),
    col(Attendance.minutes),
    col(MakeUp.id).is_not(None).label("made_up"),
)
"""The columns of a mark, for selects that join its make-up."""


def mark_of(row: Row[*tuple[Any, ...]]) -> Mark:
    """The mark in a row that has `MARK`."""
    return Mark(row.status, row.version, row.source, row.minutes, made_up=row.made_up)


_ATTENDEES: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id).label("enrollment_id"),
        col(Enrollment.person_id),
        col(Enrollment.enrolled_at),
        col(Person.family_name),
        col(Person.given_name),
        col(Institution.short_name),
        col(Attendance.id).label("attendance_id"),
        *MARK,
        col(AttendanceChange.at),
        col(AttendanceChange.reason),
        col(AttendanceChange.by).label("marked_by"),
        has_session().label("has_session"),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Institution, col(Institution.id) == col(Person.institution_id))
    .join(CaseSession, col(CaseSession.id) == bindparam("case_session_id"))
    .outerjoin(Attendance, is_its_mark())
    .outerjoin(
        AttendanceChange,
        and_(
            col(AttendanceChange.attendance_id) == col(Attendance.id),
            col(AttendanceChange.version) == col(Attendance.version),
        ),
    )
    .outerjoin(MakeUp, and_(*beside_mark()))
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
    .order_by(col(Person.search_name), col(Person.id))
)


_SOME_ATTENDEES = _ATTENDEES.where(
    col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
)


def attendees(
    session: Session,
    cohort_id: UUID,
    case_session_id: UUID,
    *,
    whose: Collection[UUID] | None = None,
) -> list[Attendee]:
    """Everybody in the cohort by family name, with their mark at the session: one statement.

    Of an arm of a trial without sessions nobody is among them, whatever was recorded before.

    `whose`: only of these enrollments.
    """
    found = everybody(session, cohort_id, case_session_id, whose=whose)
    return [own for own in found if own.has_session]


def everybody(
    session: Session,
    cohort_id: UUID,
    case_session_id: UUID,
    *,
    whose: Collection[UUID] | None = None,
) -> list[Attendee]:
    """The same with those who have no session, for whom nothing can be recorded."""
    asked: dict[str, Any] = {"cohort_id": cohort_id, "case_session_id": case_session_id}
    if whose is not None:
        asked["enrollment_ids"] = list(whose)
    found = _ATTENDEES if whose is None else _SOME_ATTENDEES
    return [
        Attendee(
            enrollment_id=row.enrollment_id,
            person_id=row.person_id,
            enrolled_at=row.enrolled_at,
            given_name=row.given_name,
            family_name=row.family_name,
            site=row.short_name,
            attendance_id=row.attendance_id,
            mark=mark_of(row) if row.attendance_id else Mark(),
            marked_at=row.at,
            reason=row.reason or "",
            marked_by=row.marked_by,
            has_session=row.has_session,
        )
        for row in plain_rows(session, found, asked)
    ]
