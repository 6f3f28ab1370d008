"""What ten years leave behind besides places, marks and signatures, as plain rows.

Ticks, answers and reflections, files of certificates, work that was done and some that failed, mail
that was sent and some that was not, sign-ins, and the line of each of these acts.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, groupby, islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.models import Attendance, AttendanceChange
from app.certificates.models import Certificate, CertificateEvent, CertificateFile
from app.certificates.rules import ISSUING
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core import audit
from app.core.audit import Act
from app.core.ids import new_id
from app.core.models import AuditLine, Job, OutboxMessage, Task
from app.language.stored import store
from app.learning.models import Attestation, CheckAnswer, ReadingDone, Reflection
from app.people.models import WebSession
from tests.bench import rows
from tests.bench.rows import AnyRow, Values
from tests.cast import Cast

AT_ONCE = 20_000
PDF = b"%PDF-1.7 " + bytes(range(256)) * 16
WORK = ("reading.done", "check.answered", "reflection.saved", "reading.taken-back")
MONTHS = 10
"""How often everybody signed in."""
UNSENT, FAILED = 40, 12
"""Letters that wait, and tasks that were given up."""
ONE_IN = 97
"""Of so many certificates, one is revoked."""


class Line(NamedTuple):
    """An act before it is a line: in which cohort, who did it, and when."""

    act: Act
    cohort_id: UUID
    by: UUID
    at: datetime


def leave_behind(session: Session, lines: int, *, now: datetime) -> None:
    """All of it, with so many lines in the history, or a few more."""
    signed = session.execute(_SIGNED).all()
    _insert(session, ReadingDone, (row for own in signed for row in rows.ticks(own)))
    _insert(session, CheckAnswer, map(rows.answer, signed))
    _insert(session, Reflection, map(rows.reflection, signed))
    _insert(session, WebSession, _sign_ins(session, now))
    _insert(session, OutboxMessage, _mail(signed, now))
    marks = session.execute(_MARKED).all()
    by = Cast(session).id("fay")
    _insert(session, AttendanceChange, (rows.change(mark, by) for mark in marks))
    _certificates(session, now)
    _tell(session, _told_of_marks(marks, by))
    _tell(session, _told_of_places(session, now))
    missing = lines - (session.scalar(select(func.count()).select_from(AuditLine)) or 0)
    _tell(session, _told_of_work(signed, -(-missing // len(signed))))


_SIGNED: Select[*tuple[Any, ...]] = (
    select(
        col(Attestation.enrollment_id),
        col(Attestation.unit_id),
        col(Attestation.module_version_id),
        col(Attestation.signed_at),
        col(Unit.position),
        col(Enrollment.person_id),
        col(Enrollment.cohort_id),
    )
    .join(Unit, col(Unit.id) == col(Attestation.unit_id))
    .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
    .outerjoin(
        ReadingDone,
        (col(ReadingDone.enrollment_id) == col(Attestation.enrollment_id))
        & (col(ReadingDone.unit_id) == col(Attestation.unit_id)),
    )
    .where(col(ReadingDone.id).is_(None))
    .order_by(col(Enrollment.cohort_id), col(Enrollment.id), col(Attestation.signed_at))
)
"""Units that were signed and have no ticks yet: those of the crowds."""
_MARKED: Select[*tuple[Any, ...]] = (
    select(
        col(Attendance.id),
        col(Attendance.case_session_id),
        col(Attendance.status),
        col(CaseSession.starts_at),
        col(Unit.cohort_id),
    )
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .outerjoin(AttendanceChange, col(AttendanceChange.attendance_id) == col(Attendance.id))
    .where(col(AttendanceChange.id).is_(None))
    .order_by(col(Unit.cohort_id), col(Attendance.case_session_id))
)
_ISSUED: Select[*tuple[Any, ...]] = (
    select(
        col(Certificate.id),
        col(Certificate.issued_by),
        col(Certificate.issued_at),
        col(Enrollment.person_id),
        col(Enrollment.cohort_id),
        col(Cohort.slug),
    )
    .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .outerjoin(CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id))
    .where(col(CertificateFile.certificate_id).is_(None))
    .order_by(col(Cohort.slug))
)


def _insert(session: Session, table: type[SQLModel], rows: Iterable[Values]) -> None:
    waiting, into = iter(rows), insert(table.__table__)  # type: ignore[attr-defined]
    while some := list(islice(waiting, AT_ONCE)):
        session.connection().execute(into, some)


def _sign_ins(session: Session, now: datetime) -> Iterator[Values]:
    places = select(Enrollment).where(col(Enrollment.enrolled_at) < now)
    for place in session.scalars(places):
        for month in range(MONTHS):
            began = (place.enrolled_at or now) + timedelta(days=30 * month)
            yield rows.sign_in(place.person_id, began)


def _mail(signed: Iterable[AnyRow], now: datetime) -> Iterator[Values]:
    """A reminder of each week; the last ones are not sent yet."""
    newest = sorted(signed, key=lambda own: own.signed_at, reverse=True)
    for number, own in enumerate(newest):
        yield rows.reminder(own, now, is_sent=number >= UNSENT)


def _certificates(session: Session, now: datetime) -> None:
    """Files of all, and what became of some."""
    issued = session.execute(_ISSUED).all()
    pdfs = ({"certificate_id": own.id, "pdf": PDF + own.id.bytes} for own in issued)
    _insert(session, CertificateFile, pdfs)
    _insert(session, CertificateEvent, (rows.revoked(own) for own in issued[::ONE_IN]))
    _issuing(session, issued, now)
    _tell(session, map(_told_of_issue, issued))


def _told_of_issue(issued: AnyRow) -> Line:
    act = Act("certificate.issued", "certificate", issued.id)
    return Line(act, issued.cohort_id, issued.issued_by, issued.issued_at)


def _issuing(session: Session, issued: Iterable[AnyRow], now: datetime) -> None:
    """A job for each cohort and a task for each certificate; a few were given up."""
    jobs, tasks, title = [], [], store(ISSUING(count=50))
    for (cohort_id, slug), group in groupby(issued, lambda own: (own.cohort_id, own.slug)):
        of_cohort = list(group)
        first, job_id = of_cohort[0], new_id()
        named = {"kind": "certificates", "title": title.text, "title_reason": title.reason}
        path = f"/manage/cohorts/{slug}/certificates"
        begun = {"started_by": first.issued_by, "started_at": first.issued_at}
        jobs.append({"id": job_id, "scope_id": cohort_id, "back_path": path} | named | begun)
        tasks += [rows.task(own, job_id) for own in of_cohort]
    _insert(session, Job, jobs)
    for task in tasks[:FAILED]:
        task.update(done_at=None, failed_at=now, error="The printer has stopped.")
    _insert(session, Task, tasks)


def _held(mark: AnyRow) -> tuple[UUID, UUID, datetime]:
    return mark.case_session_id, mark.cohort_id, mark.starts_at


def _told_of_marks(marks: Iterable[AnyRow], by: UUID) -> Iterator[Line]:
    for (id_, cohort_id, starts_at), group in groupby(marks, _held):
        facts = {"save": str(id_), "marks": len(list(group)), "source": "manual"}
        act = Act("attendance.saved", "case_session", id_, facts)
        yield Line(act, cohort_id, by, starts_at + timedelta(hours=2))


def _told_of_places(session: Session, now: datetime) -> Iterator[Line]:
    for place in session.scalars(select(Enrollment).order_by(col(Enrollment.cohort_id))):
        act = Act("enrollment.enrolled", "enrollment", place.id)
        yield Line(act, place.cohort_id, place.person_id, place.enrolled_at or now)


def _told_of_work(signed: Iterable[AnyRow], each: int) -> Iterator[Line]:
    """So many acts for each unit that was signed: who ticks and answers does it more than once."""
    names = (*islice(cycle(WORK), each - 1), "attestation.signed")
    for own in signed:
        for name in names:
            what = Act(name, "enrollment", own.enrollment_id, {"unit": own.position})
            yield Line(what, own.cohort_id, own.person_id, own.signed_at)


def _tell(session: Session, lines: Iterable[Line]) -> None:
    """Write lines as everything does: each cohort's by itself, those of one moment at once."""
    for cohort_id, of_cohort in groupby(lines, lambda line: line.cohort_id):
        with Session(session.connection()) as own:
            audit.continue_chain(own, cohort_id)
            for (by, at), group in groupby(of_cohort, lambda line: (line.by, line.at)):
                audit.record_all(own, [line.act for line in group], by=by, now=at)
