"""Reads of make-ups that learners asked for: one person's, a cohort's, those that wait."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.enums import CreditType, RequestState, RequestStep, Way
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.rules import state_after
from app.casework.make_ups.queries import first_given, stands_of
from app.casework.models import Attendance, MakeUp
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


class Asked(NamedTuple):
    """Whose request is about which session."""

    enrollment_id: UUID
    case_session_id: UUID


@dataclass(frozen=True)
class RequestRow:
    """A request, whose it is, and its newest step."""

    id: UUID
    enrollment_id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    case_session_id: UUID
    unit_id: UUID
    position: int
    edition: int
    number: int
    step: RequestStep
    way: Way
    text: str
    sister_session_id: UUID | None
    credit: CreditType | None
    minutes: int | None
    at: datetime
    by: UUID
    stands: bool
    """Whether the make-up that was approved does: as it was given, or given back by an undo."""
    off: bool
    """Whether the session was canceled, or counts as not held."""
    status: AttendanceStatus
    """What is recorded of them at it."""
    made_up: bool
    """Whether any make-up stands beside that."""

    @property
    def no_need(self) -> NoNeed | None:
        """Why nobody has to answer it as things stand."""
        return why_no_need(self.status, off=self.off, made_up=self.made_up)

    @property
    def state(self) -> RequestState:
        """How it stands."""
        return state_after(self.step, stands=self.stands, needed=self.no_need is None)

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)

    @property
    def asked(self) -> Asked:
        """Whose it is, and about what."""
        return Asked(self.enrollment_id, self.case_session_id)


def newest_step() -> ColumnElement[bool]:
    """That an event is the newest of its request."""
    newer = aliased(MakeUpEvent)
    return and_(
        col(MakeUpEvent.request_id) == col(MakeUpRequest.id),
        ~exists().where(
            col(newer.request_id) == col(MakeUpEvent.request_id),
            col(newer.number) > col(MakeUpEvent.number),
        ),
    )


def is_approval() -> ColumnElement[bool]:
    """That an event is the approval of the make-up that stands, where `stands_of` joined that."""
    return col(MakeUpEvent.make_up_id) == first_given()


def _rows() -> Select[*tuple[Any, ...]]:
    event = MakeUpEvent
    return (
        select(
            *(col(MakeUpRequest.id), col(MakeUpRequest.enrollment_id), col(Enrollment.person_id)),
            *(col(Person.given_name), col(Person.family_name)),
            *(col(MakeUpRequest.case_session_id), col(Unit.id).label("unit_id")),
            *(col(Unit.position), col(MakeUpRequest.edition)),
            *(col(event.number), col(event.step), col(event.way), col(event.text)),
            *(col(event.sister_session_id), col(event.credit), col(event.minutes)),
            *(col(event.at), col(event.by)),
            func.coalesce(is_approval(), false()).label("stands"),
            *(status_there().label("status"), is_off().label("off")),
            col(MakeUp.id).is_not(None).label("made_up"),
        )
        .select_from(MakeUpRequest)
        .join(MakeUpEvent, newest_step())
        .join(Enrollment, col(Enrollment.id) == col(MakeUpRequest.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(CaseSession, col(CaseSession.id) == col(MakeUpRequest.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .outerjoin(Attendance, is_its_mark())
        .outerjoin(MakeUp, and_(*stands_of(MakeUpRequest)))
    )


def _waits() -> ColumnElement[bool]:
    """That a request waits for an answer, in a select like `_rows`."""
    submitted = col(MakeUpEvent.step) == RequestStep.SUBMITTED
    return and_(submitted, needs_answer(), col(MakeUp.id).is_(None), has_session())


def last_request(session: Session, asked: Asked) -> RequestRow | None:
    """The last request of somebody to make a session up."""
    own = _rows().where(
        col(MakeUpRequest.enrollment_id) == asked.enrollment_id,
        col(MakeUpRequest.case_session_id) == asked.case_session_id,
    )
    found = session.execute(own.order_by(col(MakeUpRequest.edition).desc()).limit(1))
    return next(iter(records(found, RequestRow)), None)


def request_in(session: Session, cohort_id: UUID, request_id: UUID) -> RequestRow | None:
    """One request of a cohort."""
    own = _rows().where(col(MakeUpRequest.id) == request_id, col(Unit.cohort_id) == cohort_id)
    return next(iter(records(session.execute(own), RequestRow)), None)


def requests_in(
    session: Session,
    cohort_id: UUID,
    *,
    waiting: bool,
    limit: int,
    offset: int = 0,
    case_session_id: UUID | None = None,
) -> list[RequestRow]:
    """Requests of who is in a cohort: those that wait, the oldest first; or all others, newest.

    `case_session_id`: those about one session only. One statement.
    """
    of_cohort = _rows().where(col(Unit.cohort_id) == cohort_id, is_enrolled())
    if case_session_id is not None:
        of_cohort = of_cohort.where(col(MakeUpRequest.case_session_id) == case_session_id)
    at = col(MakeUpEvent.at)
    which, order = (_waits(), at) if waiting else (~_waits(), at.desc())
    ordered = of_cohort.where(which).order_by(order, col(MakeUpRequest.id))
    return records(session.execute(ordered.limit(limit).offset(offset)), RequestRow)


def requests_among(session: Session, request_ids: Collection[UUID]) -> list[RequestRow]:
    """Some requests, by name: one statement."""
    own = _rows().where(col(MakeUpRequest.id).in_(request_ids))
    ordered = own.order_by(col(Person.search_name), col(Unit.position))
    return records(session.execute(ordered), RequestRow)


def requests_waiting(session: Session, cohort_id: UUID) -> list[RequestRow]:
    """Every request of who is in a cohort that waits for an answer: one statement."""
    own = _rows().where(col(Unit.cohort_id) == cohort_id, is_enrolled(), _waits())
    ordered = own.order_by(col(Person.family_name), col(Person.given_name), col(Unit.position))
    return records(session.execute(ordered), RequestRow)


def requests_of(session: Session, enrollment_id: UUID) -> Mapping[int, RequestState]:
    """How the requests of somebody stand, the last one by position of the unit: one statement."""
    own = _rows().where(col(MakeUpRequest.enrollment_id) == enrollment_id)
    found = session.execute(own.order_by(col(MakeUpRequest.edition)))
    return {row.position: row.state for row in records(found, RequestRow)}


def steps_of(
    session: Session, request_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[MakeUpEvent]]:
    """All steps of some requests, in order: one statement."""
    found = session.scalars(
        select(MakeUpEvent)
        .where(col(MakeUpEvent.request_id).in_(request_ids))
        .order_by(col(MakeUpEvent.number))
    )
    steps: dict[UUID, list[MakeUpEvent]] = {}
    for event in found:
        steps.setdefault(event.request_id, []).append(event)
    return steps


def waiting_requests(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The make-ups of each cohort that wait for an answer; none where none does. One statement.

    Named by their newest step: one that was returned and is submitted again is another thing.
    """
    waiting = _rows().where(col(Unit.cohort_id).in_(cohort_ids), is_enrolled(), _waits())
    found = waiting.with_only_columns(col(Unit.cohort_id), col(MakeUpEvent.id))
    return grouped(session.execute(found))
