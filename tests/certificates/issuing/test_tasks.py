"""The worker: real certificates, once each, whatever is killed and however many run."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.queries import Attendee, attendees
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError
from app.certificates import queries as records
from app.certificates.issuing import queries
from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.tasks import Issuing, key_file, make_handlers, why_not_sign
from app.certificates.marks.actions import save_marks
from app.certificates.models import Certificate, CertificateFile, CertificateKind, NameConfirmation
from app.certificates.printing.pool import CertificatePool, Sheet
from app.certificates.rules import NO_KEY
from app.certificates.snapshot import from_json
from app.certificates.verification.queries import file_as_issued
from app.core import chains, jobs, queue
from app.core.db import Database
from app.core.jobs import JobProgress
from app.core.models import AuditLine, OutboxMessage
from app.core.queue import LEASE
from app.core.worker import Worker
from app.credit.models import Activity
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.certificates.office import (
    ADDRESS,
    claim,
    complete,
    office,
    order_many,
    record,
    start,
    tasks,
    work,
)
from tests.certificates.samples import run
from tests.certificates.stopping import kill_while_printing
from tests.refusals import refuses

COMPLETION, CREDIT = CertificateKind.COMPLETION, CertificateKind.CME_CREDIT


@pytest.fixture
def issuing(pool: CertificatePool) -> Issuing:
    return office(pool)


def counts(session: Session) -> tuple[int | None, ...]:
    """Certificates, files, lines of issue, mails."""
    issued = select(func.count()).where(col(AuditLine.act) == "certificate.issued")
    return (
        session.scalar(select(func.count()).select_from(Certificate)),
        session.scalar(select(func.count()).select_from(CertificateFile)),
        session.scalar(issued),
        session.scalar(select(func.count()).select_from(OutboxMessage)),
    )


def test_job_prints_signs_and_records_everything(
    database: Database, session: Session, cast: Cast, issuing: Issuing, tmp_path: Path
) -> None:
    complete(session, "nan")
    claim(session, "ben")
    claim(session, "nan", 20)
    job = start(session)
    work(database, issuing)
    session.expire_all()
    assert [task.error for task in tasks(session)] == [""] * 2
    assert jobs.state(session, job.id, NOW).progress == JobProgress(total=2, done=2, failed=0)
    assert counts(session) == (4, 4, 4, 2)
    assert chains.first_bad_line(session) is None

    credit = next(
        issued.certificate
        for issued in records.certificates_of_person(session, cast.id("ben"))
        if issued.certificate.kind is CREDIT
    )
    path = tmp_path / "credit.pdf"
    path.write_bytes(file_as_issued(session, credit) or b"")
    words = " ".join(run("pdftotext", path, "-").split())
    for needed in (
        "Ben Begay, MD",
        "5.50 AMA PRA Category 1 Credits™",
        "Example Office of Continuing Professional Learning",
        "Mentor Development Program, Spring 2026",
        "Other activity (blended)",
        "April 9–30, 2026",
        "Completed April 30, 2026",
        "The Example Office is accredited",
        "maximum of 6.00 AMA PRA Category 1 Credit(s)™",
        "The physician claimed this credit on November 18, 2026.",
        "Rosa Lindqvist, MD",
        credit.number,
        credit.code,
    ):
        assert needed in words, needed
    assert "Signature is Valid" in run("pdfsig", path)
    run("pdftoppm", "-r", "100", "-png", "-singlefile", path, tmp_path / "scan")
    scanned = run("zbarimg", "--quiet", "--raw", tmp_path / "scan.png").strip()
    assert scanned == f"{ADDRESS}/verify/{credit.code}"


def test_task_of_who_is_not_ready_fails_at_once_with_the_reason(
    database: Database, session: Session, issuing: Issuing
) -> None:
    order_many(session, "ben", CREDIT, [1])
    session.flush()
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert (task.error, task.failed_at, task.attempts) == ("Credit not claimed", NOW, 1)


def test_what_cannot_be_printed_fails_with_what_the_printer_says(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    ben = cast.person("ben")
    ben.certificate_name = ben.entered_name = name = "Ben \U00013000 Begay"
    session.add(
        NameConfirmation(
            enrollment_id=cast.enrollment("ben").id,
            certificate_name=name,
            degrees=ben.degrees,
            at=NOW,
            by=cast.id("cora"),
        )
    )
    start(session)
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert "lack these letters: \U00013000 (U+13000)" in task.error
    assert task.failed_at == NOW
    assert counts(session) == (0, 0, 0, 0)


def test_statement_of_the_activity_that_is_broken_fails_in_words(
    database: Database, session: Session, issuing: Issuing
) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    activity.signatories = []
    start(session)
    work(database, issuing)
    session.expire_all()
    assert all("Signatories" in task.error for task in tasks(session))


def test_one_that_was_issued_meanwhile_counts_as_done(
    database: Database, session: Session, issuing: Issuing
) -> None:
    job = start(session)
    record(session)
    work(database, issuing)
    session.expire_all()
    assert jobs.state(session, job.id, NOW).progress == JobProgress(total=1, done=1, failed=0)
    assert counts(session)[0] == 1


def test_worker_that_lost_its_lease_records_nothing(
    database: Database, session: Session, issuing: Issuing
) -> None:
    start(session)
    (mine,) = queue.lease(session, [ISSUE], limit=1, now=NOW)
    session.commit()
    session.expunge(mine)
    later = NOW + LEASE + timedelta(seconds=1)
    (theirs,) = queue.lease(session, [ISSUE], limit=1, now=later)
    session.commit()
    assert theirs.lease_token != mine.lease_token
    issuing.issue(database, mine, NOW)
    assert counts(session)[0] == 0
    issuing.issue(database, theirs, later)
    assert counts(session)[0] == 1


def test_facts_that_changed_while_printing_are_printed_again(
    database: Database, session: Session, cast: Cast, pool: CertificatePool
) -> None:
    """Somebody finds out while the printer runs that initials are allowed."""

    class Slow(CertificatePool):
        def produce(self, sheet: Sheet) -> bytes:
            if cast.person("ben").certificate_name == "Ben Begay":
                cast.person("ben").certificate_name = "Ben T. Begay"
                session.commit()
            return pool.produce(sheet)

    issuing = office(Slow(Path("unused")))
    start(session)
    session.commit()
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert "facts changed" in task.error
    assert task.failed_at is None
    work(database, issuing, NOW + timedelta(minutes=1))
    session.expire_all()
    certificate = session.scalars(select(Certificate)).one()
    assert from_json(certificate.snapshot).person_name == "Ben T. Begay"
    assert task.done_at is not None


def test_mark_recorded_while_printing_is_under_the_certificate(
    database: Database, session: Session, cast: Cast, pool: CertificatePool
) -> None:
    """Ben was late, not present: it counts alike, so that what is printed still holds."""
    held, ben = cast.case_session("spring-2026", 4).id, cast.enrollment("ben").id
    cora, corrected, printed = cast.id("cora"), NOW + timedelta(minutes=3), timedelta(minutes=5)

    def save(status: AttendanceStatus, now: datetime) -> None:
        mark = next(own.mark for own in marks() if own.enrollment_id == ben)
        save_marks(session, held, {ben: Submitted(status, mark)}, by=cora, now=now)
        session.commit()

    def marks() -> list[Attendee]:
        return attendees(session, cast.spring.id, held)

    class Slow(CertificatePool):
        def produce(self, sheet: Sheet) -> bytes:
            save(AttendanceStatus.LATE, corrected)
            return pool.produce(sheet)

    start(session)
    session.commit()
    work(database, office(Slow(Path("unused")), lambda: NOW + printed))
    session.expire_all()
    certificate = session.scalars(select(Certificate)).one()
    assert certificate.issued_at == NOW + printed
    assert from_json(certificate.snapshot).issued_on == NOW.date()
    with pytest.raises(AmendmentNeededError):
        save(AttendanceStatus.ABSENT, NOW + 2 * printed)


def test_name_that_changed_before_the_printer_ran_waits_for_the_coordinator(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    start(session)
    cast.person("ben").degrees = "MD, Nobel laureate"
    session.commit()
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert (task.error, task.failed_at) == ("Name to check", NOW)
    assert counts(session) == (0, 0, 0, 0)


def test_one_kind_that_was_issued_meanwhile_leaves_the_other(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    claim(session)
    start(session)
    record(session)
    work(database, issuing)
    session.expire_all()
    assert [task.done_at for task in tasks(session)] == [NOW]
    kinds = session.scalars(select(col(Certificate.kind)).order_by(col(Certificate.kind)))
    assert list(kinds) == [CREDIT, COMPLETION]


def test_killed_between_two_kinds_issues_both_and_mails_once(
    database: Database, session: Session, cast: Cast, pool: CertificatePool
) -> None:
    """The second print ends the worker: nothing of the first is there, and all comes later."""

    class Dying(CertificatePool):
        printed = 0

        def produce(self, sheet: Sheet) -> bytes:
            self.printed += 1
            if self.printed == 2:
                raise SystemExit
            return pool.produce(sheet)

    claim(session)
    start(session)
    (task,) = queue.lease(session, [ISSUE], limit=1, now=NOW)
    session.commit()
    with pytest.raises(SystemExit):
        office(Dying(Path("unused"))).issue(database, task, NOW)
    assert counts(session) == (0, 0, 0, 0)
    work(database, office(pool), NOW + LEASE + timedelta(seconds=1))
    session.expire_all()
    assert counts(session) == (2, 2, 2, 1)


def test_fifty_parallel_issues_of_one_person_make_one(
    real_database: Database, pool: CertificatePool
) -> None:
    """All fifty are printed; then all fifty want to record theirs at the same moment."""
    together = threading.Barrier(50)

    class Waiting(CertificatePool):
        def produce(self, sheet: Sheet) -> bytes:
            pdf = pool.produce(sheet)
            together.wait()
            return pdf

    issuing = office(Waiting(Path("unused")))
    with real_database.write() as session:
        claim(session)
        order_many(session, "ben", CREDIT, range(50))
        session.flush()
        claimed = queue.lease(session, [ISSUE], limit=50, now=NOW)
    with ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda task: issuing.issue(real_database, task, NOW), claimed))
    with real_database.read() as reading:
        assert counts(reading) == (1, 1, 1, 1)
        assert [task.done_at for task in tasks(reading)] == [NOW] * 50
        assert chains.first_bad_line(reading) is None


def test_two_workers_share_a_job_and_issue_everything_once(
    real_database: Database, issuing: Issuing
) -> None:
    with real_database.write() as session:
        for persona in ("nan", "ada", "lee", "fay"):
            complete(session, persona)
        claim(session)
        job = start(session)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: work(real_database, issuing, at_once=2), range(2)))
    with real_database.read() as session:
        assert jobs.state(session, job.id, NOW).progress == JobProgress(total=5, done=5, failed=0)
        assert counts(session) == (6, 6, 6, 5)


@pytest.mark.parametrize("printing", ["before", "after"])
def test_killed_worker_leaves_nothing_and_the_next_one_issues_once(
    real_database: Database, issuing: Issuing, key_file: Path, printing: str
) -> None:
    with real_database.write() as session:
        job = start(session)
    kill_while_printing(real_database.url, key_file, printing)
    with real_database.read() as session:
        assert counts(session) == (0, 0, 0, 0)

    work(real_database, issuing, NOW + timedelta(seconds=30))
    with real_database.read() as session:
        assert counts(session)[0] == 0, "its lease still stands"
    work(real_database, issuing, NOW + LEASE + timedelta(seconds=1))
    work(real_database, issuing, NOW + 2 * LEASE)
    with real_database.read() as session:
        assert jobs.state(session, job.id, NOW).progress == JobProgress(total=1, done=1, failed=0)
        assert counts(session) == (1, 1, 1, 1)


def test_certificate_and_its_file_cannot_be_changed(session: Session) -> None:
    record(session)
    session.commit()
    certificate = session.scalars(select(Certificate)).one()
    certificate.snapshot = "{}"
    with pytest.raises(Exception, match="is a record"):
        session.flush()
    session.rollback()
    certificate_inputs = queries.certificate_inputs(session, certificate.place_id, NOW)
    assert certificate_inputs is not None
    assert certificate_inputs.live(COMPLETION) is not None


# ---------------------------------------------------------------------------------------- key


def real_settings(folder: Path, key: Path | None = None) -> Settings:
    return Settings(
        base_url=ADDRESS,
        secret_key=SecretStr("s" * 40),
        data_dir=folder,
        signing_key=key,
    )


def test_without_a_key_nothing_is_issued_outside_demo_mode(
    database: Database, session: Session, tmp_path: Path
) -> None:
    settings = real_settings(tmp_path)
    assert why_not_sign(settings) == NO_KEY
    start(session)
    with make_handlers(settings, lambda: NOW) as handlers:
        Worker(database, handlers, clock=lambda: NOW, at_once=1).run_until_idle()
    session.expire_all()
    (task,) = tasks(session)
    assert (task.error, task.failed_at) == (str(NO_KEY), NOW)
    assert not list(tmp_path.iterdir())


def test_configured_key_is_the_one_that_signs(tmp_path: Path) -> None:
    key = tmp_path / "provider.pem"
    settings = real_settings(tmp_path, key)
    assert why_not_sign(settings) is None
    assert key_file(settings, NOW) == key
    with refuses(NO_KEY):
        key_file(real_settings(tmp_path), NOW)


def test_demo_mode_makes_a_key_and_issues_with_it(
    database: Database, session: Session, tmp_path: Path
) -> None:
    settings = Settings(demo=True, base_url=ADDRESS, data_dir=tmp_path / "data")
    start(session)
    with make_handlers(settings, lambda: NOW) as handlers:
        Worker(database, handlers, clock=lambda: NOW, at_once=1).run_until_idle()
    session.expire_all()
    assert [task.error for task in tasks(session)] == [""]
    assert [path.name for path in settings.data_dir.iterdir()] == ["demo-signing-key.pem"]
