"""Counts for many cohorts at once: a number of statements that depends on nothing.

What completion asks is counted by the database, and judged here by the rule: people with the same
counts are one row, however many they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import sub
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.queries import is_expected
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import came_by_transfer, is_enrolled
from app.cohorts.institutions.rules import Numbers
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.cohorts.rules import has_ended
from app.core.db import plain_rows, records
from app.credit.completion.rules import ATTENDED, completion
from app.credit.queries import ledgers_among
from app.credit.tallies.rules import Tally, judged
from app.learning.models import Attestation, AttestationWithdrawal
from app.packs.schema import PolicyData
from app.people.models import Person


@dataclass(frozen=True)
class PlannedSession:
    """One session of a cohort."""

    id: UUID
    cohort_id: UUID
    position: int
    starts_at: datetime
    minutes: int
    canceled: bool

    def held(self, now: datetime) -> bool:
        """Whether it took place and is over."""
        return not self.canceled and has_ended(self.starts_at, self.minutes, now)


@dataclass(frozen=True)
class UnmarkedSession:
    """A session that was held, and of how many of its people the mark is still to be recorded."""

    position: int
    starts_at: datetime
    missing: int


_SESSIONS: Select[*tuple[Any, ...]] = (
    select(
        col(CaseSession.id),
        col(Unit.cohort_id),
        col(Unit.position),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
    )
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(col(Unit.cohort_id).in_(bindparam("cohort_ids", expanding=True)))
    .order_by(col(Unit.position))
)


def planned_sessions(session: Session, cohorts: Iterable[CohortContext]) -> list[PlannedSession]:
    """The sessions of cohorts, each cohort's in order: one statement."""
    asked = {"cohort_ids": [here.cohort.id for here in cohorts]}
    return records(plain_rows(session, _SESSIONS, asked), PlannedSession)


_CANCELED = bindparam("canceled", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
_NOT_HELD = bindparam("not_held", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
_BUT = bindparam("but", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
"""The same ones under a name of its own: an empty list means another thing in `not_in`."""


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_PLACES = select(col(Enrollment.id)).where(
    col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True))
)
_WITHDRAWN = (
    select(col(Attestation.enrollment_id).label("place"), func.count().label("signed"))
    .where(col(Attestation.id).in_(select(col(AttestationWithdrawal.attestation_id))))
    .group_by(col(Attestation.enrollment_id))
    .subquery("withdrawn")
)
_HAS_COUNTED = col(Attendance.status).in_(sorted(ATTENDED))
_IS_EXCUSED = col(Attendance.status) == Status.EXCUSED
_IS_PARTIAL = col(Attendance.status) == Status.PARTIAL
_BEFORE_IT_COUNTS = (
    select(
        col(Attendance.enrollment_id).label("place"),
        _count(_HAS_COUNTED).label("attended"),
        _count(and_(_IS_EXCUSED, col(Attendance.case_session_id).in_(_CANCELED))).label("excused"),
        _count(_IS_PARTIAL).label("partial"),
    )
    .where(col(Attendance.case_session_id).in_(_NOT_HELD))
    .group_by(col(Attendance.enrollment_id))
    .subquery("before_it_counts")
)
"""What of that belongs to sessions that were not held, or not yet."""
_MADE_UP = (
    select(
        col(MakeUp.enrollment_id).label("place"),
        func.count().label("made_up"),
        _count(_HAS_COUNTED).label("attended"),
        _count(_IS_EXCUSED).label("excused"),
    )
    .join(Attendance, and_(*beside_mark()))
    .where(col(MakeUp.case_session_id).not_in(_BUT))
    .group_by(col(MakeUp.enrollment_id))
    .subquery("made_up")
)


def _less(*parts: ColumnElement[Any]) -> ColumnElement[int]:
    """The first of them without the others; none is zero."""
    left, *less = (func.coalesce(part, 0) for part in parts)
    return reduce(sub, less, left)


def _attested(places: Any) -> Subquery:
    """Those that were withdrawn, too: this way an index holds all that is counted."""
    return (
        select(col(Attestation.enrollment_id).label("place"), func.count().label("signed"))
        .where(col(Attestation.enrollment_id).in_(places))
        .group_by(col(Attestation.enrollment_id))
        .subquery("attested")
    )


def _marked(places: Any) -> Subquery:
    return (
        select(
            col(Attendance.enrollment_id).label("place"),
            _count(_HAS_COUNTED).label("attended"),
            _count(_IS_EXCUSED).label("excused"),
            _count(_IS_PARTIAL).label("partial"),
        )
        .where(col(Attendance.enrollment_id).in_(places))
        .group_by(col(Attendance.enrollment_id))
        .subquery("marked")
    )


def _counted(
    statement: Select[*tuple[Any, ...]], places: Any = _PLACES
) -> Select[*tuple[Any, ...]]:
    """A select of enrollments, with what completion depends on counted for each.

    `places`: a select or a list that holds all of them.
    """
    attested, marked = _attested(places), _marked(places)
    before, made_up = _BEFORE_IT_COUNTS, _MADE_UP
    statement = statement.add_columns(
        _less(attested.c.signed, _WITHDRAWN.c.signed).label("signed"),
        _less(marked.c.attended, before.c.attended, made_up.c.attended).label("attended"),
        _less(marked.c.excused, before.c.excused, made_up.c.excused).label("excused"),
        _less(made_up.c.made_up).label("made_up"),
        _less(marked.c.partial, before.c.partial).label("partial"),
    )
    for counts in (attested, _WITHDRAWN, marked, before, made_up):
        statement = statement.outerjoin(counts, counts.c.place == col(Enrollment.id))
    return statement


_APART = case((came_by_transfer(), col(Enrollment.id))).label("apart")
"""Somebody in whose place work of another one may count: they are judged by their ledger."""
_HERE = and_(col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True)), is_enrolled())
_EACH = _counted(
    select(col(Enrollment.cohort_id), _APART).select_from(Enrollment).where(_HERE)
).subquery("each")
_GROUPS: Select[*tuple[Any, ...]] = select(*_EACH.c, func.count().label("people")).group_by(
    *_EACH.c
)


_OF_INSTITUTIONS = _counted(
    select(col(Enrollment.cohort_id), col(Person.institution_id), _APART)
    .select_from(Enrollment)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .where(_HERE)
).subquery("of_institutions")
_BY_INSTITUTION: Select[*tuple[Any, ...]] = select(
    *_OF_INSTITUTIONS.c, func.count().label("people")
).group_by(*_OF_INSTITUTIONS.c)


def by_institution(
    session: Session, cohorts: Sequence[CohortContext], now: datetime
) -> dict[UUID, dict[UUID, Numbers]]:
    """The people of each cohort by the institution they belong to now: two statements.

    Those of the ledgers besides, where somebody came by a transfer.
    """
    policies = {here.cohort.id: here.policy for here in cohorts}
    asked = {"cohort_ids": list(policies), **_asked_of(planned_sessions(session, cohorts), now)}
    found: dict[UUID, dict[UUID, Numbers]] = {key: {} for key in policies}
    rows = plain_rows(session, _BY_INSTITUTION, asked).all()
    judge = _Judge(session, rows, policies, now)
    for row in rows:
        of, before = found[row.cohort_id], found[row.cohort_id].get(row.institution_id, Numbers())
        done = row.people if judge.is_complete(row) else 0
        of[row.institution_id] = Numbers(before.people + row.people, before.complete + done)
    return found


def _asked_of(sessions: Iterable[PlannedSession], now: datetime) -> dict[str, Any]:
    """Which sessions do not count."""
    off = [own for own in sessions if not own.held(now)]
    return {
        "not_held": [own.id for own in off],
        "but": [own.id for own in off],
        "canceled": [own.id for own in off if own.canceled],
    }


class _Judge:
    """Who has started and completed: by their counts, or by the ledger of who is told apart."""

    def __init__(
        self,
        session: Session,
        rows: Iterable[Row[*tuple[Any, ...]]],
        policies: Mapping[UUID, PolicyData],
        now: datetime,
    ) -> None:
        self._ledgers = ledgers_among(session, [row.apart for row in rows if row.apart])
        self._policies = policies
        self._now = now

    def has_started(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether the people of a row signed a unit or attended a session."""
        if row.apart:
            return self._ledgers[row.apart].has_started(self._now)
        return bool(row.signed or row.attended or row.made_up or row.partial)

    def add(self, row: Row[*tuple[Any, ...]], far: "HowFar") -> None:
        """Count the people of a row."""
        far.enrolled += row.people
        far.started += row.people if self.has_started(row) else 0
        far.completed += row.people if self.is_complete(row) else 0

    def is_complete(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether they have completed."""
        policy = self._policies[row.cohort_id]
        if row.apart:
            return completion(self._ledgers[row.apart], policy, self._now).complete
        return _is_complete(policy, row)


def _is_complete(policy: PolicyData, row: Any) -> bool:
    """Whether somebody with these counts has completed."""
    leaves = policy.excused_leaves_denominator
    tally = Tally(
        started=True,
        signed=row.signed,
        unsigned=0,
        unsigned_due=0,
        attended=row.attended,
        made_up=row.made_up,
        leaving=row.excused if leaves else 0,
        missed=0,
        waiting=0,
        held=0,
        recorded=0,
        ahead=0,
        closed=False,
    )
    return judged(tally, policy).complete


_SOME: BindParameter[UUID] = bindparam("enrollment_ids", expanding=True)
_OF_SOME = _counted(
    select(col(Enrollment.id), col(Enrollment.cohort_id)).where(col(Enrollment.id).in_(_SOME)),
    _SOME,
)


def complete_among(
    session: Session,
    here: Mapping[UUID, CohortContext],
    sessions: Iterable[PlannedSession],
    now: datetime,
) -> frozenset[UUID]:
    """Who of some enrollments has completed, each in its cohort: one statement.

    Nobody among them may have come by a transfer.
    """
    asked = {"enrollment_ids": list(here), **_asked_of(sessions, now)}
    rows = plain_rows(session, _OF_SOME, asked)
    return frozenset(row.id for row in rows if _is_complete(here[row.id].policy, row))


@dataclass
class HowFar:
    """How many people are in a cohort, and came how far."""

    enrolled: int = 0
    started: int = 0
    """Signed a unit or attended a session."""
    completed: int = 0


def how_far(
    session: Session,
    cohorts: Iterable[CohortContext],
    sessions: Iterable[PlannedSession],
    now: datetime,
) -> Mapping[UUID, HowFar]:
    """How far the people of each of these cohorts are: one statement.

    Those of the ledgers besides, where somebody came by a transfer.
    """
    policies = {here.cohort.id: here.policy for here in cohorts}
    asked = {"cohort_ids": list(policies), **_asked_of(sessions, now)}
    found = {key: HowFar() for key in policies}
    rows = plain_rows(session, _GROUPS, asked).all()
    judge = _Judge(session, rows, policies, now)
    for row in rows:
        judge.add(row, found[row.cohort_id])
    return found


_MARKS: Select[*tuple[Any, ...]] = (
    select(col(Unit.position), func.count().label("recorded"))
    .select_from(Unit)
    .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
    .join(Attendance, col(Attendance.case_session_id) == col(CaseSession.id))
    .join(Enrollment, col(Enrollment.id) == col(Attendance.enrollment_id))
    .where(
        col(Unit.cohort_id) == bindparam("cohort_id"),
        is_enrolled(),
        col(Attendance.status) != Status.NOT_RECORDED,
    )
    .group_by(col(Unit.position))
)


def marks_recorded(session: Session, cohort_id: UUID) -> Mapping[int, int]:
    """How many people of a cohort have a mark, by the unit's position: one statement."""
    rows = plain_rows(session, _MARKS, {"cohort_id": cohort_id})
    return {row.position: row.recorded for row in rows}


_MARKS_OF_ENROLLED: Select[*tuple[Any, ...]] = (
    select(col(Enrollment.cohort_id), literal(0).label("enrolled"), func.count().label("recorded"))
    .join(Attendance, col(Attendance.enrollment_id) == col(Enrollment.id))
    .where(is_enrolled(), col(Attendance.status) != Status.NOT_RECORDED)
    .group_by(col(Enrollment.cohort_id))
)
_HOW_MANY = union_all(
    select(col(Enrollment.cohort_id), func.count().label("enrolled"), literal(0).label("recorded"))
    .where(_HERE)
    .group_by(col(Enrollment.cohort_id)),
    _MARKS_OF_ENROLLED.where(_HERE),
    _MARKS_OF_ENROLLED.with_only_columns(
        col(Enrollment.cohort_id), literal(0), -func.count()
    ).where(col(Attendance.case_session_id).in_(_NOT_HELD)),
)
"""Who is enrolled, and all marks less those of sessions that were not held: the latter are few."""


def _lacking(session: Session, asked: Mapping[str, Any], held: Mapping[UUID, int]) -> set[UUID]:
    """The cohorts that have fewer marks than people times sessions: nobody has two for one."""
    people: Counter[UUID] = Counter()
    marks: Counter[UUID] = Counter()
    for cohort_id, enrolled, recorded in plain_rows(session, _HOW_MANY, asked):
        people[cohort_id] += enrolled
        marks[cohort_id] += recorded
    return {key for key, sessions in held.items() if marks[key] < people[key] * sessions}


_UNMARKED: Select[*tuple[Any, ...]] = (
    select(
        col(Unit.cohort_id),
        col(Unit.position),
        col(CaseSession.starts_at),
        func.count().label("missing"),
    )
    .select_from(CaseSession)
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Enrollment, col(Enrollment.cohort_id) == col(Unit.cohort_id))
    .outerjoin(
        Attendance,
        and_(
            col(Attendance.case_session_id) == col(CaseSession.id),
            col(Attendance.enrollment_id) == col(Enrollment.id),
        ),
    )
    .where(
        col(CaseSession.id).in_(bindparam("session_ids", expanding=True)),
        is_enrolled(),
        is_expected(),
        func.coalesce(col(Attendance.status), Status.NOT_RECORDED) == Status.NOT_RECORDED,
    )
    .group_by(col(Unit.cohort_id), col(Unit.position), col(CaseSession.starts_at))
    .order_by(col(Unit.position))
)


def unmarked_sessions(
    session: Session, sessions: Sequence[PlannedSession], now: datetime
) -> Mapping[UUID, Sequence[UnmarkedSession]]:
    """The sessions of each cohort that lack marks: two statements.

    Cohorts in which everybody has as many marks as there were sessions are not looked through.
    """
    held = [own for own in sessions if own.held(now)]
    of = Counter(own.cohort_id for own in held)
    asked = {"cohort_ids": list(of), **_asked_of(sessions, now)}
    lacking = _lacking(session, asked, of)
    look = {"session_ids": [own.id for own in held if own.cohort_id in lacking]}
    found: defaultdict[UUID, list[UnmarkedSession]] = defaultdict(list)
    for row in plain_rows(session, _UNMARKED, look):
        unmarked = UnmarkedSession(row.position, row.starts_at, row.missing)
        found[row.cohort_id].append(unmarked)
    return found
