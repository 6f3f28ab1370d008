"""What is stored of records, and what their lines say of them: one kind after the other."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.models import Attendance, AttendanceChange
from app.certificates.models import (
    Certificate,
    CertificateClosure,
    CertificateEvent,
    CertificateFile,
    EventKind,
)
from app.certificates.verification.queries import issued_facts
from app.cohorts.models import Unit
from app.content.models import ContentVersion
from app.core.agreement import Disagreement, Problem
from app.core.seals import seal, seal_all
from app.credit.models import Claim, ClaimWithdrawal
from app.history.agreement.alterations.queries import ALTERATIONS
from app.history.agreement.badges.queries import BADGES
from app.history.agreement.consents.queries import CONSENTS
from app.history.agreement.credit.queries import CREDIT, DISCLOSURES
from app.history.agreement.deleted.queries import DELETED, covered_lines
from app.history.agreement.holds.queries import HOLDS
from app.history.agreement.keys.queries import KEYS
from app.history.agreement.kinds.queries import Facts, Kind, streamed
from app.history.agreement.make_ups.queries import ACTS_OF_SAVES, make_ups_astray
from app.history.agreement.places.queries import PLACES
from app.learning.models import Attestation, AttestationWithdrawal


def all_disagreements(session: Session) -> Iterator[Disagreement]:
    """Every record that is not as its line says, and every mark that is not as it was saved.

    Records that went with their cohort are missing by right, where a sealed row names their lines.
    """
    for kind in KINDS:
        yield from kind.disagreements(session)
    covered = covered_lines(session)
    for each in astray_with_cohort(session):
        if each.problem is not Problem.GONE or each.line not in covered:
            yield each


def astray_with_cohort(session: Session) -> Iterator[Disagreement]:
    """The same of what goes with its cohort, also where it went by right."""
    for kind in WITH_COHORT:
        yield from kind.disagreements(session)
    yield from make_ups_astray(session)
    for mark in streamed(session, _MARKS_ASTRAY):
        yield Disagreement("attendance", str(mark.id), Problem.ALTERED)


def _certificates(session: Session) -> Iterator[Facts]:
    files = select(Certificate, col(CertificateFile.pdf)).outerjoin(
        CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
    )
    for certificate, pdf in streamed(session, files):
        yield issued_facts(certificate, pdf or b"")


def _revocations(session: Session) -> Iterator[Facts]:
    ended: Select[*tuple[Any, ...]] = select(CertificateEvent, col(Certificate.number)).join(
        Certificate, col(Certificate.id) == col(CertificateEvent.certificate_id)
    )
    of_kind = ended.where(col(CertificateEvent.kind) == EventKind.REVOKED)
    for event, number in streamed(session, of_kind):
        yield _ended(event, number)


def _replacements(session: Session) -> Iterator[Facts]:
    successor = aliased(Certificate)
    ended: Select[*tuple[Any, ...]] = (
        select(
            CertificateEvent,
            col(Certificate.number),
            col(successor.number).label("replaced_by"),
        )
        .join(Certificate, col(Certificate.id) == col(CertificateEvent.certificate_id))
        .outerjoin(successor, col(successor.id) == col(CertificateEvent.replaced_by_id))
        .where(col(CertificateEvent.kind) == EventKind.REPLACED)
    )
    for event, number, replaced_by in streamed(session, ended):
        yield {**_ended(event, number), "replaced_by": replaced_by}


def _ended(event: CertificateEvent, number: str) -> Facts:
    return {
        "object": str(event.certificate_id),
        "by": event.by,
        "at": event.at,
        "number": number,
        "reason": event.reason_class,
        "seal": seal(event),
    }


def _closures(session: Session) -> Iterator[Facts]:
    closed: Select[*tuple[Any, ...]] = select(CertificateClosure, col(Certificate.number)).join(
        Certificate, col(Certificate.id) == col(CertificateClosure.certificate_id)
    )
    for row, number in streamed(session, closed):
        facts = {"object": str(row.certificate_id), "by": row.by, "at": row.at, "number": number}
        yield facts | {"seal": seal(row)}


def _attestations(session: Session) -> Iterator[Facts]:
    signed: Select[*tuple[Any, ...]] = (
        select(Attestation, col(Unit.position), col(ContentVersion.hash).label("module"))
        .join(Unit, col(Unit.id) == col(Attestation.unit_id))
        .join(ContentVersion, col(ContentVersion.id) == col(Attestation.module_version_id))
    )
    for row, position, module in streamed(session, signed):
        yield {
            "object": str(row.enrollment_id),
            "at": row.signed_at,
            "unit": position,
            "statement": row.statement_version,
            "module": module,
            "seal": seal(row),
        }


def _attestation_withdrawals(session: Session) -> Iterator[Facts]:
    taken_back = (
        select(AttestationWithdrawal, col(Attestation.enrollment_id), col(Unit.position))
        .join(Attestation, col(Attestation.id) == col(AttestationWithdrawal.attestation_id))
        .join(Unit, col(Unit.id) == col(Attestation.unit_id))
    )
    for row, enrollment_id, position in streamed(session, taken_back):
        at, by = row.withdrawn_at, row.by
        yield {"object": str(enrollment_id), "by": by, "at": at, "unit": position}


def _claims(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(Claim)):
        yield {
            "object": str(row.enrollment_id),
            "by": row.by,
            "at": row.claimed_at,
            "claim": str(row.id),
            "credit_system": row.credit_system,
            "quarters": row.quarters,
            "eligible_quarters": row.eligible_quarters,
            "seal": seal(row),
        }


def _claim_withdrawals(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(ClaimWithdrawal)):
        yield {"claim": str(row.claim_id), "by": row.by, "at": row.withdrawn_at}


def _saves(session: Session) -> Iterator[Facts]:
    saved = select(AttendanceChange, col(Attendance.case_session_id)).join(
        Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id)
    )
    rows = streamed(session, saved.order_by(col(AttendanceChange.save_id)))
    for save_id, group in groupby(rows, lambda row: row.AttendanceChange.save_id):
        changes = list(group)
        first, session_id = changes[0]
        yield {
            "object": str(session_id),
            "by": first.by,
            "at": first.at,
            "save": str(save_id),
            "marks": len(changes),
            "seal": seal_all(change for change, _ in changes),
        }


def _check_ins(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(CheckIn)):
        yield {
            "object": str(row.case_session_id),
            "by": row.by,
            "at": row.checked_in_at,
            "check_in": str(row.id),
            "enrollment": str(row.enrollment_id),
            "way": row.way.value,
            "seal": seal(row),
        }


def _strikes(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(CheckInStrike)):
        yield {"check_in": str(row.check_in_id), "by": row.by, "at": row.struck_at}


_MARKS_ASTRAY = (
    select(col(Attendance.id))
    .outerjoin(
        AttendanceChange,
        and_(
            col(AttendanceChange.attendance_id) == col(Attendance.id),
            col(AttendanceChange.version) == col(Attendance.version),
            col(AttendanceChange.to_status) == col(Attendance.status),
            col(AttendanceChange.to_minutes).is_not_distinct_from(col(Attendance.minutes)),
        ),
    )
    .where(col(AttendanceChange.id).is_(None))
    .order_by(col(Attendance.id))
)
SAVES = Kind("attendance", _saves, ACTS_OF_SAVES, ("save",))
CHECKED_IN = ("check_in.made", "attendance.check_in_added")
CERTIFICATES = Kind("certificate", _certificates, ("certificate.issued",), ("object",))
REVOKED, REPLACED = "certificate revoked", "certificate replaced"  # not shown
KINDS = (
    CERTIFICATES,
    Kind(REVOKED, _revocations, ("certificate.revoked",), ("object",)),
    Kind(REPLACED, _replacements, ("certificate.replaced",), ("object",)),
    Kind(
        "certificate left revoked",  # not shown
        _closures,
        ("certificate.left_revoked",),
        ("object", "at"),
        only_sealed=True,
    ),
    *KEYS,
    *BADGES,
    *ALTERATIONS,
    *HOLDS,
    *DELETED,
    *DISCLOSURES,
    *CONSENTS,
)
WITH_COHORT = (
    Kind("attestation", _attestations, ("attestation.signed",), ("object", "unit", "at")),
    Kind(
        "attestation taken back",  # not shown
        _attestation_withdrawals,
        ("attestation.withdrawn",),
        ("object", "unit", "at"),
    ),
    Kind("claim", _claims, ("claim.made",), ("claim",)),
    Kind("claim taken back", _claim_withdrawals, ("claim.taken-back",), ("claim",)),  # not shown
    SAVES,
    Kind("check-in", _check_ins, CHECKED_IN, ("check_in",)),
    Kind("check-in struck", _strikes, ("attendance.check_in_struck",), ("check_in",)),  # not shown
    *CREDIT,
    *PLACES,
)
"""Kinds of which the records go when those of a cohort are deleted."""
