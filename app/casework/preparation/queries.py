"""Reads of what a unit asks for before its session, and of how people prepared."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment, Unit
from app.content.models import ContentVersion
from app.core.db import plain_rows
from app.learning.models import Attestation, ReadingDone, Reflection
from app.learning.signatures.queries import is_live


@dataclass(frozen=True)
class UnitFacts:
    """What a unit asks for before its session, and of how many units it is one."""

    units: int
    has_module: bool
    required_readings: tuple[str, ...]


@dataclass(frozen=True)
class Preparation:
    """What one person did of a unit's module: required readings and the reflection."""

    done: int
    needed: int
    attested: bool


def unit_facts(session: Session, unit_id: UUID) -> UnitFacts:
    """What a unit asks for, by the version of its module that the cohort began with."""
    row = plain_rows(session, _UNIT_FACTS, {"unit_id": unit_id}).one()
    required = tuple(reading["key"] for reading in row.readings or () if reading["required"])
    return UnitFacts(row.units, row.has_module, required)


def preparations(
    session: Session, cohort_id: UUID, unit_id: UUID, required_readings: Collection[str]
) -> dict[UUID, Preparation]:
    """How everybody in a cohort prepared for one unit, by enrollment: one statement."""
    here = {"cohort_id": cohort_id, "unit_id": unit_id, "required": list(required_readings)}
    needed = len(required_readings) + 1
    return {
        row.id: Preparation(row.readings + int(row.reflected), needed, attested=row.attested)
        for row in plain_rows(session, _PREPARATIONS, here)
    }


def preparation_columns() -> tuple[Any, ...]:
    """What somebody did of a unit's module, for selects of enrollments.

    They bind `unit_id` and `required`, the keys of the required readings.
    """
    own = {
        kind: and_(
            col(kind.enrollment_id) == col(Enrollment.id), col(kind.unit_id) == bindparam("unit_id")
        )
        for kind in (ReadingDone, Reflection, Attestation)
    }
    is_required = col(ReadingDone.reading_key).in_(bindparam("required", expanding=True))
    readings = select(func.count()).where(own[ReadingDone], is_required).scalar_subquery()
    return (
        readings.label("readings"),
        exists().where(own[Reflection]).label("reflected"),
        exists().where(own[Attestation], is_live()).label("attested"),
    )


def _of_everybody() -> Select[*tuple[Any, ...]]:
    return select(col(Enrollment.id), *preparation_columns()).where(
        col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled()
    )


_SAME_COHORT = aliased(Unit)
_HOW_MANY = (
    select(func.count())
    .where(col(_SAME_COHORT.cohort_id) == col(Unit.cohort_id))
    .correlate(Unit)
    .scalar_subquery()
)
_UNIT_FACTS = (
    select(
        _HOW_MANY.label("units"),
        col(ContentVersion.id).is_not(None).label("has_module"),
        col(ContentVersion.data)["readings"].label("readings"),
    )
    .select_from(Unit)
    .outerjoin(ContentVersion, col(ContentVersion.id) == col(Unit.module_version_id))
    .where(col(Unit.id) == bindparam("unit_id"))
)
_PREPARATIONS = _of_everybody()
