"""What completion depends on, counted by the database for each place, and judged here by the rule.

Each statement counts for the places that are asked about, and for no others.
"""

from collections.abc import Iterable, Mapping
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
    or_,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.elsewhere.queries import stands_on_nothing
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.cohorts.arms.queries import is_barred
from app.cohorts.enrollments.queries import came_by_transfer, is_enrolled
from app.cohorts.models import CaseSession, Enrollment
from app.credit.completion.rules import ATTENDED, completion
from app.credit.queries import ledgers_among
from app.credit.tallies.rules import Tally, judged
from app.learning.models import Attestation, AttestationWithdrawal
from app.packs.schema import PolicyData
from app.people.models import Person

_CANCELED = bindparam("canceled", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
NOT_HELD = bindparam("not_held", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
_BUT = bindparam("but", expanding=True, type_=CaseSession.id.type)  # type: ignore[attr-defined]
"""The same ones under a name of its own: an empty list means another thing in `not_in`."""


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_PLACES = select(col(Enrollment.id)).where(
    col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True))
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
    .where(col(Attendance.case_session_id).in_(NOT_HELD))
    .group_by(col(Attendance.enrollment_id))
    .subquery("before_it_counts")
)
"""What of that belongs to sessions that were not held, or not yet."""


_Rows = Select[*tuple[Any, ...]]


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


def _withdrawn(places: Any) -> Subquery:
    taken_back = col(Attestation.id).in_(select(col(AttestationWithdrawal.attestation_id)))
    return (
        select(col(Attestation.enrollment_id).label("place"), func.count().label("signed"))
        .where(col(Attestation.enrollment_id).in_(places), taken_back)
        .group_by(col(Attestation.enrollment_id))
        .subquery("withdrawn")
    )


def _made_up() -> Subquery:
    """Of every place: they are few, and to look for some of them takes longer than to count all."""
    return (
        select(
            col(MakeUp.enrollment_id).label("place"),
            func.count().label("made_up"),
            _count(_HAS_COUNTED).label("attended"),
            _count(_IS_EXCUSED).label("excused"),
        )
        .join(Attendance, and_(*beside_mark()))
        .where(col(MakeUp.case_session_id).not_in(_BUT), ~stands_on_nothing())
        .group_by(col(MakeUp.enrollment_id))
        .subquery("made_up")
    )


def _counted(statement: _Rows, places: Any = _PLACES) -> _Rows:
    """A select of enrollments, with what completion depends on counted for each.

    `places`: a select or a list that holds all of them.
    """
    attested, withdrawn = _attested(places), _withdrawn(places)
    marked, before, made_up = _marked(places), _BEFORE_IT_COUNTS, _made_up()
    statement = statement.add_columns(
        _less(attested.c.signed, withdrawn.c.signed).label("signed"),
        _less(marked.c.attended, before.c.attended, made_up.c.attended).label("attended"),
        _less(marked.c.excused, before.c.excused, made_up.c.excused).label("excused"),
        _less(made_up.c.made_up).label("made_up"),
        _less(marked.c.partial, before.c.partial).label("partial"),
    )
    for counts in (attested, withdrawn, marked, before, made_up):
        statement = statement.outerjoin(counts, counts.c.place == col(Enrollment.id))
    return statement


def is_apart() -> ColumnElement[bool]:
    """That the ledger judges a place: work of another one may count, or no session is theirs."""
    return or_(came_by_transfer(), is_barred())


_APART = case((is_apart(), col(Enrollment.id))).label("apart")
HERE = and_(col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True)), is_enrolled())


def groups_of(*who: ColumnElement[bool]) -> _Rows:
    """The people of cohorts by what completion depends on, and how many are alike: all, or some."""
    those = select(col(Enrollment.cohort_id), _APART).select_from(Enrollment).where(HERE, *who)
    each = _counted(those, _PLACES.where(*who) if who else _PLACES).subquery("each")
    return select(*each.c, func.count().label("people")).group_by(*each.c)


GROUPS = groups_of()


_OF_INSTITUTIONS = _counted(
    select(col(Enrollment.cohort_id), col(Person.institution_id), _APART)
    .select_from(Enrollment)
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .where(HERE)
).subquery("of_institutions")
BY_INSTITUTION: Select[*tuple[Any, ...]] = select(
    *_OF_INSTITUTIONS.c, func.count().label("people")
).group_by(*_OF_INSTITUTIONS.c)

_SOME: BindParameter[UUID] = bindparam("enrollment_ids", expanding=True)
OF_SOME = _counted(
    select(col(Enrollment.id), col(Enrollment.cohort_id)).where(col(Enrollment.id).in_(_SOME)),
    _SOME,
)


class Judge:
    """Who has started and completed: by their counts, or by the ledger of who is told apart."""

    def __init__(
        self,
        session: Session,
        rows: Iterable[Row[*tuple[Any, ...]]],
        policies: Mapping[UUID, PolicyData],
        not_held: Mapping[UUID, int],
        now: datetime,
    ) -> None:
        """`not_held`: how many sessions of each cohort were to take place and did not."""
        self._ledgers = ledgers_among(session, [row.apart for row in rows if row.apart])
        self._policies = policies
        self._not_held = not_held
        self._now = now

    def has_started(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether the people of a row signed a unit or attended a session."""
        if row.apart:
            return self._ledgers[row.apart].has_started(self._now)
        return bool(row.signed or row.attended or row.made_up or row.partial)

    def is_complete(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether they have completed."""
        policy = self._policies[row.cohort_id]
        if row.apart:
            return completion(self._ledgers[row.apart], policy, self._now).complete
        return is_complete(policy, row, self._not_held.get(row.cohort_id, 0))


def is_complete(policy: PolicyData, row: Any, not_held: int = 0) -> bool:
    """Whether somebody with these counts has completed. `not_held`: of the cohort's sessions."""
    leaves = policy.excused_leaves_denominator
    tally = _NOTHING_COUNTED._replace(
        signed=row.signed,
        attended=row.attended,
        made_up=row.made_up,
        leaving=not_held + (row.excused if leaves else 0),
    )
    return judged(tally, policy).complete


_NOTHING_COUNTED = Tally(
    started=True,
    signed=0,
    unsigned=0,
    unsigned_due=0,
    attended=0,
    made_up=0,
    leaving=0,
    missed=0,
    waiting=0,
    held=0,
    recorded=0,
    ahead=0,
    closed=False,
)
