"""Reads of which certificates were found altered, and of those to look at next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, load_only
from sqlmodel import col

from app.certificates.alterations.models import CertificateAlteration, CertificateMending
from app.certificates.models import Certificate, CertificateEvent
from app.core.db import records
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


@dataclass(frozen=True)
class Listed:
    """A certificate to look at, of which nothing is read that somebody may have damaged."""

    id: UUID
    number: str
    known_altered: bool


def altered(session: Session) -> Sequence[Listed]:
    """Those that were found altered and not whole since, by number."""
    found = _listed().where(is_altered()).order_by(col(Certificate.number))
    return records(session.execute(found), Listed)


def altered_numbers(session: Session) -> Sequence[str]:
    """The numbers of those that would hold else, in their order: whom a backup would help."""
    ended = exists().where(col(CertificateEvent.certificate_id) == col(Certificate.id))
    numbers = select(col(Certificate.number)).where(is_altered(), ~ended)
    return session.scalars(numbers.order_by(col(Certificate.number))).all()


def next_after(session: Session, number: str, limit: int) -> Sequence[Listed]:
    """Certificates in the order of their numbers, those after one; empty: from the beginning."""
    following = _listed().where(col(Certificate.number) > number)
    found = session.execute(following.order_by(col(Certificate.number)).limit(limit))
    return records(found, Listed)


def _listed() -> Select[*tuple[Any, ...]]:
    known = is_altered().label("known_altered")
    return select(col(Certificate.id), col(Certificate.number), known)


def as_much_as_is_told(session: Session, certificate_id: UUID) -> Certificate:
    """A certificate whose number and place are read, and the rest only when it is asked for."""
    told = (Certificate.number, Certificate.enrollment_id, Certificate.teaching_id)
    options = [load_only(*told)]  # type: ignore[arg-type]  # they are columns
    return session.get_one(Certificate, certificate_id, options=options)


def is_looked_through(session: Session, kind: str, today: date) -> bool:
    """Whether all files are being looked through, or were on that day already.

    A round that began before yesterday is stuck: it stands for no look any more.
    """
    of, key = select(col(Task.id)).where(col(Task.kind) == kind), col(Task.key)
    yesterday = (today - timedelta(days=1)).isoformat()
    waits = of.where(col(Task.done_at).is_(None), col(Task.failed_at).is_(None), key >= yesterday)
    began = of.where(key == today.isoformat())
    return session.scalar(select(waits.exists() | began.exists())) or False


def _is_mended() -> ColumnElement[bool]:
    return exists().where(col(CertificateMending.alteration_id) == col(CertificateAlteration.id))
