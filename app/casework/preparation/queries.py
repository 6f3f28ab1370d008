"""Reads of what a unit asks for before its session, and of how people prepared."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment, Unit
from app.content.models import ContentVersion
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
    same_cohort = aliased(Unit)
    units = (
        select(func.count())
        .where(col(same_cohort.cohort_id) == col(Unit.cohort_id))
        .correlate(Unit)
        .scalar_subquery()
    )
    row = session.execute(
        select(units.label("units"), col(ContentVersion.data))
        .select_from(Unit)
        .outerjoin(ContentVersion, col(ContentVersion.id) == col(Unit.module_version_id))
        .where(col(Unit.id) == unit_id)
    ).one()
    readings = row.data["readings"] if row.data else ()
    required = tuple(reading["key"] for reading in readings if reading["required"])
    return UnitFacts(row.units, row.data is not None, required)


def preparations(
    session: Session, cohort_id: UUID, unit_id: UUID, required_readings: Collection[str]
) -> dict[UUID, Preparation]:
    """How everybody in a cohort prepared for one unit, by enrollment: one statement."""
    here = (ReadingDone, Reflection, Attestation)
    own = {
        kind: and_(col(kind.enrollment_id) == col(Enrollment.id), col(kind.unit_id) == unit_id)
        for kind in here
    }
    readings = (
        select(func.count())
        .where(own[ReadingDone], col(ReadingDone.reading_key).in_(required_readings))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            col(Enrollment.id),
            readings.label("readings"),
            exists().where(own[Reflection]).label("reflected"),
            exists().where(own[Attestation], is_live()).label("attested"),
        ).where(col(Enrollment.cohort_id) == cohort_id, is_enrolled())
    )
    needed = len(required_readings) + 1
    return {
        row.id: Preparation(row.readings + int(row.reflected), needed, attested=row.attested)
        for row in rows
    }
