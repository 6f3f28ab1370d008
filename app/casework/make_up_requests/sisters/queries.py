"""Reads of sister sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.make_up_requests.sisters.places.queries import (
    is_in,
    leads,
    served_by,
    serves_another,
    was_missed,
)
from app.casework.make_up_requests.sisters.rules import SisterSession
from app.cohorts.gates.queries import link_unless_held
from app.cohorts.models import CaseSession, Cohort, Unit
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
        ~leads(person_id),
        ~is_in(person_id),
        ~was_missed(person_id),
        ~serves_another(person_id, unit_id),
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
        leads(person_id).label("leads"),
        is_in(person_id).label("is_own"),
        was_missed(person_id).label("was_missed"),
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
        serves=served_by(session, case_session_id, person_id, request_id),
    )


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(col(CaseSession.id), col(Cohort.title).label("cohort"), col(Cohort.zone)),
            *(col(CaseSession.starts_at), col(CaseSession.minutes)),
            link_unless_held().label("link"),
            col(CaseSession.canceled_at).is_not(None).label("canceled"),
        )
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
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
