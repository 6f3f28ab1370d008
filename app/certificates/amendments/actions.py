"""Flagging certificates under which something is changed, and settling that they stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.rules import Mark
from app.certificates.amendments import queries, rules
from app.certificates.issuing.reading import lock_place
from app.certificates.models import Certificate, CertificateFlag, CertificateReview, FlagKind
from app.certificates.orders import WantedCertificate
from app.certificates.queries import CertificateWithStatus, by_number, owner_of
from app.certificates.rules import CertificateState
from app.core import audit
from app.core.errors import require


@dataclass(frozen=True)
class Touched:
    """One mark under certificates that changes, or stops to count."""

    case_session_id: UUID
    numbers: tuple[str, ...]
    before: Mark
    after: Mark


def flag(
    session: Session,
    touched: Iterable[Touched],
    kind: FlagKind,
    cause_id: UUID,
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Flag every certificate that rests on what changes; its line is that of the change itself.

    Whoever calls has locked the places of these certificates.
    """
    known = list(touched)
    numbers = {number for change in known for number in change.numbers}
    if not numbers:
        return 0
    ids = queries.by_numbers(session, numbers)
    rows = [
        CertificateFlag(
            certificate_id=ids[number],
            case_session_id=change.case_session_id,
            cause_id=cause_id,
            kind=kind,
            from_status=change.before.shown,
            to_status=change.after.shown,
            from_minutes=change.before.shown_minutes,
            to_minutes=change.after.shown_minutes,
            reason=reason,
            at=now,
            by=by,
        )
        for change in known
        for number in change.numbers
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def settle(
    session: Session,
    issued: CertificateWithStatus,
    word: str,
    *,
    seen: int,
    by: UUID,
    now: datetime,
) -> None:
    """Say that somebody looked at all changes under a certificate, and that it stays.

    Whether it still holds is read under the lock: it may have been revoked since it was loaded.

    `seen`: how many changes waited on the page. Raises `RefusedError` with the rule's reason.
    """
    certificate: Certificate = issued.certificate
    lock_place(session, WantedCertificate(certificate.place_id, certificate.kind))
    owner = owner_of(session, certificate)
    waiting = queries.open_flags(session, certificate.id)
    holds = _holds(session, certificate)
    require(
        rules.why_not_settle(word, open_=len(waiting), seen=seen, owner=owner, by=by, holds=holds)
    )
    session.add_all(CertificateReview(flag_id=own, word=word, at=now, by=by) for own in waiting)
    session.flush()
    facts = {"number": certificate.number, "changes": len(waiting)}
    audit.record(
        session,
        "certificate.reviewed",
        "certificate",
        certificate.id,
        by=by,
        now=now,
        facts=facts,
        reason=word,
    )


def _holds(session: Session, certificate: Certificate) -> bool:
    """Whether it does now, after the lock."""
    found = by_number(session, certificate.number)
    assert found is not None  # none is ever deleted
    return found.status.state is CertificateState.VALID
