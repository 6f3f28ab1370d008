"""Reads of the certificates that a file names."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.core.db import records


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
