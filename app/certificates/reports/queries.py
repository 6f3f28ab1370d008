"""Reads for the report of a cohort: everybody who ever had to do with it, and what they did.

A report reads three cohorts of up to a thousand people. So ids come as the driver has them, since
they only join rows to each other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.elsewhere.queries import stands_on_nothing
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.certificates.models import Certificate
from app.certificates.queries import is_live as holds
from app.certificates.reports.records import CohortFacts, Happened, Part, Place, PolicySince
from app.certificates.reports.rules import enrolled_first
from app.cohorts.arms.queries import bar_columns, bar_of, has_session
from app.cohorts.arms.rules import Bar
from app.cohorts.changes.queries import schedule_gaps
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.queries import came_by_transfer
from app.cohorts.enrollments.rules import events_that_stand
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.core.db import plain_rows
from app.credit.carried.queries import carried_by
from app.credit.facts.asked.queries import told_done
from app.credit.ledger import Carried
from app.credit.tallies.rules import PlannedUnit, WithdrawnSignature, Work, WorkMark
from app.learning.models import Attestation, AttestationWithdrawal
from app.packs.schema import PolicyData
from app.people.models import Institution

BESIDE = 2
"""How many cohorts before stand beside one."""

_COHORTS: BindParameter[UUID] = bindparam("cohort_ids", expanding=True)
_ID = type_coerce(col(Enrollment.id), String).label("place")
_HERE = col(Enrollment.cohort_id).in_(_COHORTS)


def facts_of(
    session: Session, cohorts: Collection[CohortContext], now: datetime
) -> dict[UUID, CohortFacts]:
    """Cohorts with all that happened in them until now, by id: nine statements for any number.

    One more where a policy asks for an evaluation. Five more where somebody came by a transfer.
    """
    asked = {"cohort_ids": [here.cohort.id for here in cohorts]}
    units, works = _units(session, asked), _works(session, asked)
    certified = set(plain_rows(session, _CERTIFIED, asked).scalars())
    events, policies = _events(session, asked), _policies(session, asked)
    places: defaultdict[UUID, list[Place]] = defaultdict(list)
    evaluated = told_done(session, [here.cohort.id for here in cohorts if here.policy.surveys])
    rows = plain_rows(session, _PLACES, asked).all()
    carried = carried_by(session, [row.came_by_transfer for row in rows if row.came_by_transfer])
    for row in rows:
        by_name = row._mapping
        was = {part: by_name[part.value] for part in Part}
        done = works[row.place]
        happened = events.get(row.place, ())
        since = enrolled_first(happened)
        enrolled_at = row.enrolled_at or since or now
        carried_here = carried.get(row.came_by_transfer, {})
        work = _with_carried(done, carried_here, enrolled_at, bar_of(row))
        if row.place in evaluated:
            work = replace(work, surveys_done=evaluated[row.place])
        stand = events_that_stand(happened)
        history = happened if len(stand) < len(happened) else ()
        places[row.cohort_id].append(
            Place(was, stand, since, work, row.place in certified, history, row.person)
        )
    return {
        (key := here.cohort.id): CohortFacts(here, units[key], places[key], policies[key])
        for here in cohorts
    }


def cohorts_before(session: Session, here: CohortContext) -> list[CohortContext]:
    """The published cohorts of the program whose sessions began before, the newest first."""
    mine = session.scalar(_FIRST.where(col(Unit.cohort_id) == here.cohort.id))
    if mine is None:
        return []
    first = _FIRST.where(col(Unit.cohort_id) == col(Cohort.id)).correlate(Cohort).scalar_subquery()
    rows = session.execute(
        select(Cohort, Program, PolicyVersion)
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(NEWEST_POLICY, is_published(), col(Cohort.program_id) == here.program.id)
        .where(col(Cohort.id) != here.cohort.id, first < mine)
        .order_by(first.desc(), col(Cohort.slug))
        .limit(BESIDE)
    )
    return [
        CohortContext(cohort, program, policy, PolicyData.model_validate(policy.data))
        for cohort, program, policy in rows
    ]


_FIRST: Select[datetime] = (
    select(func.min(col(CaseSession.starts_at)))
    .select_from(CaseSession)
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(col(CaseSession.canceled_at).is_(None))
)
_UNITS: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Unit.position),
        col(Unit.module_version_id).is_not(None).label("has_module"),
        col(CaseSession.starts_at),
        func.coalesce(col(CaseSession.minutes), 0).label("minutes"),
        col(CaseSession.id),
        col(CaseSession.canceled_at),
        col(CaseSession.not_held_at),
    )
    .select_from(Unit)
    .outerjoin(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .where(col(Unit.cohort_id).in_(_COHORTS))
    .order_by(col(Unit.position))
)
_BECAME = aliased(Institution)
_PLACES: Select[*tuple[Any, ...]] = (
    select(
        _ID,
        type_coerce(col(Enrollment.person_id), String).label("person"),
        col(Enrollment.cohort_id),
        col(Enrollment.enrolled_at),
        func.coalesce(col(_BECAME.short_name), col(Institution.short_name)).label("institution"),
        col(Enrollment.rank),
        col(Enrollment.profession),
        col(Enrollment.department),
        case((came_by_transfer(), col(Enrollment.id))).label("came_by_transfer"),
        *bar_columns(),
    )
    .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
    .outerjoin(_BECAME, col(_BECAME.id) == col(Institution.merged_into_id))
    .where(_HERE)
)
_EVENTS: Select[*tuple[Any, ...]] = (
    select(
        _ID,
        type_coerce(col(EnrollmentEvent.kind), String).label("kind"),
        col(EnrollmentEvent.at),
    )
    .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
    .where(_HERE)
    .order_by(col(EnrollmentEvent.enrollment_id), col(EnrollmentEvent.number))
)
_POLICIES: Select[*tuple[Any, ...]] = (
    select(col(PolicyVersion.cohort_id), col(PolicyVersion.created_at), col(PolicyVersion.data))
    .where(col(PolicyVersion.cohort_id).in_(_COHORTS))
    .order_by(col(PolicyVersion.version))
)
_SIGNED: Select[*tuple[Any, ...]] = (
    select(
        _ID,
        col(Unit.position),
        col(Attestation.signed_at),
        col(AttestationWithdrawal.withdrawn_at),
    )
    .select_from(Enrollment)
    .join(Attestation, col(Attestation.enrollment_id) == col(Enrollment.id))
    .join(Unit, col(Unit.id) == col(Attestation.unit_id))
    .outerjoin(
        AttestationWithdrawal, col(AttestationWithdrawal.attestation_id) == col(Attestation.id)
    )
    .where(_HERE)
)
_MARKED = (
    select(_ID)
    .select_from(Enrollment)
    .join(Attendance, col(Attendance.enrollment_id) == col(Enrollment.id))
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(_HERE, col(Unit.cohort_id).in_(_COHORTS), has_session())
)
"""That the session is of the cohort, too, is said for the database: so it begins with few rows."""
_MARKS: Select[*tuple[Any, ...]] = _MARKED.add_columns(
    func.aggregate_strings(
        cast(col(Unit.position), String)
        + literal(":", String)
        + type_coerce(col(Attendance.status), String),
        ",",
    )
).group_by(col(Enrollment.id))
"""`1:present,2:absent`: a row for each place, since a thousand people have eight thousand marks."""
_MADE_UP: Select[*tuple[Any, ...]] = (
    _MARKED.add_columns(col(Unit.position), col(MakeUp.made_at))
    .join(MakeUp, and_(*beside_mark()))
    .where(~stands_on_nothing())
)


def _has_certificate() -> ColumnElement[bool]:
    return exists().where(col(Certificate.enrollment_id) == col(Enrollment.id), holds())


_CERTIFIED = select(_ID).where(_HERE, _has_certificate())


def _units(session: Session, asked: Mapping[str, Any]) -> Mapping[UUID, list[PlannedUnit]]:
    units: defaultdict[UUID, list[PlannedUnit]] = defaultdict(list)
    rows = plain_rows(session, _UNITS, asked).all()
    gaps = schedule_gaps(session, {row.id: row.canceled_at for row in rows if row.id})
    for row in rows:
        units[row.cohort_id].append(
            PlannedUnit(
                row.position,
                row.has_module,
                row.starts_at,
                row.minutes,
                canceled=row.canceled_at is not None,
                gaps=gaps.get(row.id, ()),
                not_held=row.not_held_at is not None,
            )
        )
    return units


def _policies(session: Session, asked: Mapping[str, Any]) -> Mapping[UUID, list[PolicySince]]:
    policies: defaultdict[UUID, list[PolicySince]] = defaultdict(list)
    for cohort_id, since, data in plain_rows(session, _POLICIES, asked):
        policies[cohort_id].append(PolicySince(since, PolicyData.model_validate(data)))
    return policies


def _events(session: Session, asked: Mapping[str, Any]) -> dict[str, list[Happened]]:
    """All events of each place, in order."""
    kinds = {kind.value: kind for kind in Kind}
    events: defaultdict[str, list[Happened]] = defaultdict(list)
    for place, kind, at in plain_rows(session, _EVENTS, asked).all():
        events[place].append(Happened(kinds[kind], at))
    return events


_AS_MARKED = {status.value: WorkMark(status) for status in Status}


@dataclass(frozen=True)
class _Done:
    """What was signed in a place, and how sessions were marked, by the unit's position."""

    signed: dict[int, datetime] = field(default_factory=dict)
    withdrawn: list[WithdrawnSignature] = field(default_factory=list)
    marks: dict[int, WorkMark] = field(default_factory=dict)


def _works(session: Session, asked: Mapping[str, Any]) -> Mapping[str, _Done]:
    works: defaultdict[str, _Done] = defaultdict(_Done)
    for place, position, signed_at, withdrawn_at in plain_rows(session, _SIGNED, asked).all():
        if withdrawn_at is None:
            works[place].signed[position] = signed_at
        else:
            withdrawn = WithdrawnSignature(position, signed_at, withdrawn_at)
            works[place].withdrawn.append(withdrawn)
    for place, marks in plain_rows(session, _MARKS, asked).all():
        for position, _, status in (mark.partition(":") for mark in marks.split(",")):
            works[place].marks[int(position)] = _AS_MARKED[status]
    for place, position, made_at in plain_rows(session, _MADE_UP, asked).all():
        made = works[place].marks
        made[position] = made[position]._replace(made_up_at=made_at)
    return works


def _with_carried(
    done: _Done, carried: Mapping[int, Carried], enrolled_at: datetime, bar: Bar | None
) -> Work:
    """What was done in a place, with what counts in it besides, if it came by a transfer."""
    if not carried:
        return Work(enrolled_at, done.signed, done.marks, withdrawn=done.withdrawn, bar=bar)
    signed = {n: other.signed_at for n, other in carried.items() if other.signed_at is not None}
    marks = {
        n: WorkMark(Status.ABSENT, enrolled_at)
        if other.status is Status.MADE_UP
        else WorkMark(other.status)
        for n, other in carried.items()
        if other.attended_in
    }
    own = {**signed, **done.signed}, done.marks
    return Work(enrolled_at, *own, marks, done.withdrawn, bar=bar)
