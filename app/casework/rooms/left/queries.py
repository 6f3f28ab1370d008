"""Reads of what is left to do after a session: whose mark is missing, who was absent again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import is_expected, is_its_mark, is_unmarked, was_there
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.core.db import records
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class Unfinished:
    """Somebody of whom something is left to do after a session."""

    family_name: str
    given_name: str
    unmarked: bool
    """Expected, and without a mark; else they were absent once more."""

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


@dataclass(frozen=True)
class MarkCounts:
    """How many were expected at a session, and what is recorded of them."""

    expected: int
    recorded: int
    there: int
    """Expected or not, and though they left since."""
    missed: int
    """Absent, and not made up so far."""


def mark_counts(session: Session, cohort_id: UUID, case_session_id: UUID) -> MarkCounts:
    """What is recorded of who was expected at a session, and who was there: one statement."""
    expected = and_(is_enrolled(), is_expected())
    row = session.execute(
        _everybody(
            func.count().filter(expected).label("expected"),
            func.count().filter(expected, ~is_unmarked()).label("recorded"),
            func.count().filter(was_there()).label("there"),
            func.count().filter(expected, _is_missed()).label("missed"),
        ).outerjoin(MakeUp, and_(*beside_mark())),
        {"cohort_id": cohort_id, "case_session_id": case_session_id},
    ).one()
    return MarkCounts(row.expected, row.recorded, row.there, row.missed)


def unfinished(session: Session, cohort_id: UUID, case_session_id: UUID) -> list[Unfinished]:
    """Who has no mark at a session, or was absent for a second time or more: one statement."""
    asked = {"cohort_id": cohort_id, "case_session_id": case_session_id}
    again = and_(col(Attendance.status) == AttendanceStatus.ABSENT, _was_absent_before())
    found = (
        _everybody(col(Person.family_name), col(Person.given_name), is_unmarked().label("unmarked"))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(is_enrolled(), is_expected(), is_unmarked() | again)
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found, asked), Unfinished)


def _everybody(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Of everybody who is or was in a cohort, with their mark at a session."""
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(CaseSession, col(CaseSession.id) == bindparam("case_session_id"))
        .outerjoin(Attendance, is_its_mark())
        .where(col(Enrollment.cohort_id) == bindparam("cohort_id"))
    )


def _is_missed() -> ColumnElement[bool]:
    """That somebody was absent, and no make-up stands beside that."""
    return and_(col(Attendance.status) == AttendanceStatus.ABSENT, col(MakeUp.id).is_(None))


def _was_absent_before() -> ColumnElement[bool]:
    """That somebody was absent at an earlier session of the cohort that was held."""
    earlier, held = aliased(Attendance), aliased(CaseSession)
    return exists().where(
        col(earlier.enrollment_id) == col(Enrollment.id),
        col(earlier.status) == AttendanceStatus.ABSENT,
        col(held.id) == col(earlier.case_session_id),
        col(held.canceled_at).is_(None),
        col(held.starts_at) < col(CaseSession.starts_at),
        col(Unit.id) == col(held.unit_id),
        col(Unit.cohort_id) == col(Enrollment.cohort_id),
    )
