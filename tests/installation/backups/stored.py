"""What is in a database and in a backup, for tests to compare; and what must not get out."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateFile
from app.certificates.snapshot import CertificateKind
from app.core import audit
from app.core.db import Database
from app.core.ids import new_id
from app.core.models import OutboxMessage
from app.installation.backups.rules import LEFT_OUT
from app.models import metadata
from tests.cast import NOW, Cast

CERTIFICATES = 3


def row_hashes(database: Database) -> dict[str, list[str]]:
    """Of every row of every table that a backup has, by what its columns say."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(
                hashlib.sha256(repr(tuple(row)).encode()).hexdigest()
                for row in connection.execute(table.select())
            )
            for table in metadata.sorted_tables
            if table.name not in LEFT_OUT
        }


def issue(session: Session) -> dict[str, bytes]:
    """Certificates with files of bytes of all kinds; the files by number."""
    cast, files = Cast(session), {}
    for n in range(CERTIFICATES):
        pdf = b"%PDF-1.7\\x00\\\n\t\r" + hashlib.sha512(bytes([n])).digest() * 99
        facts = json.dumps({"name": "Dana\tOkafor \\N \\. “é”", "n": n}, ensure_ascii=False)
        certificate = Certificate(
            id=new_id(),
            enrollment_id=cast.enrollment("ben").id,
            kind=CertificateKind.COMPLETION,
            edition=n + 1,
            number=f"WP-{n}",
            code=f"code {n}",
            snapshot=facts,
            snapshot_sha256=hashlib.sha256(facts.encode()).hexdigest(),
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            issued_at=NOW,
            issued_by=cast.id("cora"),
        )
        session.add(certificate)
        session.flush()
        session.add(CertificateFile(certificate_id=certificate.id, pdf=pdf))
        audit.record(session, "test.issued", "certificate", certificate.id, by=None, now=NOW)
        files[certificate.number] = pdf
    return files


def files_of(session: Session) -> dict[str, bytes]:
    return {
        certificate.number: session.get_one(CertificateFile, certificate.id).pdf
        for certificate in session.query(Certificate)
    }


def note(session: Session, key: str) -> None:
    """One act that leaves a line and a letter with the same key."""
    facts = {"key": key, "text": "a\tb\\c\nd"}
    audit.record(session, "test.noted", "test", key, by=None, now=NOW, facts=facts, reason="\\N")
    session.add(OutboxMessage(key=key, kind="test", created_at=NOW))
    session.flush()


def content_of(backup: Path) -> bytes:
    """All bytes of a backup, unpacked."""
    with gzip.open(backup) as packed:
        return packed.read()


@contextmanager
def dropped_afterwards(url: str) -> Iterator[None]:
    """Databases that a restore keeps aside on PostgreSQL go with the test."""
    yield
    if (address := make_url(url)).get_backend_name() == "sqlite":
        return
    engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        beginning = f"{address.database}_%"
        named = text("SELECT datname FROM pg_database WHERE datname LIKE :beginning")
        for name in connection.scalars(named, {"beginning": beginning}).all():
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()
