"""Reads of what a file names, and of what was recorded when it was issued or made."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.queries import is_altered
from app.certificates.enums import EventKind
from app.certificates.models import Certificate, CertificateEvent, CertificateFile
from app.certificates.queries import CertificateWithStatus, is_live
from app.certificates.rules import CertificateState
from app.certificates.snapshot import sha256_of
from app.core.agreement import Told, disagreements, said_by
from app.core.audit import line_hash
from app.core.db import records
from app.core.models import AuditLine
from app.core.seals import seal

ISSUED = "certificate.issued"
MADE = "transcript.made"  # not shown
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What is raised for a value that is none of its column; never for a database that is away."""


@dataclass(frozen=True)
class NamedCertificate:
    """A certificate that a file names."""

    number: str
    code: str


@dataclass(frozen=True)
class MadeTranscript:
    """A transcript that was made here, byte for byte."""

    at: datetime
    zone: str
    """In which its moment is printed."""
    listed: int
    gone: int
    """Of those listed, how many were revoked, replaced or found altered since."""


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
    try:
        row = session.execute(recorded).first()
    except UNREADABLE:
        return None
    if row is None or not _agree(row.AuditLine, certificate, row.pdf):
        return None
    return bytes(row.pdf)


def has_ended(session: Session, issued: CertificateWithStatus) -> bool:
    """Whether a certificate was revoked or replaced, as the line of that tells: two statements."""
    if issued.status.state is CertificateState.VALID:
        return False
    id_, kind = issued.certificate.id, EventKind(issued.status.state)
    of = col(CertificateEvent.certificate_id) == id_, col(CertificateEvent.kind) == kind
    event = session.scalars(select(CertificateEvent).where(*of)).one()
    told = col(AuditLine.object_id) == str(id_), col(AuditLine.act) == f"certificate.{kind}"
    return any(_tells_of(line, event) for line in session.scalars(select(AuditLine).where(*told)))


def _tells_of(line: AuditLine, event: CertificateEvent) -> bool:
    stored = {"by": event.by, "at": event.at, "reason": event.reason_class, "seal": seal(event)}
    return _is_told(line, stored)


def files_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The signed PDFs of some certificates, as they are stored: one statement."""
    files = select(col(CertificateFile.certificate_id), col(CertificateFile.pdf)).where(
        col(CertificateFile.certificate_id).in_(ids)
    )
    return {row.certificate_id: bytes(row.pdf) for row in session.execute(files)}


def astray(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Which of some certificates `file_as_issued` would not give out: three statements for all.

    One that cannot be read is one of them; for its sake each is then read by itself.
    """
    try:
        found = session.scalars(select(Certificate).where(col(Certificate.id).in_(ids))).all()
        numbers = set(_not_as_issued(session, found))
        return {own.id for own in found if own.number in numbers}
    except UNREADABLE:
        if len(ids) == 1:
            return set(ids)
        return {id_ for id_ in ids if astray(session, [id_])}


def not_as_issued(session: Session, certificates: Sequence[Certificate]) -> list[str]:
    """The numbers of those that `file_as_issued` would not give out: two statements for all."""
    try:
        return _not_as_issued(session, certificates)
    except UNREADABLE:
        return [own.number for own in certificates if file_as_issued(session, own) is None]


def _not_as_issued(session: Session, certificates: Sequence[Certificate]) -> list[str]:
    ids = [own.id for own in certificates]
    pdfs = files_of(session, ids)
    lines = select(AuditLine).where(
        col(AuditLine.object_id).in_([str(id_) for id_ in ids]), col(AuditLine.act) == ISSUED
    )
    recorded = {line.object_id: line for line in session.scalars(lines)}

    def agrees(own: Certificate) -> bool:
        line, pdf = recorded.get(str(own.id)), pdfs.get(own.id)
        return line is not None and pdf is not None and _agree(line, own, pdf)

    return [own.number for own in certificates if not agrees(own)]


def transcript_by_file(session: Session, sha256: str) -> MadeTranscript | None:
    """The transcript whose file has this hash; the history alone remembers it.

    None also where its line is not as it was written.
    """
    made = select(AuditLine).where(col(AuditLine.object_id) == sha256, col(AuditLine.act) == MADE)
    line = session.scalars(made).first()
    if line is None or line.hash != line_hash(line):
        return None
    numbers = line.facts["certificates"]
    live = select(func.count()).select_from(Certificate)
    live = live.where(col(Certificate.number).in_(numbers), is_live(), ~is_altered())
    listed = len(numbers)
    return MadeTranscript(line.at, line.facts["zone"], listed, listed - (session.scalar(live) or 0))


def _agree(line: AuditLine, certificate: Certificate, pdf: bytes) -> bool:
    """Whether what is stored of a certificate is what the line of its issue says."""
    try:
        return _is_told(line, issued_facts(certificate, pdf))
    except UNREADABLE:
        return False


def _is_told(line: AuditLine, stored: Mapping[str, Any]) -> bool:
    """Whether a line that is as it was written says all of this that it says anything of."""
    if line.hash != line_hash(line) or line.id is None:
        return False
    told = Told(line.id, "", said_by(line))
    return not any(disagreements("certificate", [("", stored)], [told]))


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
        **certificate.place_told,
        "snapshot_sha256": sha256_of(certificate.snapshot),
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
        "seal": seal(certificate),
    }
