"""Everything issued in a cohort."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.models import Certificate, CertificateEvent
from app.cohorts.models import Enrollment
from app.people.models import Person


@dataclass(frozen=True)
class CertificateInCohort:
    """An issued certificate, and whether it still holds."""

    certificate: Certificate
    revoked: bool
    replaced: bool


def certificates_of(session: Session, cohort_id: UUID) -> list[CertificateInCohort]:
    """Everything issued in a cohort, by family name, and what became of it: one statement."""
    replaced, revoked = (
        exists()
        .where(
            col(CertificateEvent.certificate_id) == col(Certificate.id),
            col(CertificateEvent.kind) == kind,
        )
        .label(kind)
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
    return [
        CertificateInCohort(row.Certificate, revoked=row.revoked, replaced=row.replaced)
        for row in rows
    ]
