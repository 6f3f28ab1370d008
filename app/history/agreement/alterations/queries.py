"""What is noted of altered certificates, to be compared with the lines that tell of it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration, CertificateMending
from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed


def _altered(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(CertificateAlteration)):
        yield {"object": str(row.certificate_id), "at": row.at, "seal": seal(row)}


def _mended(session: Session) -> Iterator[Facts]:
    mended = select(CertificateMending, col(CertificateAlteration.certificate_id)).join(
        CertificateAlteration,
        col(CertificateAlteration.id) == col(CertificateMending.alteration_id),
    )
    for row, certificate_id in streamed(session, mended):
        yield {"object": str(certificate_id), "at": row.at, "seal": seal(row)}


FOUND_ALTERED, FOUND_WHOLE = "certificate found altered", "certificate found whole"  # not shown
ALTERATIONS = (
    Kind(
        FOUND_ALTERED,
        _altered,
        ("certificate.found_altered",),
        ("object", "at"),
        only_sealed=True,
    ),
    Kind(FOUND_WHOLE, _mended, ("certificate.found_whole",), ("object", "at"), only_sealed=True),
)
