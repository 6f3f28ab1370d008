"""Somebody with the database in hand alters the stored file of a certificate."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.certificates.verification.tasks import HANDLERS, keep_looking
from app.core.db import Database
from app.core.worker import Worker
from tests.cast import NOW
from tests.tampering import drop_guards


def alter(session: Session, certificate: Certificate, pdf: bytes) -> None:
    """Put other bytes in the place of its file, past the triggers."""
    drop_guards(session)
    of = col(CertificateFile.certificate_id) == certificate.id
    session.execute(update(CertificateFile).where(of).values(pdf=pdf))
    session.commit()
    session.expire_all()


def look(session: Session, database: Database, now: datetime = NOW) -> None:
    """What the worker does in a minute: begin a round, and what is due of it."""
    session.commit()
    keep_looking(database, now)
    worker = Worker(database, HANDLERS, clock=lambda: now, low_priority=list(HANDLERS))
    worker.run_until_idle()
    session.expire_all()
