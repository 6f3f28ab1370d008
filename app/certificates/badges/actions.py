"""Making a badge of one's own certificate, and taking it back."""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges import queries
from app.certificates.badges.models import Badge, BadgeAchievement, BadgeFile, BadgeWithdrawal
from app.certificates.badges.printing import SignedBadge
from app.certificates.badges.rules import NOT_VALID, MadeBadge, Revoked, why_not_badge
from app.certificates.issuing.reading import lock_place
from app.certificates.keys import actions as keys
from app.certificates.models import Certificate
from app.certificates.orders import WantedCertificate
from app.certificates.queries import CertificateWithStatus, cohort_of
from app.core import audit
from app.core.errors import RefusedError, require
from app.core.seals import seal


def make_badge(
    session: Session, own: CertificateWithStatus, signed: SignedBadge, *, by: UUID, now: datetime
) -> None:
    """Keep a badge that was signed. Where one counts already, nothing changes.

    One whose key somebody else may have is withdrawn, and this takes its place.

    Raises:
        RefusedError: Nobody can rely on its certificate.
        BusyError: Nobody could rely on the key that signed it, so it is not given out.
    """
    # Only here: whoever makes no badge needs none of it.
    from app.certificates.keys.public import PublicKey

    certificate = own.certificate
    lock_place(session, WantedCertificate(certificate.place_id, certificate.kind))
    require(why_not_badge(certificate.number, own.status))
    before = queries.badge_of(session, certificate.id, doubtful=False)
    if before is not None and before.revoked is None:
        return
    if before is not None and before.revoked is Revoked.CERTIFICATE:
        raise RefusedError(NOT_VALID)
    audit.continue_chain(session, cohort_of(session, certificate))
    if before is not None and before.revoked is Revoked.KEY:
        _withdraw(session, certificate, before, by=by, now=now)
    public = PublicKey.of_der(signed.chain)
    keys.learn(session, public, now=now)
    keys.require_usable(session, public.fingerprint, now)
    _keep(session, certificate, signed, public.fingerprint, by=by, now=now)


def _keep(
    session: Session,
    certificate: Certificate,
    signed: SignedBadge,
    fingerprint: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    _keep_achievement(session, signed, now)
    badge = Badge(
        id=signed.badge_id,
        certificate_id=certificate.id,
        edition=queries.editions(session, certificate.id) + 1,
        achievement_key=signed.achievement_key,
        sha256=sha256(signed.jws.encode()).hexdigest(),
        fingerprint=fingerprint,
        made_at=now,
    )
    session.add(badge)
    session.flush()
    session.add(BadgeFile(badge_id=badge.id, jws=signed.jws))
    session.flush()
    facts = {"number": certificate.number, "sha256": badge.sha256, "key": fingerprint}
    facts["seal"] = seal(badge)
    audit.record(session, "badge.made", "badge", badge.id, by=by, now=now, facts=facts)


def _keep_achievement(session: Session, signed: SignedBadge, now: datetime) -> None:
    if queries.achievement_by_key(session, signed.achievement_key) is not None:
        return
    said = BadgeAchievement(
        key=signed.achievement_key,
        issuer_key=signed.issuer_key,
        issuer=signed.issuer,
        document=signed.document,
        picture=signed.picture,
        made_at=now,
    )
    # somebody else with the same certificate may keep it at this moment
    with suppress(IntegrityError), session.begin_nested():
        session.add(said)
        session.flush()


def withdraw_badge(session: Session, certificate: Certificate, *, by: UUID, now: datetime) -> None:
    """Take the badge of a certificate back; of none that is there, nothing changes.

    What was signed is deleted. That it was made, with its hash, is kept: programs that look at a
    copy are told that it counts no more.
    """
    lock_place(session, WantedCertificate(certificate.place_id, certificate.kind))
    made = queries.badge_of(session, certificate.id, doubtful=False)
    if made is None or made.withdrawn_at is not None:
        return
    audit.continue_chain(session, cohort_of(session, certificate))
    _withdraw(session, certificate, made, by=by, now=now)


def _withdraw(
    session: Session, certificate: Certificate, made: MadeBadge, *, by: UUID, now: datetime
) -> None:
    withdrawal = BadgeWithdrawal(badge_id=made.id, at=now)
    session.add(withdrawal)
    session.execute(delete(BadgeFile).where(col(BadgeFile.badge_id) == made.id))
    session.flush()
    facts = {"number": certificate.number, "seal": seal(withdrawal)}
    audit.record(session, "badge.withdrawn", "badge", made.id, by=by, now=now, facts=facts)
