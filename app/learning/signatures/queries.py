"""Reads of what was signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment, Program, Unit
from app.core.db import plain_rows, records
from app.learning.models import Attestation, AttestationWithdrawal


def is_live() -> ColumnElement[bool]:
    """The condition that an attestation was not withdrawn."""
    return ~exists().where(col(AttestationWithdrawal.attestation_id) == col(Attestation.id))


_SIGNED_VERSIONS = (
    select(col(Attestation.unit_id), col(Attestation.module_version_id), func.count())
    .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_live())
    .group_by(col(Attestation.unit_id), col(Attestation.module_version_id))
)
"""By enrollments, for which there is an index; their units are the cohort's."""


def signed_versions(session: Session, cohort_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """How many live attestations rest on which version of which unit's module."""
    counts: dict[UUID, dict[UUID, int]] = {}
    for unit_id, version_id, count in plain_rows(
        session, _SIGNED_VERSIONS, {"cohort_id": cohort_id}
    ):
        counts.setdefault(unit_id, {})[version_id] = count
    return counts


@dataclass(frozen=True)
class Signed:
    """An attestation with the unit that it was made in, and whether it was taken back."""

    attestation: Attestation
    withdrawn_at: datetime | None
    unit: Unit
    cohort: Cohort
    program: Program


_SIGNED: Select[Attestation, datetime, Unit, Cohort, Program] = (
    select(Attestation, col(AttestationWithdrawal.withdrawn_at), Unit, Cohort, Program)
    .join(Unit, col(Unit.id) == col(Attestation.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
    .outerjoin(
        AttestationWithdrawal, col(AttestationWithdrawal.attestation_id) == col(Attestation.id)
    )
)


def signed_by(session: Session, person_id: UUID, attestation_id: UUID) -> Signed | None:
    """One attestation, if this person signed it; also when it was taken back since."""
    own = (col(Attestation.id) == attestation_id, col(Enrollment.person_id) == person_id)
    return next(iter(records(session.execute(_SIGNED.where(*own)), Signed)), None)


def signed_in(session: Session, enrollment_id: UUID) -> list[Signed]:
    """Everything that was signed in an enrollment, in the order of signing."""
    return signed_in_any(session, [enrollment_id])


def signed_in_any(session: Session, enrollment_ids: Collection[UUID]) -> list[Signed]:
    """Everything that was signed in some enrollments, in the order of signing."""
    own = col(Attestation.enrollment_id).in_(enrollment_ids)
    rows = session.execute(_SIGNED.where(own).order_by(col(Attestation.signed_at)))
    return records(rows, Signed)
