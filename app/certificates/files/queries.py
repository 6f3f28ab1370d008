"""Reads the stored files of a cohort's certificates."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.certificates.queries import is_live
from app.cohorts.models import Enrollment
from app.cohorts.teaching.models import Teaching
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
    """Those of learners that hold, by family name, a few at a time: one statement.

    `institution_id`: only of the people who belong to it now.
    """
    found = _files(Enrollment, col(Certificate.enrollment_id), cohort_id)
    if institution_id is not None:
        found = found.where(col(Person.institution_id) == institution_id)
    return _read(session, found)


def teaching_files(session: Session, cohort_id: UUID) -> Iterator[IssuedFile]:
    """Those of teaching that hold, in the same way."""
    return _read(session, _files(Teaching, col(Certificate.teaching_id), cohort_id))


def _files(place: Any, key: Any, cohort_id: UUID) -> Select[*tuple[Any, ...]]:
    """`place`: what these certificates hang on, by the column `key`."""
    return (
        select(
            col(Certificate.number),
            col(Certificate.snapshot),
            col(Certificate.pdf_sha256),
            col(Certificate.issued_at),
            col(CertificateFile.pdf),
        )
        .join(place, col(place.id) == key)
        .join(Person, col(Person.id) == col(place.person_id))
        .outerjoin(CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id))
        .where(col(place.cohort_id) == cohort_id, is_live())
        .order_by(col(Person.search_name), col(Person.id), col(Certificate.kind))
    )


def _read(session: Session, found: Select[*tuple[Any, ...]]) -> Iterator[IssuedFile]:
    for row in session.execute(found.execution_options(yield_per=AT_ONCE)):
        yield IssuedFile(*row)
