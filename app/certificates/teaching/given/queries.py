"""Reads of what somebody was given for leading sessions, in the cohorts within a reach."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.queries import CertificateWithStatus, certificates_in
from app.certificates.verification.doubts import with_doubts
from app.cohorts.models import Cohort
from app.cohorts.queries import reached
from app.cohorts.teaching.models import Teaching
from app.people.roles import Reach


@dataclass(frozen=True)
class GivenForTeaching:
    """What somebody was given for leading sessions of a cohort."""

    cohort: Cohort
    issued: CertificateWithStatus


def given_for_teaching(session: Session, reach: Reach, person_id: UUID) -> list[GivenForTeaching]:
    """The newest first; one statement for who was given none, else as of other certificates."""
    places = (
        select(col(Teaching.id), Cohort)
        .join(Cohort, col(Cohort.id) == col(Teaching.cohort_id))
        .where(col(Teaching.person_id) == person_id, reached(reach))
    )
    cohorts = {row.id: row.Cohort for row in session.execute(places)}
    issued = with_doubts(session, certificates_in(session, cohorts)) if cohorts else []
    return [GivenForTeaching(cohorts[own.certificate.place_id], own) for own in issued]
