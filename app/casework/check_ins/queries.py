"""Reads of who checked in to a session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.check_ins.rules import CheckedIn, is_open_at
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.arms.queries import has_session
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment
from app.cohorts.queries import UnitRow, units
from app.core.db import plain_rows, records
from app.language.names import list_name
from app.people.models import Person

_NEWER = CheckIn.__table__.alias()  # type: ignore[attr-defined]
_IS_NEWEST = ~exists().where(
    _NEWER.c.enrollment_id == col(CheckIn.enrollment_id),
    _NEWER.c.case_session_id == col(CheckIn.case_session_id),
    _NEWER.c.edition > col(CheckIn.edition),
)
_IS_ITS_STRIKE = col(CheckInStrike.check_in_id) == col(CheckIn.id)
_COLUMNS = (
    col(CheckIn.id),
    col(CheckIn.enrollment_id),
    col(CheckIn.edition),
    col(CheckIn.way),
    col(CheckIn.checked_in_at),
    col(CheckIn.arrived_at),
    col(CheckIn.device),
    col(CheckIn.by),
    col(CheckInStrike.struck_at),
)
_NEWEST: Select[*tuple[Any, ...]] = (
    select(*_COLUMNS)
    .outerjoin(CheckInStrike, _IS_ITS_STRIKE)
    .where(col(CheckIn.case_session_id) == bindparam("case_session_id"), _IS_NEWEST)
)
_OF_ONE = _NEWEST.where(col(CheckIn.enrollment_id) == bindparam("enrollment_id"))
_NAMED = _NEWEST.where(col(CheckIn.id) == bindparam("check_in_id"))


@dataclass(frozen=True)
class OnRoll:
    """Somebody of the cohort: whether they are in, and what is recorded of them."""

    enrollment_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    status: AttendanceStatus
    source: AttendanceSource | None
    check_in: CheckedIn | None

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


class Pulse(NamedTuple):
    """What changes whenever somebody comes in, is struck or added, comes or goes."""

    made: int
    struck: int
    enrolled: int


def newest_of(session: Session, case_session_id: UUID, enrollment_id: UUID) -> CheckedIn | None:
    """Somebody's newest check-in to a session, struck or not: one statement."""
    asked = {"case_session_id": case_session_id, "enrollment_id": enrollment_id}
    return next(iter(records(plain_rows(session, _OF_ONE, asked), CheckedIn)), None)


def newest_with(session: Session, case_session_id: UUID, check_in_id: UUID) -> CheckedIn | None:
    """A check-in to a session by its id, unless another one followed it: one statement."""
    asked = {"case_session_id": case_session_id, "check_in_id": check_in_id}
    return next(iter(records(plain_rows(session, _NAMED, asked), CheckedIn)), None)


_AT_IT = and_(
    col(CheckIn.enrollment_id) == col(Enrollment.id),
    col(CheckIn.case_session_id) == bindparam("case_session_id"),
    _IS_NEWEST,
)
_ROLL: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id).label("own_id"),
        col(Enrollment.person_id),
        col(Person.given_name),
        col(Person.family_name),
        col(Attendance.status),
        col(Attendance.source),
        *_COLUMNS,
    )
    .select_from(Enrollment)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .outerjoin(
        Attendance,
        and_(
            col(Attendance.enrollment_id) == col(Enrollment.id),
            col(Attendance.case_session_id) == bindparam("case_session_id"),
        ),
    )
    .join(CaseSession, col(CaseSession.id) == bindparam("case_session_id"))
    .outerjoin(CheckIn, _AT_IT)
    .outerjoin(CheckInStrike, _IS_ITS_STRIKE)
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled(), has_session())
    .order_by(col(Person.search_name), col(Person.id))
)


def roll(session: Session, cohort_id: UUID, case_session_id: UUID) -> list[OnRoll]:
    """Everybody in the cohort by family name, with their newest check-in: one statement."""
    asked = {"cohort_id": cohort_id, "case_session_id": case_session_id}
    return [_on_roll(row) for row in plain_rows(session, _ROLL, asked)]


def _on_roll(row: Row[*tuple[Any, ...]]) -> OnRoll:
    """A check-in's own columns come last, in the order of its fields."""
    return OnRoll(
        row.own_id,
        row.person_id,
        row.given_name,
        row.family_name,
        row.status or AttendanceStatus.NOT_RECORDED,
        row.source,
        None
        if row.id is None
        else CheckedIn(
            id=row.id,
            enrollment_id=row.enrollment_id,
            edition=row.edition,
            way=row.way,
            checked_in_at=row.checked_in_at,
            arrived_at=row.arrived_at,
            device=row.device,
            by=row.by,
            struck_at=row.struck_at,
        ),
    )


_HERE = col(CheckIn.case_session_id) == bindparam("case_session_id")
_PULSE: Select[*tuple[Any, ...]] = select(
    select(func.count()).select_from(CheckIn).where(_HERE).scalar_subquery().label("made"),
    select(func.count())
    .select_from(CheckInStrike)
    .join(CheckIn, _IS_ITS_STRIKE)
    .where(_HERE)
    .scalar_subquery()
    .label("struck"),
    select(func.count())
    .select_from(Enrollment)
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
    .scalar_subquery()
    .label("enrolled"),
)


def pulse(session: Session, cohort_id: UUID, case_session_id: UUID) -> Pulse:
    """Whether the list differs from one that was read before, without reading it: one statement."""
    asked = {"cohort_id": cohort_id, "case_session_id": case_session_id}
    row = plain_rows(session, _PULSE, asked).one()
    return Pulse(row.made, row.struck, row.enrolled)


def open_units(session: Session, here: CohortContext, at: datetime) -> list[UnitRow]:
    """The units of a cohort to whose sessions people could check in at a moment: one statement."""
    return [unit for unit in units(session, here.cohort.id) if is_open_at(here, unit, at)]
