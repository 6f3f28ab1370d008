"""Reads of excuses: one person's, those that a session has, those that wait."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.excuses.enums import ExcuseState, ExcuseStep
from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.excuses.rules import state_after
from app.casework.models import Attendance
from app.casework.no_need.enums import NoNeed
from app.casework.no_need.queries import is_off, needs_answer, status_there
from app.casework.no_need.rules import why_no_need
from app.casework.queries import is_its_mark
from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment, Unit
from app.core.db import grouped, records
from app.language.names import list_name
from app.people.models import Person


@dataclass(frozen=True)
class ExcuseRow:
    """An excuse, whose it is, and how it stands."""

    id: UUID
    enrollment_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    case_session_id: UUID
    position: int
    starts_at: datetime
    edition: int
    note: str
    asked_at: datetime
    number: int
    """Of its newest step; 0 before the first."""
    step: ExcuseStep | None
    word: str
    at: datetime | None
    by: UUID | None
    status: AttendanceStatus
    """What is recorded of them at the session."""
    off: bool
    """Whether the session was canceled, or counts as not held."""
    asked_anew: bool
    """Whether they asked to be excused from it again after this."""

    @property
    def state(self) -> ExcuseState:
        """What its newest step left."""
        return state_after(self.step, needed=self.no_need is None)

    @property
    def no_need(self) -> NoNeed | None:
        """Why nobody has to answer it as things stand."""
        return why_no_need(self.status, off=self.off)

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


def _newest() -> ColumnElement[bool]:
    newer = aliased(ExcuseEvent)
    return and_(
        col(ExcuseEvent.excuse_id) == col(Excuse.id),
        ~exists().where(
            col(newer.excuse_id) == col(ExcuseEvent.excuse_id),
            col(newer.number) > col(ExcuseEvent.number),
        ),
    )


def _waits() -> ColumnElement[bool]:
    open_ = or_(col(ExcuseEvent.id).is_(None), col(ExcuseEvent.step) == ExcuseStep.TAKEN_BACK)
    return and_(open_, needs_answer(), has_session())


def _newer_edition() -> ColumnElement[bool]:
    newer = aliased(Excuse)
    return exists().where(
        col(newer.enrollment_id) == col(Excuse.enrollment_id),
        col(newer.case_session_id) == col(Excuse.case_session_id),
        col(newer.edition) > col(Excuse.edition),
    )


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(Excuse.id), col(Excuse.enrollment_id), col(Enrollment.person_id)),
            *(col(Person.given_name), col(Person.family_name)),
            *(col(Excuse.case_session_id), col(Unit.position), col(CaseSession.starts_at)),
            *(col(Excuse.edition), col(Excuse.note), col(Excuse.asked_at)),
            func.coalesce(col(ExcuseEvent.number), 0).label("number"),
            col(ExcuseEvent.step),
            func.coalesce(col(ExcuseEvent.word), "").label("word"),
            *(col(ExcuseEvent.at), col(ExcuseEvent.by)),
            *(status_there().label("status"), is_off().label("off")),
            _newer_edition().label("asked_anew"),
        )
        .select_from(Excuse)
        .join(Enrollment, col(Enrollment.id) == col(Excuse.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(CaseSession, col(CaseSession.id) == col(Excuse.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .outerjoin(ExcuseEvent, _newest())
        .outerjoin(Attendance, is_its_mark())
    )


def last_excuse(session: Session, enrollment_id: UUID, case_session_id: UUID) -> ExcuseRow | None:
    """The last time that somebody asked to be excused from a session."""
    own = _rows().where(
        col(Excuse.enrollment_id) == enrollment_id, col(Excuse.case_session_id) == case_session_id
    )
    found = session.execute(own.order_by(col(Excuse.edition).desc()).limit(1))
    return next(iter(records(found, ExcuseRow)), None)


def excuse_in(session: Session, cohort_id: UUID, excuse_id: UUID) -> ExcuseRow | None:
    """One excuse of a cohort."""
    own = _rows().where(col(Excuse.id) == excuse_id, col(Unit.cohort_id) == cohort_id)
    return next(iter(records(session.execute(own), ExcuseRow)), None)


def excuses_in(
    session: Session,
    cohort_id: UUID,
    *,
    waiting: bool,
    limit: int,
    offset: int = 0,
    case_session_id: UUID | None = None,
) -> list[ExcuseRow]:
    """The excuses of who is in a cohort: those that wait by session, or all others, newest first.

    `case_session_id`: those from one session only. One statement.
    """
    of_cohort = _rows().where(col(Unit.cohort_id) == cohort_id, is_enrolled())
    if case_session_id is not None:
        of_cohort = of_cohort.where(col(Excuse.case_session_id) == case_session_id)
    if waiting:
        ordered = of_cohort.where(_waits()).order_by(col(CaseSession.starts_at), col(Excuse.id))
    else:
        ordered = of_cohort.where(~_waits()).order_by(col(ExcuseEvent.at).desc(), col(Excuse.id))
    return records(session.execute(ordered.limit(limit).offset(offset)), ExcuseRow)


def asked_in(session: Session, case_session_id: UUID) -> Mapping[UUID, ExcuseState]:
    """How excuses from a session stand, by enrollment, the last one of each: one statement."""
    found = (
        select(col(Excuse.enrollment_id), col(ExcuseEvent.step))
        .select_from(Excuse)
        .outerjoin(ExcuseEvent, _newest())
        .where(col(Excuse.case_session_id) == case_session_id)
        .order_by(col(Excuse.edition))
    )
    return {key: state_after(step) for key, step in session.execute(found)}


def excused_in(session: Session, case_session_id: UUID) -> frozenset[UUID]:
    """The enrollments to which an excuse from a session was granted: one statement."""
    found = asked_in(session, case_session_id)
    return frozenset(key for key, state in found.items() if state is ExcuseState.GRANTED)


def waiting_excuses(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The excuses of each cohort that wait for an answer; none where none does. One statement."""
    waiting = _rows().where(col(Unit.cohort_id).in_(cohort_ids), is_enrolled(), _waits())
    found = waiting.with_only_columns(col(Unit.cohort_id), col(Excuse.id))
    return grouped(session.execute(found))
