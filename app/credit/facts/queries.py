"""What was done in each unit of each enrollment, as it stands in the database.

A schedule is read once for each cohort, and what people did as it stands: joined in the database,
everybody with every unit, it would take four times as long.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.enums import CreditType, RequestStep
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.queries import is_approval, newest_step
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.rules import is_expected
from app.cohorts.arms.queries import barred_places
from app.cohorts.arms.rules import Bar, why_no_session
from app.cohorts.enums import CohortFormat
from app.cohorts.gates.queries import opens_for_all
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.core.db import plain_rows
from app.credit.facts.asked.queries import ANSWERED, COUNTED, answered_of, rows_of, told_of
from app.credit.facts.asked.rules import Answered, Asked, Told
from app.credit.ledger import ApprovedMakeUp, UnitLedger
from app.learning.models import Attestation
from app.learning.signatures.queries import is_live


def _as_driven(column: Any, name: str) -> ColumnElement[str]:
    """An id as the driver has it: where it only joins rows to each other, no id is made."""
    return type_coerce(column, String).label(name)


PLACE = _as_driven(Enrollment.id, "place")
COHORT = _as_driven(Enrollment.cohort_id, "cohort")


class Place(NamedTuple):
    """An enrollment by `PLACE`, its cohort by `COHORT`, and since when the person is in it."""

    place: str
    cohort: str
    enrolled_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """The two selects of what was done in some enrollments."""

    schedule: Select[*tuple[Any, ...]]
    done: CompoundSelect[*tuple[Any, ...]]


_SCHEDULE: Select[*tuple[Any, ...]] = (
    select(
        _as_driven(Unit.cohort_id, "cohort"),
        _as_driven(Unit.id, "unit"),
        _as_driven(CaseSession.id, "case_session"),
        col(Unit.position),
        col(Unit.title),
        col(Unit.module_version_id).is_not(None).label("has_module"),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes"),
        col(CaseSession.canceled_at),
        opens_for_all().label("opens_at"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
        (col(Cohort.format) == CohortFormat.SERIES).label("is_series"),
    )
    .select_from(Unit)
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .order_by(col(Unit.position))
)
_LEADS, _WAITS, _BARRED = "leads", "waits", "barred"
"""What a row says besides work and marks: that they lead the session, that a make-up waits, that
their arm of a trial has no sessions."""
_DONE_AT = MakeUpEvent.__table__.c.done_at.type  # type: ignore[attr-defined]
_SIGNED: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        _as_driven(Attestation.unit_id, "what"),
        col(Attestation.signed_at),
        type_coerce(null(), String).label("status"),
        null().label("minutes"),
        type_coerce(null(), String).label("part"),
        type_coerce(null(), String).label("credit"),
        type_coerce(null(), _DONE_AT).label("done_at"),
        null().label("made_up_minutes"),
    )
    .select_from(Enrollment)
    .join(Attestation, and_(col(Attestation.enrollment_id) == col(Enrollment.id), is_live()))
)
_SISTER = aliased(CaseSession)
"""Where a session was made up: at one that was not held nothing was, as long as that counts so."""
_MARKED: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        _as_driven(Attendance.case_session_id, "what"),
        null(),
        type_coerce(
            case(
                (
                    and_(col(MakeUp.id).is_not(None), col(_SISTER.not_held_at).is_(None)),
                    literal(Status.MADE_UP.value),
                ),
                else_=col(Attendance.status),
            ),
            String,
        ),
        col(Attendance.minutes),
        null(),
        type_coerce(col(MakeUpEvent.credit), String),
        col(MakeUpEvent.done_at),
        col(MakeUpEvent.minutes),
    )
    .select_from(Enrollment)
    .join(Attendance, col(Attendance.enrollment_id) == col(Enrollment.id))
    .outerjoin(MakeUp, and_(*beside_mark()))
    .outerjoin(MakeUpEvent, is_approval())
    .outerjoin(_SISTER, col(_SISTER.id) == col(MakeUpEvent.sister_session_id))
)
_LED: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        _as_driven(SessionPart.case_session_id, "what"),
        null(),
        null(),
        null(),
        literal(_LEADS),
        null(),
        null(),
        null(),
    )
    .select_from(SessionPart)
    .join(Enrollment, col(Enrollment.person_id) == col(SessionPart.person_id))
)
"""Of everybody: who leads sessions and learns, too, are few."""
_WAITING: Select[*tuple[Any, ...]] = (
    select(
        PLACE,
        _as_driven(MakeUpRequest.case_session_id, "what"),
        null(),
        null(),
        null(),
        literal(_WAITS),
        null(),
        null(),
        null(),
    )
    .select_from(Enrollment)
    .join(MakeUpRequest, col(MakeUpRequest.enrollment_id) == col(Enrollment.id))
    .join(MakeUpEvent, newest_step())
    .where(col(MakeUpEvent.step) == RequestStep.SUBMITTED)
)
_BARS = barred_places()
_WITHOUT: Select[*tuple[Any, ...]] = select(
    _as_driven(_BARS.c.place, "place"),
    null(),
    null(),
    null(),
    null(),
    literal(_BARRED),
    null(),
    type_coerce(_BARS.c.sessions_from, _DONE_AT),
    null(),
)
"""Of everybody, too: in a cohort without a trial there are none."""


def facts_of(among: ColumnElement[bool]) -> Facts:
    """What was done in the enrollments of which this is true."""
    cohorts = select(col(Enrollment.cohort_id)).where(among)
    own = _SIGNED.where(among), _MARKED.where(among), _WAITING.where(among)
    done = union_all(*own, _LED, _WITHOUT, *rows_of(among, cohorts))
    return Facts(_SCHEDULE.where(col(Unit.cohort_id).in_(cohorts)), done)


_AMONG_SOME = col(Enrollment.id).in_(bindparam("enrollment_ids", expanding=True))
_OF_PLACES = facts_of(_AMONG_SOME)
_PLACES = select(PLACE, COHORT, col(Enrollment.enrolled_at)).where(_AMONG_SOME)


class _Marked(NamedTuple):
    status: Status
    minutes: int | None
    make_up: ApprovedMakeUp | None = None


_UNMARKED = _Marked(Status.NOT_RECORDED, None)
_STATUS = {status.value: status for status in Status}


class _Done:
    """What was done in one place, by the unit's or the session's id as the driver has it."""

    __slots__ = ("answered", "bar", "led", "marks", "signed", "waits")

    def __init__(self) -> None:
        self.answered: dict[str, Answered] = {}
        self.bar: Bar | None = None
        self.signed: dict[str, datetime] = {}
        self.marks: dict[str, _Marked] = {}
        self.led: set[str] = set()
        self.waits: set[str] = set()


class _Found(NamedTuple):
    """By place, and by evaluation."""

    done: Mapping[str, _Done]
    told: Mapping[str, Told]


class Done(NamedTuple):
    """What was done in one place."""

    units: tuple[UnitLedger, ...]
    """In order."""
    asked: Asked


def done_in(
    session: Session,
    facts: Facts,
    asked: Mapping[str, Any],
    places: Iterable[Place],
    *,
    own: bool = False,
) -> Mapping[str, Done]:
    """What was done in some places: two statements. `facts`: `facts_of` these.

    `own`: the reader is whose place it is, and all of it is told.
    """
    schedule = defaultdict(list)
    for row in plain_rows(session, facts.schedule, asked).all():
        schedule[row.cohort].append(row)
    done, told = _done(session, facts.done, asked)
    return {
        place.place: Done(
            tuple(_units(schedule[place.cohort], done[place.place], place.enrolled_at)),
            _asked(done[place.place].answered, told, own=own),
        )
        for place in places
    }


def _asked(answered: Mapping[str, Answered], told: Mapping[str, Told], *, own: bool) -> Asked:
    asked = Asked()
    for survey, said in answered.items():
        asked.add(said, told[survey], own=own)
    return asked


def _done(
    session: Session, statement: CompoundSelect[*tuple[Any, ...]], asked: Mapping[str, Any]
) -> _Found:
    done: defaultdict[str, _Done] = defaultdict(_Done)
    told: dict[str, Told] = {}
    for row in plain_rows(session, statement, asked).all():
        place, what, signed_at, status, minutes, part, credit, done_at, made_up_minutes = row
        if signed_at is not None:
            done[place].signed[what] = signed_at
        elif part == ANSWERED:
            done[place].answered[what] = answered_of(row)
        elif part == COUNTED:
            told[what] = told_of(row)
        elif part == _BARRED:
            done[place].bar = Bar(done_at)
        elif part is not None:
            (done[place].led if part == _LEADS else done[place].waits).add(what)
        elif credit is not None:
            made_up = ApprovedMakeUp(CreditType(credit), done_at, made_up_minutes)
            done[place].marks[what] = _Marked(_STATUS[status], minutes, made_up)
        else:
            done[place].marks[what] = _Marked(_STATUS[status], minutes)
    return _Found(done, told)


def _units(
    schedule: Iterable[Any], done: _Done, enrolled_at: datetime | None
) -> Iterable[UnitLedger]:
    signed, marks, led = done.signed, done.marks, done.led
    for row in schedule:
        (
            _cohort,
            unit,
            held,
            position,
            title,
            has_module,
            starts_at,
            minutes,
            canceled_at,
            opens,
            not_held,
            is_series,
        ) = row
        if starts_at is not None and why_no_session(done.bar, starts_at):
            held = starts_at = canceled_at = None
            minutes, not_held = 0, False
        mark = marks.get(held, _UNMARKED)
        yield UnitLedger(
            position,
            title,
            has_module,
            signed.get(unit),
            starts_at,
            minutes,
            canceled_at is not None,
            mark.status,
            mark.minutes,
            held in led,
            starts_at is None
            or (
                enrolled_at is not None and is_expected(enrolled_at, starts_at, is_series=is_series)
            ),
            opens_at=opens,
            make_up=mark.make_up,
            not_held=not_held,
            canceled_at=canceled_at,
            make_up_waits=held in done.waits,
            optional=is_series,
        )


def facts_of_units(
    session: Session, enrollment_ids: Collection[UUID]
) -> Mapping[UUID, tuple[UnitLedger, ...]]:
    """The same of any enrollments, also of who has left: three statements."""
    asked = {"enrollment_ids": list(enrollment_ids)}
    places = [Place(*row) for row in plain_rows(session, _PLACES, asked).all()]
    found = done_in(session, _OF_PLACES, asked, places)
    return {UUID(str(place)): done.units for place, done in found.items()}
