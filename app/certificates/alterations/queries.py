"""Reads of which certificates were found altered, and of those to look at next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration, CertificateMending
from app.certificates.models import Certificate
from app.core.models import Task


def is_altered(own: Any = Certificate) -> ColumnElement[bool]:
    """The condition that a certificate was found altered, and not found whole since."""
    return exists().where(col(CertificateAlteration.certificate_id) == own.id, ~_is_mended())


def standing_alteration(session: Session, certificate_id: UUID) -> CertificateAlteration | None:
    """That a certificate was found altered, if it was not found whole since."""
    found = select(CertificateAlteration).where(
        col(CertificateAlteration.certificate_id) == certificate_id, ~_is_mended()
    )
    return session.scalars(found).first()


def count_alterations(session: Session, certificate_id: UUID) -> int:
    """How often a certificate was found altered."""
    found = select(func.count()).select_from(CertificateAlteration)
    of = col(CertificateAlteration.certificate_id) == certificate_id
    return session.scalar(found.where(of)) or 0


def altered(session: Session, limit: int) -> Sequence[Certificate]:
    """Those that were found altered and not whole since."""
    found = select(Certificate).where(is_altered()).order_by(col(Certificate.number))
    return session.scalars(found.limit(limit)).all()


def altered_numbers(session: Session) -> Sequence[str]:
    """The numbers of those, in their order."""
    numbers = select(col(Certificate.number)).where(is_altered())
    return session.scalars(numbers.order_by(col(Certificate.number))).all()


def next_after(session: Session, number: str, limit: int) -> Sequence[Certificate]:
    """Certificates in the order of their numbers, those after one; empty: from the beginning."""
    following = select(Certificate).where(col(Certificate.number) > number)
    return session.scalars(following.order_by(col(Certificate.number)).limit(limit)).all()


def is_looked_through(session: Session, kind: str, day: str) -> bool:
    """Whether all files are being looked through, or were on that day already."""
    of = select(col(Task.id)).where(col(Task.kind) == kind)
    waits = of.where(col(Task.done_at).is_(None), col(Task.failed_at).is_(None))
    began = of.where(col(Task.key) == day)
    return session.scalar(select(waits.exists() | began.exists())) or False


def _is_mended() -> ColumnElement[bool]:
    return exists().where(col(CertificateMending.alteration_id) == col(CertificateAlteration.id))
