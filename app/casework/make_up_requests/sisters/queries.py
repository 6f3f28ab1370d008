"""Reads of sister sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.enums import RequestStep
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_up_requests.queries import is_approval, newest_step
from app.casework.make_up_requests.sisters.rules import SisterSession
from app.casework.make_ups.queries import stands_of
from app.casework.models import Attendance, MakeUp
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published
from app.content.models import ContentVersion
from app.core.db import records
from app.language.moments import local


@dataclass(frozen=True)
class SisterRow:
    """A session of another cohort, as plain facts."""

    id: UUID
    cohort: str
    zone: str
    starts_at: datetime
    minutes: int
    link: str
    canceled: bool

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class Chosen(NamedTuple):
    """A session that somebody chose in a request to make up the one of a unit."""

    case_session_id: UUID
    person_id: UUID
    unit_id: UUID
    request_id: UUID


def sisters_of(
    session: Session, cohort: Cohort, unit_id: UUID, person_id: UUID, now: datetime
) -> list[SisterRow]:
    """The sessions in which somebody can make up the one of a unit, by time: one statement.

    Those of the same case in other running cohorts of the program, or without a case of the same
    module; from when their own cohort began until it closes. None in which they have a part or that
    a mark says they missed, none that makes up another one of theirs, and none of a cohort in which
    they have a place: what they do there counts there.
    """
    found = _rows().where(
        *(col(Cohort.archived_at).is_(None), col(Cohort.closes_at) > now),
        col(CaseSession.canceled_at).is_(None),
        _fits(cohort, unit_id),
        ~_leads(person_id),
        ~_is_in(person_id),
        ~_was_missed(person_id),
        ~_serves_another(person_id, unit_id),
    )
    ordered = found.order_by(col(CaseSession.starts_at), col(CaseSession.id))
    return records(session.execute(ordered), SisterRow)


def sisters_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, SisterRow]:
    """Some sessions that were chosen, whatever became of them: one statement."""
    found = records(session.execute(_rows().where(col(CaseSession.id).in_(ids))), SisterRow)
    return {row.id: row for row in found}


def chosen_sister(session: Session, cohort: Cohort, chosen: Chosen) -> SisterSession:
    """A session that somebody chose, as it is now for them: two statements."""
    case_session_id, person_id, unit_id, request_id = chosen
    found = _rows().add_columns(
        _fits(cohort, unit_id).label("fits"),
        _leads(person_id).label("leads"),
        _is_in(person_id).label("is_own"),
        _was_missed(person_id).label("was_missed"),
    )
    row = session.execute(found.where(col(CaseSession.id) == case_session_id)).one()
    return SisterSession(
        starts_at=row.starts_at,
        ends_at=local(row.starts_at + timedelta(minutes=row.minutes), cohort.zone),
        minutes=row.minutes,
        canceled=row.canceled,
        fits=bool(row.fits),
        leads=row.leads,
        is_own=row.is_own,
        was_missed=row.was_missed,
        serves=_served_by(session, case_session_id, person_id, request_id),
    )


def _served_by(session: Session, case_session_id: UUID, person_id: UUID, request_id: UUID) -> str:
    """Which session of somebody a sister session makes up, by another request; empty: none."""
    found = (
        _requests()
        .with_only_columns(col(Cohort.unit_label), col(Unit.position))
        .join(CaseSession, col(CaseSession.id) == col(MakeUpRequest.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(
            col(Enrollment.person_id) == person_id,
            col(MakeUpEvent.sister_session_id) == case_session_id,
            col(MakeUpRequest.id) != request_id,
            is_approval(),
        )
    )
    row = session.execute(found.limit(1)).one_or_none()
    return f"{row[0]} {row[1]}" if row else ""


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(CaseSession.id), col(Cohort.title).label("cohort"), col(Cohort.zone)),
            *(col(CaseSession.starts_at), col(CaseSession.minutes), col(CaseSession.link)),
            col(CaseSession.canceled_at).is_not(None).label("canceled"),
        )
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    )


def _requests() -> Select[*tuple[Any, ...]]:
    """Requests with their newest step, whose they are, and the make-up that stands, if one does."""
    return (
        select(col(MakeUpRequest.id))
        .join(MakeUpEvent, newest_step())
        .join(Enrollment, col(Enrollment.id) == col(MakeUpRequest.enrollment_id))
        .outerjoin(MakeUp, and_(*stands_of(MakeUpRequest)))
    )


def _fits(cohort: Cohort, unit_id: UUID) -> ColumnElement[bool]:
    """That a session is of the same case in the same weeks, in another cohort of the program."""
    return and_(
        *(col(Cohort.program_id) == cohort.program_id, col(Cohort.id) != cohort.id),
        is_published(),
        col(CaseSession.starts_at) >= _began(cohort.id),
        col(CaseSession.starts_at) < cohort.closes_at,
        _document(Unit).in_(_versions_of(unit_id)),
    )


def _was_missed(person_id: UUID) -> ColumnElement[bool]:
    """That a mark says so, of who had a place there when it was made."""
    return exists().where(
        col(Attendance.case_session_id) == col(CaseSession.id),
        col(Attendance.status).in_((AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED)),
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Enrollment.person_id) == person_id,
    )


def _serves_another(person_id: UUID, unit_id: UUID) -> ColumnElement[bool]:
    """That it makes up another session of theirs, or would once that is answered."""
    own = aliased(CaseSession)
    waits = col(MakeUpEvent.step).in_((RequestStep.SUBMITTED, RequestStep.RETURNED))
    other = (
        _requests()
        .join(own, col(own.id) == col(MakeUpRequest.case_session_id))
        .where(
            col(Enrollment.person_id) == person_id,
            col(MakeUpEvent.sister_session_id) == col(CaseSession.id),
            col(own.unit_id) != unit_id,
            or_(waits, is_approval()),
        )
    )
    return other.correlate(CaseSession).exists()


def _document(unit: type[Unit]) -> ColumnElement[Any]:
    """What a session is about."""
    return func.coalesce(col(unit.case_version_id), col(unit.module_version_id))


def _versions_of(unit_id: UUID) -> Select[*tuple[Any, ...]]:
    """Every version of the document that the session of a unit is about."""
    own, unit, other = aliased(ContentVersion), aliased(Unit), aliased(ContentVersion)
    return (
        select(col(other.id))
        .join(own, col(own.program) == col(other.program))
        .join(unit, _document(unit) == col(own.id))
        .where(
            *(col(unit.id) == unit_id, col(own.kind) == col(other.kind)),
            col(own.key) == col(other.key),
        )
    )


def _began(cohort_id: UUID) -> Any:
    """When the first session of a cohort began."""
    unit, held = aliased(Unit), aliased(CaseSession)
    return (
        select(func.min(col(held.starts_at)))
        .join(unit, col(unit.id) == col(held.unit_id))
        .where(col(unit.cohort_id) == cohort_id)
        .scalar_subquery()
    )


def _leads(person_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(SessionPart.case_session_id) == col(CaseSession.id),
        col(SessionPart.person_id) == person_id,
    )


def _is_in(person_id: UUID) -> ColumnElement[bool]:
    place = exists().where(
        col(Enrollment.cohort_id) == col(Cohort.id), col(Enrollment.person_id) == person_id
    )
    return place.where(is_enrolled())
