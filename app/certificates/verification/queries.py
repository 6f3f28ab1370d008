"""Reads of the certificates that a file names, and of what was recorded when one was issued."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.certificates.snapshot import sha256_of
from app.core.agreement import Told, disagreements, said_by
from app.core.audit import line_hash
from app.core.db import records
from app.core.models import AuditLine
from app.core.seals import seal

ISSUED = "certificate.issued"


@dataclass(frozen=True)
class NamedCertificate:
    """A certificate that a file names."""

    number: str
    code: str


def named(session: Session, numbers: Sequence[str], codes: Sequence[str]) -> list[NamedCertificate]:
    """The certificates that were issued with one of these numbers or codes."""
    if not numbers and not codes:
        return []
    holds = or_(col(Certificate.number).in_(numbers), col(Certificate.code).in_(codes))
    issued = select(col(Certificate.number), col(Certificate.code)).where(holds)
    return records(session.execute(issued.order_by(col(Certificate.number))), NamedCertificate)


def file_as_issued(session: Session, certificate: Certificate) -> bytes | None:
    """The signed PDF; None if it, or what the certificate says, is not what was recorded at issue.

    What is stored is compared with the line of the issue, and that line with its own hash. Whether
    it was exchanged together with all lines after it, `audit verify` tells.
    """
    recorded = (
        select(AuditLine, col(CertificateFile.pdf))
        .join(CertificateFile, col(CertificateFile.certificate_id) == certificate.id)
        .where(col(AuditLine.object_id) == str(certificate.id), col(AuditLine.act) == ISSUED)
    )
    row = session.execute(recorded).first()
    if row is None or row.AuditLine.hash != line_hash(row.AuditLine):
        return None
    stored, told = issued_facts(certificate, row.pdf), said_by(row.AuditLine)
    differ = any(disagreements("certificate", [("", stored)], [Told(row.AuditLine.id, "", told)]))
    return None if differ else bytes(row.pdf)


def issued_facts(certificate: Certificate, pdf: bytes) -> dict[str, Any]:
    """What is stored of a certificate, in the words of the line of its issue.

    Both hashes are taken anew: what is stored of them may have been changed along.
    """
    return {
        "object": str(certificate.id),
        "by": certificate.issued_by,
        "at": certificate.issued_at,
        "number": certificate.number,
        "kind": certificate.kind.value,
        "edition": certificate.edition,
        "enrollment": str(certificate.enrollment_id),
        "snapshot_sha256": sha256_of(certificate.snapshot),
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
        "seal": seal(certificate),
    }
