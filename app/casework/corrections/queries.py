"""The marks of some people at several sessions, and what others rely on of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.certified.queries import BuiltOnMarks, OfSession, begun_sessions
from app.casework.certified.rules import Relied, relied_on
from app.casework.corrections.rules import Correction, LeftOut, plan_correction
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.casework.queries import MARK, is_its_mark, mark_of
from app.casework.rules import Mark, adds_make_up
from app.casework.saves.rules import Adjusted
from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import CohortFormat
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.db import plain_rows
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class PersonMark:
    """One person's mark at one session of their cohort."""

    case_session_id: UUID
    position: int
    starts_at: datetime
    minutes: int
    """Of the session."""
    canceled: bool
    not_held: bool
    is_series: bool
    """Whether their cohort is."""
    enrollment_id: UUID
    person_id: UUID
    enrolled_at: datetime
    name: str
    attendance_id: UUID | None
    mark: Mark
    marked_at: datetime | None


@dataclass(frozen=True)
class LookedAt:
    """What a correction would change, with what others rely on, and what it leaves."""

    marks: Sequence[PersonMark]
    """Of those that change, in the order of `adjusted`."""
    adjusted: Sequence[Adjusted]
    left_out: Sequence[LeftOut]


_MARKS: Select[*tuple[Any, ...]] = (
    select(
        col(CaseSession.id).label("case_session_id"),
        col(Unit.position),
        col(CaseSession.starts_at),
        col(CaseSession.minutes).label("session_minutes"),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
        (col(Cohort.format) == CohortFormat.SERIES).label("is_series"),
        col(Enrollment.id).label("enrollment_id"),
        col(Enrollment.person_id),
        col(Enrollment.enrolled_at),
        col(Person.given_name),
        col(Person.family_name),
        col(Attendance.id).label("attendance_id"),
        *MARK,
        col(AttendanceChange.at),
    )
    .select_from(Enrollment)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
    .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .outerjoin(Attendance, is_its_mark())
    .outerjoin(
        AttendanceChange,
        and_(
            col(AttendanceChange.attendance_id) == col(Attendance.id),
            col(AttendanceChange.version) == col(Attendance.version),
        ),
    )
    .outerjoin(MakeUp, and_(*beside_mark()))
    .where(
        col(Enrollment.cohort_id) == bindparam("cohort_id"),
        col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True)),
        is_enrolled(),
        has_session(),
    )
    .order_by(col(Person.search_name), col(Person.id), col(Unit.position))
)


def marks_of(
    session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID]
) -> list[PersonMark]:
    """The marks of some people at all sessions of their cohort, by name: one statement."""
    asked = {"cohort_id": cohort_id, "enrollment_ids": list(enrollment_ids)}
    return [
        PersonMark(
            case_session_id=row.case_session_id,
            position=row.position,
            starts_at=row.starts_at,
            minutes=row.session_minutes,
            canceled=row.canceled,
            not_held=row.not_held,
            is_series=row.is_series,
            enrollment_id=row.enrollment_id,
            person_id=row.person_id,
            enrolled_at=row.enrolled_at,
            name=list_name(row.given_name, row.family_name),
            attendance_id=row.attendance_id,
            mark=mark_of(row) if row.attendance_id else Mark(),
            marked_at=row.at,
        )
        for row in plain_rows(session, _MARKS, asked)
    ]


def looked_at(
    session: Session,
    cohort_id: UUID,
    wanted: Correction,
    *,
    built_on: BuiltOnMarks,
    by: UUID,
    now: datetime,
) -> LookedAt:
    """What a correction would change now: as many statements for one person as for fifty.

    `built_on`: reads what was built on their marks, and locks them where it is to be changed.
    """
    plan = plan_correction(marks_of(session, cohort_id, wanted.people), wanted, by=by, now=now)
    keys = {own.of.enrollment_id for own in plan.changes}
    sessions = {own.of.case_session_id for own in plan.changes}
    built = built_on(session, sessions, keys)
    begun = begun_sessions(session, cohort_id, now)
    adjusted = []
    for own in plan.changes:
        key = OfSession(own.of.case_session_id, own.of.enrollment_id)
        before = own.of.mark
        relied = relied_on(
            key.case_session_id,
            before.status,
            own.of.marked_at,
            built.get(key, ()),
            begun,
            adds=adds_make_up(before, own.after.shown),
        )
        adjusted.append(Adjusted(*key, before, own.after, relied or Relied()))
    return LookedAt([own.of for own in plan.changes], adjusted, plan.left_out)


_LOCKED = (
    select(col(CaseSession.id), col(Cohort.archived_at))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .where(
        col(Unit.cohort_id) == bindparam("cohort_id"),
        col(Unit.position).in_(bindparam("positions", expanding=True)),
    )
    .order_by(col(Unit.position))
    .with_for_update(key_share=True, of=CaseSession)
)


def lock_sessions(session: Session, cohort_id: UUID, positions: Collection[int]) -> datetime | None:
    """Lock sessions of a cohort, in order; since when it is archived."""
    asked = {"cohort_id": cohort_id, "positions": list(positions)}
    rows = plain_rows(session, _LOCKED, asked).all()
    return next((row.archived_at for row in rows), None)
