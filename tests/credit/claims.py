"""Seats and claims for tests."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.certificates.numbers import new_code, new_number
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import LearnerInCohort
from app.cohorts.models import Cohort, PolicyVersion, Program
from app.credit import actions
from app.credit.models import Claim
from app.learning.models import Attestation
from app.packs.schema import PolicyData
from tests.cast import Cast


def learner_of(session: Session, cast: Cast, persona: str) -> LearnerInCohort:
    """Somebody's seat in the cohort they are in, as the loader hands it out."""
    enrollment = cast.enrollment(persona)
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    version = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cohort.id)
    ).one()
    return LearnerInCohort(
        cohort,
        session.get_one(Program, cohort.program_id),
        version,
        PolicyData.model_validate(version.data),
        enrollment,
    )


def attestation_of(session: Session, cast: Cast, persona: str, position: int) -> Attestation:
    """What somebody signed in spring-2026."""
    unit = cast.unit("spring-2026", position)
    return session.scalars(
        select(Attestation).where(
            col(Attestation.unit_id) == unit.id,
            col(Attestation.enrollment_id) == cast.enrollment(persona).id,
        )
    ).one()


def claim_for(session: Session, cast: Cast, persona: str, quarters: int, now: datetime) -> Claim:
    """A claim that somebody makes themselves."""
    learner = learner_of(session, cast, persona)
    return actions.claim(session, learner, quarters, by=cast.id(persona), now=now)


def certificate_for(session: Session, claim: Claim, now: datetime) -> Certificate:
    """A certificate that was issued for a claim."""
    certificate = Certificate(
        enrollment_id=claim.enrollment_id,
        kind=CertificateKind.CME_CREDIT,
        edition=1,
        number=new_number(),
        code=new_code(),
        claim_id=claim.id,
        snapshot="{}",
        snapshot_sha256="0" * 64,
        pdf_sha256="0" * 64,
        issued_at=now,
        issued_by=claim.by,
    )
    session.add(certificate)
    session.flush()
    return certificate
