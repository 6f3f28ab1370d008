"""The worker issues a certificate of teaching once, whatever is killed."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from app.certificates.models import Certificate, CertificateFile
from app.certificates.printing.pool import CertificatePool
from app.core import chains
from app.core.db import Database, ReadSession
from app.core.models import OutboxMessage
from app.core.queue import LEASE
from tests.cast import NOW
from tests.certificates.office import office, tasks, work
from tests.certificates.stopping import kill_while_printing
from tests.certificates.teaching.led import lead, lead_also, order


def count(session: ReadSession, table: type[SQLModel]) -> int | None:
    return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("printing", ["before", "after"])
@pytest.mark.both_databases
def test_killed_worker_issues_nothing_and_the_next_one_does_once(
    real_database: Database, pool: CertificatePool, key_file: Path, printing: str
) -> None:
    with real_database.write() as session:
        lead(session, "fay")
        order(session, "fay")
        for task in tasks(session):
            task.not_before = NOW
    kill_while_printing(real_database.url, key_file, printing)
    with real_database.read() as session:
        assert (count(session, Certificate), count(session, CertificateFile)) == (0, 0)
    for later in (LEASE * 2, LEASE * 4):
        work(real_database, office(pool), NOW + later)
    letters = select(func.count()).where(col(OutboxMessage.kind) == "certificate")
    with real_database.read() as session:
        assert [task.error for task in tasks(session)] == [""]
        assert (count(session, Certificate), count(session, CertificateFile)) == (1, 1)
        assert session.scalar(letters) == 1
        assert chains.first_bad_line(session) is None


def test_nothing_is_printed_that_nobody_looked_at(
    real_database: Database, pool: CertificatePool
) -> None:
    with real_database.write() as session:
        lead(session, "fay", 1)
        order(session, "fay")
        for task in tasks(session):
            task.not_before = NOW
        lead_also(session, "fay")
    work(real_database, office(pool), NOW + LEASE)
    with real_database.read() as session:
        assert "has changed since somebody looked at it" in tasks(session)[0].error
        assert count(session, Certificate) == 0
