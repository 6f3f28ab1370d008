"""What must hold after every fault."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateEvent, CertificateFile
from app.certificates.snapshot import sha256_of
from app.cli.verification import verify_history
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.learning.models import Attestation, AttestationWithdrawal
from app.models import metadata
from app.settings import Settings

KEPT = (
    "no attestation or certificate twice, seats kept, every act audited, chain whole, "
    "database whole, files as issued, no mail lost"
)
"""What is looked at, in words."""


def broken(
    database: Database, settings: Settings, now: datetime, *, told: bool = True
) -> list[str]:
    """What does not hold, in a sentence each. `told`: whether the history tells of all."""
    found = [*_damage(database)]
    with database.read() as session:
        holds, said = verify_history(session, settings, [], now) if told else (True, [])
        found += [] if holds else said
        found += [*_twice(session), *_seats(session), *_files(session), *_mail(session)]
    return found


def _damage(database: Database) -> Iterator[str]:
    """Every page and every row is read, past our own sessions."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            for check in ("integrity_check", "foreign_key_check"):
                rows = connection.execute(text(f"PRAGMA {check}")).all()
                yield from (f"{check}: {row}" for row in rows if tuple(row) != ("ok",))
        for table in metadata.sorted_tables:
            connection.execute(table.select()).all()


def _twice(session: Session) -> Iterator[str]:
    taken_back = select(col(AttestationWithdrawal.attestation_id))
    place, unit = col(Attestation.enrollment_id), col(Attestation.unit_id)
    signed = select(place, unit).where(col(Attestation.id).not_in(taken_back))
    yield from _more_than_one(session, signed.group_by(place, unit), "attestation")
    ended = select(col(CertificateEvent.certificate_id))
    kind = col(Certificate.kind)
    of = func.coalesce(col(Certificate.enrollment_id), col(Certificate.teaching_id))
    issued = select(of, kind).where(col(Certificate.id).not_in(ended))
    yield from _more_than_one(session, issued.group_by(of, kind), "certificate")


def _more_than_one(
    session: Session, grouped: Select[*tuple[object, ...]], what: str
) -> Iterator[str]:
    for row in session.execute(grouped.having(func.count() > 1)):
        yield f"two live rows of {what}: {tuple(row)}"


def _seats(session: Session) -> Iterator[str]:
    here = select(col(Cohort.slug), col(Cohort.capacity), func.count())
    taken = here.join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id)).where(is_enrolled())
    for slug, capacity, count in session.execute(
        taken.group_by(col(Cohort.slug), col(Cohort.capacity))
    ):
        if count > capacity:
            yield f"{slug} has {count} people on {capacity} seats"


def _files(session: Session) -> Iterator[str]:
    held: Select[*tuple[Any, ...]] = select(Certificate, col(CertificateFile.pdf)).outerjoin(
        CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
    )
    for certificate, pdf in session.execute(held):
        if pdf is None or hashlib.sha256(pdf).hexdigest() != certificate.pdf_sha256:
            yield f"the file of {certificate.number} is not the one that was issued"
        if sha256_of(certificate.snapshot) != certificate.snapshot_sha256:
            yield f"the facts of {certificate.number} are not those that were issued"


def _mail(session: Session) -> Iterator[str]:
    """What was not sent has a task that waits, failed where people see it, or had its time."""
    tasks = {
        task.key: task for task in session.scalars(select(Task).where(col(Task.kind) == DELIVER))
    }
    for message in session.scalars(select(OutboxMessage)):
        task = tasks.get(str(message.id))
        ended = task is None or (task.done_at is not None and message.useless_after is None)
        if message.sent_at is None and ended:
            yield f"mail {message.kind} will never be sent"
