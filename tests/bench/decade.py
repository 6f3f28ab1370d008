"""What ten years leave behind besides places, marks and signatures, as plain rows.

Ticks, answers and reflections, files of certificates, work that was done and some that failed, mail
that was sent and some that was not, sign-ins, and the line of each of these acts.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
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
LETTER = "Hello,\n\nthe session of this week is tomorrow at noon. Bring your question.\n" * 6
PDF = b"%PDF-1.7 " + bytes(range(256)) * 16
WORK = ("reading.done", "check.answered", "reflection.saved", "reading.taken-back")
MONTHS = 10
"""How often everybody signed in."""
UNSENT, FAILED = 40, 12
"""Letters that wait, and tasks that were given up."""
ONE_IN = 97
"""Of so many certificates, one is revoked."""


class Line(NamedTuple):
    """An act before it is a line: who did it, and when."""

    act: Act
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
    _tell(session, [*_told_of_marks(marks, by), *_told_of_places(session, now)])
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
    )
    .join(Unit, col(Unit.id) == col(Attestation.unit_id))
    .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
    .outerjoin(
        ReadingDone,
        (col(ReadingDone.enrollment_id) == col(Attestation.enrollment_id))
        & (col(ReadingDone.unit_id) == col(Attestation.unit_id)),
    )
    .where(col(ReadingDone.id).is_(None))
    .order_by(col(Attestation.enrollment_id), col(Attestation.signed_at))
)
"""Units that were signed and have no ticks yet: those of the crowds."""
_MARKED: Select[*tuple[Any, ...]] = (
    select(
        col(Attendance.id),
        col(Attendance.case_session_id),
        col(Attendance.status),
        col(CaseSession.starts_at),
    )
    .join(CaseSession, col(CaseSession.id) == col(Attendance.case_session_id))
    .outerjoin(AttendanceChange, col(AttendanceChange.attendance_id) == col(Attendance.id))
    .where(col(AttendanceChange.id).is_(None))
    .order_by(col(Attendance.case_session_id))
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
    places: Select[*tuple[Any, ...]] = select(
        col(Enrollment.person_id), col(Enrollment.enrolled_at)
    )
    for person_id, at in session.execute(places.where(col(Enrollment.enrolled_at) < now)):
        for month in range(MONTHS):
            began, id_ = at + timedelta(days=30 * month), new_id()
            ends = began + timedelta(days=30)
            once = {"person_id": person_id, "created_at": began, "expires_at": ends}
            yield {"id": id_, "token_hash": sha256(id_.bytes).hexdigest(), "user_agent": ""} | once


def _mail(signed: Iterable[AnyRow], now: datetime) -> Iterator[Values]:
    """A reminder of each week; the last ones are not sent yet."""
    newest = sorted(signed, key=lambda own: own.signed_at, reverse=True)
    for number, own in enumerate(newest):
        yield {
            "id": new_id(),
            "key": f"reminder:{own.enrollment_id}:{own.unit_id}",
            "kind": "reminder",
            "person_id": own.person_id,
            "facts": {"unit": own.position},
            "secrets": {},
            "recipient": "somebody@example.org",
            "subject": f"Week {own.position} is tomorrow",
            "text": LETTER,
            "created_at": min(own.signed_at, now),
            "sent_at": None if number < UNSENT else own.signed_at,
        }


def _certificates(session: Session, now: datetime) -> None:
    """Files of all, and what became of some."""
    issued = session.execute(_ISSUED).all()
    pdfs = ({"certificate_id": own.id, "pdf": PDF + own.id.bytes} for own in issued)
    _insert(session, CertificateFile, pdfs)
    _insert(session, CertificateEvent, (rows.revoked(own) for own in issued[::ONE_IN]))
    _issuing(session, issued, now)
    told = [Line(Act("certificate.issued", "certificate", own.id), *own[1:3]) for own in issued]
    _tell(session, told)


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


def _told_of_marks(marks: Iterable[AnyRow], by: UUID) -> Iterator[Line]:
    for (id_, starts_at), group in groupby(marks, lambda own: (own.case_session_id, own.starts_at)):
        facts = {"save": str(id_), "marks": len(list(group)), "source": "manual"}
        act = Act("attendance.saved", "case_session", id_, facts)
        yield Line(act, by, starts_at + timedelta(hours=2))


def _told_of_places(session: Session, now: datetime) -> Iterator[Line]:
    places = select(col(Enrollment.id), col(Enrollment.person_id), col(Enrollment.enrolled_at))
    for id_, person_id, at in session.execute(places.order_by(col(Enrollment.cohort_id))):
        yield Line(Act("enrollment.enrolled", "enrollment", id_), person_id, at or now)


def _told_of_work(signed: Iterable[AnyRow], each: int) -> Iterator[Line]:
    """So many acts for each unit that was signed: who ticks and answers does it more than once."""
    names = (*islice(cycle(WORK), each - 1), "attestation.signed")
    for own in signed:
        for name in names:
            what = Act(name, "enrollment", own.enrollment_id, {"unit": own.position})
            yield Line(what, own.person_id, own.signed_at)


_same: Callable[[Line], tuple[UUID, datetime]] = lambda line: (line.by, line.at)  # noqa: E731


def _tell(session: Session, lines: Iterable[Line]) -> None:
    """Write lines as everything does, those of one person and moment at once."""
    for (by, at), group in groupby(lines, _same):
        audit.record_all(session, [line.act for line in group], by=by, now=at)
