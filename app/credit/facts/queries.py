"""What was done in each unit of each enrollment, as it stands in the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import is_expected
from app.cohorts.models import CaseSession, Enrollment, SessionPart, Unit
from app.core.db import EnumText, plain_rows, record_of
from app.credit.ledger import UnitLedger
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live

_ATTESTED = and_(
    col(Attestation.enrollment_id) == col(Enrollment.id),
    col(Attestation.unit_id) == col(Unit.id),
    is_live(),
)
_ATTENDED = and_(
    col(Attendance.enrollment_id) == col(Enrollment.id),
    col(Attendance.case_session_id) == col(CaseSession.id),
)
_LED = and_(
    col(SessionPart.person_id) == col(Enrollment.person_id),
    col(SessionPart.case_session_id) == col(CaseSession.id),
)
PLACE = type_coerce(col(Enrollment.id), String).label("place")
"""An enrollment as the driver has it: where it only joins rows to each other, no id is made."""
FACTS: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        col(Unit.position),
        col(Unit.title),
        col(Unit.module_version_id).is_not(None).label("has_module"),
        col(Attestation.signed_at).label("attested_at"),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes_scheduled"),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        case(
            (
                col(MakeUp.id).is_not(None),
                literal(AttendanceStatus.MADE_UP, EnumText(AttendanceStatus)),
            ),
            else_=func.coalesce(col(Attendance.status), AttendanceStatus.NOT_RECORDED),
        ).label("status"),
        case((col(MakeUp.id).is_(None), col(Attendance.minutes))).label("minutes"),
        col(SessionPart.id).is_not(None).label("led_it"),
        or_(col(CaseSession.id).is_(None), is_expected()).label("expected"),
        null().label("carried"),
    )
    .select_from(Enrollment)
    .join(Unit, col(Unit.cohort_id) == col(Enrollment.cohort_id))
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .outerjoin(Attestation, _ATTESTED)
    .outerjoin(Attendance, _ATTENDED)
    .outerjoin(MakeUp, and_(*beside_mark()))
    .outerjoin(SessionPart, _LED)
    .order_by(col(Unit.position))
)
"""A `UnitLedger` for each enrollment and unit, units in order."""
_OF_PLACES = FACTS.where(col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True)))


def units_done(
    session: Session, facts: Select[*tuple[Any, ...]], asked: Mapping[str, Any]
) -> Mapping[str, list[UnitLedger]]:
    """What was done in some enrollments, by `PLACE`, in order. `facts`: `FACTS` of them."""
    units: defaultdict[str, list[UnitLedger]] = defaultdict(list)
    rows = plain_rows(session, facts, asked)
    unit_of = record_of(rows, UnitLedger)
    for row in rows.all():
        units[row.place].append(unit_of(row))
    return units


def facts_of_units(
    session: Session, enrollment_ids: Collection[UUID]
) -> Mapping[UUID, list[UnitLedger]]:
    """The same of any enrollments, also of who has left: one statement."""
    found = units_done(session, _OF_PLACES, {"enrollment_ids": list(enrollment_ids)})
    return {UUID(str(place)): units for place, units in found.items()}
