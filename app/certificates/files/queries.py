"""Reads the stored files of a cohort's certificates."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.certificates.queries import is_live
from app.cohorts.models import Enrollment
from app.people.models import Person

AT_ONCE = 20
"""How many are held in memory."""


class IssuedFile(NamedTuple):
    """A certificate that holds, with the bytes that were stored when it was issued."""

    number: str
    snapshot: str
    pdf_sha256: str
    """Of the file as it was issued."""
    issued_at: datetime
    pdf: bytes | None
    """None: it is gone, which nothing of ours does."""


def issued_files(
    session: Session, cohort_id: UUID, institution_id: UUID | None = None
) -> Iterator[IssuedFile]:
    """Those that hold, by family name, a few at a time: one statement.

    `institution_id`: only of the people who belong to it now.
    """
    found = (
        select(
            col(Certificate.number),
            col(Certificate.snapshot),
            col(Certificate.pdf_sha256),
            col(Certificate.issued_at),
            col(CertificateFile.pdf),
        )
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .outerjoin(CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id))
        .where(col(Enrollment.cohort_id) == cohort_id, is_live())
        .order_by(col(Person.search_name), col(Person.id), col(Certificate.kind))
    )
    if institution_id is not None:
        found = found.where(col(Person.institution_id) == institution_id)
    for row in session.execute(found.execution_options(yield_per=AT_ONCE)):
        yield IssuedFile(*row)
