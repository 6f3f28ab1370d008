"""Reads of what a learner wrote in a unit."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment, Unit
from app.learning.models import Reflection, ReflectionDraft
from app.learning.queries import is_newest
from app.learning.reflections.rules import Writing


def _of_learner(kind: type[Reflection] | type[ReflectionDraft]) -> ColumnElement[bool]:
    return and_(
        col(kind.enrollment_id) == bindparam("enrollment_id"),
        col(kind.unit_id) == bindparam("unit_id"),
    )


def _in_place(kind: type[Reflection] | type[ReflectionDraft]) -> ColumnElement[bool]:
    return and_(col(kind.enrollment_id) == col(Enrollment.id), col(kind.unit_id) == col(Unit.id))


_WRITING: Select[Reflection, ReflectionDraft] = (
    select(Reflection, ReflectionDraft)
    .select_from(Unit)
    .outerjoin(Reflection, and_(_of_learner(Reflection), is_newest()))
    .outerjoin(ReflectionDraft, _of_learner(ReflectionDraft))
    .where(col(Unit.id) == bindparam("unit_id"))
)
_ALL_OF_LEARNER: Select[UUID, Reflection, ReflectionDraft] = (
    select(col(Unit.id), Reflection, ReflectionDraft)
    .select_from(Enrollment)
    .join(Unit, col(Unit.cohort_id) == col(Enrollment.cohort_id))
    .outerjoin(Reflection, and_(_in_place(Reflection), is_newest()))
    .outerjoin(ReflectionDraft, _in_place(ReflectionDraft))
    .where(col(Enrollment.id) == bindparam("enrollment_id"))
)
_VERSIONS = (
    select(Reflection).where(_of_learner(Reflection)).order_by(col(Reflection.edition).desc())
)


def writing(session: Session, enrollment_id: UUID, unit_id: UUID) -> Writing:
    """The newest version of what a learner wrote in a unit, and the draft of the next."""
    saved, draft = session.execute(_WRITING, _here(enrollment_id, unit_id)).one()
    return Writing(saved, draft)


def writings(session: Session, enrollment_id: UUID) -> dict[UUID, Writing]:
    """What a learner wrote in each unit of their cohort, by the unit."""
    rows = session.execute(_ALL_OF_LEARNER, {"enrollment_id": enrollment_id})
    return {unit_id: Writing(saved, draft) for unit_id, saved, draft in rows}


def reflection(session: Session, enrollment_id: UUID, unit_id: UUID) -> Reflection | None:
    """The newest version of what a learner wrote in a unit."""
    newest = _VERSIONS.limit(1)
    return session.scalar(newest, _here(enrollment_id, unit_id))


def versions(session: Session, enrollment_id: UUID, unit_id: UUID) -> list[Reflection]:
    """Every version of what a learner wrote in a unit, the newest first."""
    return list(session.scalars(_VERSIONS, _here(enrollment_id, unit_id)))


def _here(enrollment_id: UUID, unit_id: UUID) -> Mapping[str, Any]:
    return {"enrollment_id": enrollment_id, "unit_id": unit_id}
