"""Reads across a coordinator's cohorts: which there are, what has failed, how a job goes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateEvent, EventKind
from app.certificates.queries import is_live
from app.cohorts.loaders import CohortHere
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.queries import NEWEST_POLICY
from app.content.schema import PolicyData
from app.core.models import Job, Task
from app.people.models import Person


@dataclass(frozen=True)
class CohortRow:
    """One cohort of a coordinator's programs, with its counts."""

    here: CohortHere
    enrolled: int
    certificates: int
    """Live ones: neither revoked nor replaced."""
    first: datetime | None
    last: datetime | None
    """When its first and its last session begin."""


@dataclass(frozen=True)
class FailingJob:
    """A job of which something was given up."""

    job: Job
    cohort: Cohort
    failed: int


@dataclass(frozen=True)
class FiledCertificate:
    """An issued certificate, and whether it still holds."""

    certificate: Certificate
    revoked: bool
    replaced: bool


def cohorts_of(
    session: Session,
    program_ids: Collection[UUID],
    *,
    open_after: datetime | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[CohortRow]:
    """The cohorts of some programs, the newest first, each with its newest policy: one statement.

    `open_after` leaves out those that had closed by then.
    """
    found = _cohorts().where(col(Cohort.program_id).in_(program_ids))
    if open_after is not None:
        found = found.where(col(Cohort.closes_at) > open_after)
    in_order = found.order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    rows = session.execute(in_order.limit(limit).offset(offset))
    return [
        CohortRow(
            CohortHere(cohort, program, policy, PolicyData.model_validate(policy.data)),
            enrolled=enrolled,
            certificates=certificates,
            first=first,
            last=last,
        )
        for cohort, program, policy, enrolled, certificates, first, last in rows
    ]


def _cohorts() -> Select[Cohort, Program, PolicyVersion, int, int, datetime, datetime]:
    starts_at = col(CaseSession.starts_at)
    return (
        select(
            Cohort,
            Program,
            PolicyVersion,
            _enrolled(),
            _certificates(),
            _session_times(func.min(starts_at)),
            _session_times(func.max(starts_at)),
        )
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(NEWEST_POLICY)
    )


def _enrolled() -> ScalarSelect[int]:
    here = col(Enrollment.cohort_id) == col(Cohort.id)
    return (
        select(func.count(col(Enrollment.id)))
        .where(here, col(Enrollment.withdrawn_at).is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )


def _certificates() -> ScalarSelect[int]:
    return (
        select(func.count(col(Certificate.id)))
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(col(Enrollment.cohort_id) == col(Cohort.id), is_live())
        .correlate(Cohort)
        .scalar_subquery()
    )


def _session_times(edge: Any) -> ScalarSelect[datetime]:
    return (
        select(edge)
        .select_from(CaseSession)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == col(Cohort.id), col(CaseSession.canceled_at).is_(None))
        .correlate(Cohort)
        .scalar_subquery()
    )


def job_with_slug(session: Session, job_id: UUID) -> Row[Job, str] | None:
    """A job and the address of the cohort it works for; a job of no cohort is nobody's here."""
    return session.execute(
        select(Job, col(Cohort.slug))
        .join(Cohort, col(Cohort.id) == col(Job.scope_id))
        .where(col(Job.id) == job_id)
    ).first()


def failing_jobs(session: Session, program_ids: Collection[UUID]) -> list[FailingJob]:
    """Jobs of some programs of which something was given up, the newest first: one statement."""
    failed = func.count(col(Task.failed_at))
    rows = session.execute(
        select(Job, Cohort, failed)
        .join(Cohort, col(Cohort.id) == col(Job.scope_id))
        .join(Task, col(Task.job_id) == col(Job.id))
        .where(col(Cohort.program_id).in_(program_ids), col(Task.failed_at).is_not(None))
        .group_by(col(Job.id), col(Cohort.id))
        .order_by(col(Job.started_at).desc())
    )
    return [FailingJob(*row) for row in rows]


def done_since(session: Session, job_id: UUID, moment: datetime) -> int:
    """How many tasks of a job were done at or after a moment."""
    done = select(func.count(col(Task.id))).where(
        col(Task.job_id) == job_id, col(Task.done_at) >= moment
    )
    return session.scalar(done) or 0


def certificates_of(session: Session, cohort_id: UUID) -> list[FiledCertificate]:
    """Everything issued in a cohort, by family name, and what became of it: one statement."""
    replaced, revoked = (
        exists().where(
            col(CertificateEvent.certificate_id) == col(Certificate.id),
            col(CertificateEvent.kind) == kind,
        )
        for kind in (EventKind.REPLACED, EventKind.REVOKED)
    )
    rows = session.execute(
        select(Certificate, revoked, replaced)
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
        .order_by(
            col(Person.family_name),
            col(Person.given_name),
            col(Person.id),
            col(Certificate.kind),
            col(Certificate.edition),
        )
    )
    return [FiledCertificate(*row) for row in rows]


def enrolled_in(session: Session, cohort_id: UUID) -> int:
    """How many people are enrolled in a cohort and not withdrawn."""
    enrolled = select(func.count(col(Enrollment.id))).where(
        col(Enrollment.cohort_id) == cohort_id, col(Enrollment.withdrawn_at).is_(None)
    )
    return session.scalar(enrolled) or 0
