"""Reads of sister sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published
from app.content.models import ContentVersion
from app.core.db import records


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


def sisters_of(
    session: Session, cohort: Cohort, unit_id: UUID, person_id: UUID, now: datetime
) -> list[SisterRow]:
    """The sessions in which somebody can make up the one of a unit, by time: one statement.

    Those of the same case in other running cohorts of the program, or without a case of the same
    module; from when their own cohort began until it closes. None in which they have a part, and
    none of a cohort in which they have a place: what they do there counts there.
    """
    found = _rows().where(
        *(col(Cohort.program_id) == cohort.program_id, col(Cohort.id) != cohort.id),
        *(is_published(), col(Cohort.archived_at).is_(None), col(Cohort.closes_at) > now),
        col(CaseSession.canceled_at).is_(None),
        col(CaseSession.starts_at) >= _began(cohort.id),
        col(CaseSession.starts_at) < cohort.closes_at,
        _document(Unit).in_(_versions_of(unit_id)),
        ~_leads(person_id),
        ~_is_in(person_id),
    )
    ordered = found.order_by(col(CaseSession.starts_at), col(CaseSession.id))
    return records(session.execute(ordered), SisterRow)


def sisters_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, SisterRow]:
    """Some sessions that were chosen, whatever became of them: one statement."""
    found = records(session.execute(_rows().where(col(CaseSession.id).in_(ids))), SisterRow)
    return {row.id: row for row in found}


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
