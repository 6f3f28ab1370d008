"""Reads for the statistics of attendance: everybody who ever was in a cohort, and how they came."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, String, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.casework.statistics.rules import Came, Participant, Period
from app.cohorts.arms.queries import bar_columns, bar_of, has_session
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import events_that_stand
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.core.db import plain_rows
from app.people.models import Institution

_PLACE = type_coerce(col(Enrollment.id), String).label("place")
_HERE = col(Enrollment.cohort_id) == bindparam("cohort_id")
_BECAME = aliased(Institution)
_PLACES: Select[*tuple[Any, ...]] = (
    select(
        _PLACE,
        col(Enrollment.enrolled_at),
        col(Enrollment.status),
        col(Enrollment.rank),
        func.coalesce(col(_BECAME.short_name), col(Institution.short_name)).label("institution"),
        *bar_columns(),
    )
    .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
    .outerjoin(_BECAME, col(_BECAME.id) == col(Institution.merged_into_id))
    .where(_HERE)
)
_EVENTS: Select[*tuple[Any, ...]] = (
    select(
        _PLACE,
        type_coerce(col(EnrollmentEvent.kind), String).label("kind"),
        col(EnrollmentEvent.at),
    )
    .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
    .where(_HERE)
    .order_by(col(EnrollmentEvent.enrollment_id), col(EnrollmentEvent.number))
)
_MARKS: Select[*tuple[Any, ...]] = (
    select(
        _PLACE,
        col(Unit.position),
        type_coerce(col(Attendance.status), String).label("status"),
        col(Attendance.minutes),
    )
    .select_from(Enrollment)
    .join(Attendance, col(Attendance.enrollment_id) == col(Enrollment.id))
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(_HERE, has_session())
)
_STATUS = {status.value: status for status in Status}
_KIND = {kind.value: kind for kind in Kind}


class _Event(NamedTuple):
    """One event of a place."""

    kind: Kind
    at: datetime


def participants(session: Session, cohort_id: UUID) -> list[Participant]:
    """Everybody who is or was in a cohort, with their marks: three statements for any number."""
    asked = {"cohort_id": cohort_id}
    events, marks = _events(session, asked), _marks(session, asked)
    found = []
    for row in plain_rows(session, _PLACES, asked).all():
        periods = _periods(events.get(row.place, ())) or _as_it_stands(row)
        if periods or marks.get(row.place):
            what = periods, marks.get(row.place, {})
            found.append(Participant(row.institution, row.rank, *what, bar_of(row)))
    return found


def _periods(events: Sequence[_Event]) -> list[Period]:
    """From each time that they were enrolled to what ended it."""
    stand = events_that_stand(events)
    nexts = [*(event.at for event in stand[1:]), None]
    return [
        Period(event.at, until)
        for event, until in zip(stand, nexts, strict=True)
        if event.kind is Kind.ENROLLED
    ]


def _as_it_stands(row: Row[*tuple[Any, ...]]) -> list[Period]:
    """Of who is in by a row from before events were kept."""
    is_in = row.status == EnrollmentStatus.ENROLLED and row.enrolled_at is not None
    return [Period(row.enrolled_at, None)] if is_in else []


def _events(session: Session, asked: Mapping[str, Any]) -> Mapping[str, list[_Event]]:
    found: defaultdict[str, list[_Event]] = defaultdict(list)
    for place, kind, at in plain_rows(session, _EVENTS, asked).all():
        found[place].append(_Event(_KIND[kind], at))
    return found


def _marks(session: Session, asked: Mapping[str, Any]) -> Mapping[str, dict[int, Came]]:
    found: defaultdict[str, dict[int, Came]] = defaultdict(dict)
    for place, position, status, minutes in plain_rows(session, _MARKS, asked).all():
        found[place][position] = Came(_STATUS[status], minutes)
    return found
