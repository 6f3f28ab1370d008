"""The demo after two changes of its key, with certificates of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import worker
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.candidates.queries import candidates
from app.certificates.models import Certificate, CertificateFile
from app.certificates.orders import WantedCertificate
from app.cohorts.institutions.queries import published_cohorts
from app.core.db import Database
from app.settings import Settings
from tests.cast import NOW
from tests.commands import run
from tests.whole_demo import MadeDemo

EACH = 2
"""How many people get their certificates after each change."""


@dataclass(frozen=True)
class RotatedDemo:
    """A demo whose key was changed twice."""

    settings: Settings
    database: Database
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """What a command says that succeeds."""
        done = run(*words, **self.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def files(self) -> dict[str, bytes]:
        """Every certificate that was ever issued: its file by its code."""
        files = select(col(Certificate.code), col(CertificateFile.pdf)).join(
            CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
        )
        with self.database.read() as session:
            return {row.code: row.pdf for row in session.execute(files)}


@contextmanager
def twice_rotated(made: MadeDemo, folder: Path, name: str) -> Iterator[RotatedDemo]:
    """By the commands that an operator types, with a restart of the worker after each."""
    with made.copied(name, folder) as (settings, database):
        environment = {
            "DEMO": "1",
            "DATA_DIR": str(settings.data_dir),
            "DATABASE_URL": settings.database_url,
        }
        demo = RotatedDemo(settings, database, environment)
        for number in (1, 2):
            now = NOW + timedelta(hours=number)
            with patch("app.core.clock.utc_now", return_value=now):  # a key is valid from then on
                demo.command("keys", "rotate")
            _issue_some(demo, now)
        yield demo


def _issue_some(demo: RotatedDemo, now: datetime) -> None:
    with demo.database.write() as session:
        before = _count(session)
        _order(session, now)
    with worker(demo.settings, demo.database, lambda: now) as issuing:
        issuing.run_until_idle()
    with demo.database.read() as session:
        assert _count(session) > before


def _order(session: Session, now: datetime) -> None:
    for here in published_cohorts(session):
        ready = [
            WantedCertificate(candidate.enrollment_id, candidate.ready[0].kind)
            for candidate in candidates(session, here, now)
            if candidate.ready
        ]
        if ready and here.cohort.archived_at is None:
            by = session.scalars(select(col(Certificate.issued_by))).first()
            assert by is not None
            start_issue(session, here, ready[:EACH], by=by, now=now)
            return


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Certificate)) or 0
