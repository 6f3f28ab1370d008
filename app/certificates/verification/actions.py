"""Noting that what is stored of certificates was altered, and that it is whole again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.alterations import queries
from app.certificates.alterations.models import CertificateAlteration, CertificateMending
from app.certificates.models import Certificate
from app.certificates.queries import cohort_of
from app.certificates.verification.queries import astray
from app.core import audit
from app.core.seals import seal


def note(session: Session, certificate_id: UUID, *, now: datetime) -> None:
    """Look at a certificate, and note what is found, if that is not what is known of it.

    Nobody acts: the software notes it by itself, with a line in the history of the cohort.
    """
    own = queries.as_much_as_is_told(session, certificate_id)
    is_astray = bool(astray(session, [own.id]))
    known = queries.standing_alteration(session, own.id)
    if is_astray and known is None:
        _found_altered(session, own, now)
    elif known is not None and not is_astray:
        _found_whole(session, own, known, now)


def _found_altered(session: Session, own: Certificate, now: datetime) -> None:
    edition = queries.count_alterations(session, own.id) + 1
    noted = CertificateAlteration(certificate_id=own.id, edition=edition, at=now)
    session.add(noted)
    session.flush()
    _tell(session, "certificate.found_altered", own, seal(noted), now)


def _found_whole(
    session: Session, own: Certificate, known: CertificateAlteration, now: datetime
) -> None:
    mended = CertificateMending(alteration_id=known.id, at=now)
    session.add(mended)
    session.flush()
    _tell(session, "certificate.found_whole", own, seal(mended), now)


def _tell(session: Session, act: str, own: Certificate, sealed: str, now: datetime) -> None:
    audit.continue_chain(session, cohort_of(session, own))
    facts = {"number": own.number, "seal": sealed}
    audit.record(session, act, "certificate", own.id, by=None, now=now, facts=facts)
