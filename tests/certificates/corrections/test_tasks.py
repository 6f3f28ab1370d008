"""The worker puts another certificate in the place of one: once, whatever is killed or races."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.rules import REPLACED_ALREADY
from app.certificates.issuing.tasks import Issuing
from app.certificates.models import Certificate, CertificateEvent, CertificateFile
from app.certificates.orders import Order
from app.certificates.printing.pool import CertificatePool, Sheet
from app.certificates.snapshot import CertificateKind
from app.core import chains, queue
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.queue import LEASE
from tests.cast import NOW, Cast
from tests.certificates.office import office, record, rename, replacement, tasks, work
from tests.certificates.stopping import kill_while_printing
from tests.correcting import LATER, reissue

COMPLETION = CertificateKind.COMPLETION


@pytest.fixture
def issuing(pool: CertificatePool) -> Issuing:
    return office(pool)


def count(session: Session, table: type[SQLModel]) -> int | None:
    return session.scalar(select(func.count()).select_from(table))


def outcome(session: Session) -> tuple[int | None, ...]:
    """Certificates, files, replacements, lines of them, letters about another one."""
    replaced = select(func.count()).where(col(AuditLine.act) == "certificate.replaced")
    letters = select(func.count()).where(col(OutboxMessage.kind) == "certificate_reissued")
    return (
        count(session, Certificate),
        count(session, CertificateFile),
        count(session, CertificateEvent),
        session.scalar(replaced),
        session.scalar(letters),
    )


@pytest.mark.parametrize("printing", ["before", "after"])
@pytest.mark.both_databases
def test_killed_worker_replaces_nothing_and_the_next_one_does_once(
    real_database: Database, issuing: Issuing, key_file: Path, printing: str
) -> None:
    with real_database.write() as session:
        old = record(session)
        rename(session, "ben", "Robin Marsh")
        reissue(session, old)
        for task in tasks(session):
            task.not_before = NOW
    kill_while_printing(real_database.url, key_file, printing)
    with real_database.read() as session:
        assert outcome(session) == (1, 1, 0, 0, 0)
    for later in (LEASE * 2, LEASE * 4):
        work(real_database, issuing, NOW + later)
    with real_database.read() as session:
        assert [task.error for task in tasks(session)] == [""]
        assert outcome(session) == (2, 2, 1, 1, 1)
        assert chains.first_bad_line(session) is None


@pytest.mark.both_databases
def test_ten_that_take_one_place_at_once_make_one(
    real_database: Database, pool: CertificatePool
) -> None:
    """All are printed; then all want to record theirs at the same moment."""
    together = threading.Barrier(10)

    class Waiting(CertificatePool):
        def produce(self, sheet: Sheet) -> bytes:
            pdf = pool.produce(sheet)
            together.wait()
            return pdf

    with real_database.write() as session:
        old = record(session)
        place, cora = Cast(session).enrollment("ben").id, Cast(session).id("cora")
        own = {COMPLETION: replacement(session, old)}
        payload = Order(place, (COMPLETION,), cora, own).payload
        for key in range(10):
            queue.enqueue(session, ISSUE, key=f"race:{key}", payload=payload, now=NOW)
        session.flush()
        claimed = queue.lease(session, [ISSUE], limit=10, now=NOW)
        number = old.number
    made = office(Waiting(Path("unused")))

    def issue(task: Task) -> object:
        try:
            made.issue(real_database, task, LATER)
        except Exception as error:
            return getattr(error, "reason", error)
        return None

    with ThreadPoolExecutor(10) as threads:
        ended = list(threads.map(issue, claimed))
    assert ended.count(None) == 1
    assert {str(why) for why in ended if why} == {str(REPLACED_ALREADY(number=number))}
    with real_database.read() as reading:
        assert outcome(reading) == (2, 2, 1, 1, 1)
        assert chains.first_bad_line(reading) is None
