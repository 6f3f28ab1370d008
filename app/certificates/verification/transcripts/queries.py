"""Reads of transcripts that were made here: the history alone remembers them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.certificates.queries import is_live
from app.core.audit import line_hash
from app.core.models import AuditLine

MADE = "transcript.made"  # not shown


@dataclass(frozen=True)
class MadeTranscript:
    """A transcript that was made here, byte for byte."""

    at: datetime
    zone: str
    """In which its moment is printed."""
    listed: int
    gone: int
    """Of those listed, how many were revoked or replaced since."""


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
    live = live.where(col(Certificate.number).in_(numbers), is_live())
    listed = len(numbers)
    return MadeTranscript(line.at, line.facts["zone"], listed, listed - (session.scalar(live) or 0))
