"""Counts for many cohorts at once: a number of statements that depends on nothing.

What completion asks is counted by the database, and judged here by the rule: people with the same
counts are one row, however many they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.casework.queries import is_its_mark, is_unmarked
from app.cohorts.arms.queries import has_session, is_barred
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.institutions.rules import Numbers
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.cohorts.rules import has_ended
from app.core.db import plain_rows, records
from app.credit.tallies.counts.queries import (
    BY_INSTITUTION,
    GROUPS,
    HERE,
    NOT_HELD,
    OF_SOME,
    Judge,
    is_complete,
)


@dataclass(frozen=True)
class PlannedSession:
    """One session of a cohort."""

    id: UUID
    cohort_id: UUID
    position: int
    starts_at: datetime
    minutes: int
    canceled: bool
    not_held: bool = False
    """It was to take place and did not."""

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
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
    )
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(col(Unit.cohort_id).in_(bindparam("cohort_ids", expanding=True)))
    .order_by(col(Unit.position))
)


def planned_sessions(session: Session, cohorts: Iterable[CohortContext]) -> list[PlannedSession]:
    """The sessions of cohorts, each cohort's in order: one statement."""
    asked = {"cohort_ids": [here.cohort.id for here in cohorts]}
    return records(plain_rows(session, _SESSIONS, asked), PlannedSession)


def by_institution(
    session: Session, cohorts: Sequence[CohortContext], now: datetime
) -> dict[UUID, dict[UUID, Numbers]]:
    """The people of each cohort by the institution they belong to now: two statements.

    Those of the ledgers besides, where somebody came by a transfer.
    """
    policies = {here.cohort.id: here.policy for here in cohorts}
    sessions = planned_sessions(session, cohorts)
    asked = {"cohort_ids": list(policies), **_asked_of(sessions, now)}
    found: dict[UUID, dict[UUID, Numbers]] = {key: {} for key in policies}
    rows = plain_rows(session, BY_INSTITUTION, asked).all()
    judge = Judge(session, rows, policies, not_held_in(sessions), now)
    for row in rows:
        of, before = found[row.cohort_id], found[row.cohort_id].get(row.institution_id, Numbers())
        done = row.people if judge.is_complete(row) else 0
        of[row.institution_id] = Numbers(before.people + row.people, before.complete + done)
    return found


def not_held_in(sessions: Iterable[PlannedSession]) -> Counter[UUID]:
    """How many sessions of each cohort were to take place and did not."""
    return Counter(own.cohort_id for own in sessions if own.not_held)


def _asked_of(sessions: Iterable[PlannedSession], now: datetime) -> dict[str, Any]:
    """Which sessions do not count."""
    off = [own for own in sessions if not own.held(now)]
    return {
        "not_held": [own.id for own in off],
        "but": [own.id for own in off],
        "canceled": [own.id for own in off if own.canceled],
    }


def complete_among(
    session: Session,
    here: Mapping[UUID, CohortContext],
    sessions: Collection[PlannedSession],
    now: datetime,
) -> frozenset[UUID]:
    """Who of some enrollments has completed, each in its cohort: one statement.

    Nobody among them may be one whom the ledger judges (`is_apart`).
    """
    asked = {"enrollment_ids": list(here), **_asked_of(sessions, now)}
    rows = plain_rows(session, OF_SOME, asked)
    fewer = not_held_in(sessions)
    return frozenset(
        row.id for row in rows if is_complete(here[row.id].policy, row, fewer[row.cohort_id])
    )


@dataclass
class HowFar:
    """How many people are in a cohort, and came how far."""

    enrolled: int = 0
    started: int = 0
    """Signed a unit or attended a session."""
    completed: int = 0

    def add(self, row: Row[*tuple[Any, ...]], judge: Judge) -> None:
        """Count the people of a row."""
        self.enrolled += row.people
        self.started += row.people if judge.has_started(row) else 0
        self.completed += row.people if judge.is_complete(row) else 0


def how_far(
    session: Session,
    cohorts: Iterable[CohortContext],
    sessions: Collection[PlannedSession],
    now: datetime,
    *,
    groups: Select[*tuple[Any, ...]] = GROUPS,
) -> Mapping[UUID, HowFar]:
    """How far the people of each of these cohorts are: one statement. `groups`: or some of them.

    Those of the ledgers besides, where somebody came by a transfer.
    """
    policies = {here.cohort.id: here.policy for here in cohorts}
    asked = {"cohort_ids": list(policies), **_asked_of(sessions, now)}
    found = {key: HowFar() for key in policies}
    rows = plain_rows(session, groups, asked).all()
    judge = Judge(session, rows, policies, not_held_in(sessions), now)
    for row in rows:
        found[row.cohort_id].add(row, judge)
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
        has_session(),
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
    .where(is_enrolled(), ~is_barred(), col(Attendance.status) != Status.NOT_RECORDED)
    .group_by(col(Enrollment.cohort_id))
)
_HOW_MANY = union_all(
    select(col(Enrollment.cohort_id), func.count().label("enrolled"), literal(0).label("recorded"))
    .where(HERE, ~is_barred())
    .group_by(col(Enrollment.cohort_id)),
    _MARKS_OF_ENROLLED.where(HERE),
    _MARKS_OF_ENROLLED.with_only_columns(
        col(Enrollment.cohort_id), literal(0), -func.count()
    ).where(col(Attendance.case_session_id).in_(NOT_HELD)),
)
"""Who is enrolled, and all marks less those of sessions that were not held: the latter are few.

Of who has sessions: nobody else is waited for.
"""


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
    .outerjoin(Attendance, is_its_mark())
    .where(
        col(CaseSession.id).in_(bindparam("session_ids", expanding=True)),
        is_enrolled(),
        is_unmarked(),
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
