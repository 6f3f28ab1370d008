"""Reads of what a transcript lists."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.queries import certificates_of_person
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json
from app.certificates.verification.doubts import with_doubts
from app.certificates.verification.queries import not_as_issued


@dataclass(frozen=True)
class Held:
    """The certificates of somebody that hold, of what they learned."""

    snapshots: list[CertificateSnapshot]
    """The newest first."""
    altered: list[str]
    """The numbers of those of which what is stored is not what was issued."""


def certificates_that_hold(session: Session, person_id: UUID) -> Held:
    """What a transcript of somebody can list."""
    issued = with_doubts(session, certificates_of_person(session, person_id))
    live = [
        own.certificate
        for own in issued
        if own.status.holds and own.certificate.kind is not CertificateKind.TEACHING
    ]
    return Held(
        [from_json(own.snapshot) for own in live], not_as_issued(session, live) if live else []
    )
