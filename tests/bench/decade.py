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

from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance, AttendanceChange
from app.certificates.enums import EventKind
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
from tests.cast import Cast

AT_ONCE = 20_000
WORDS = "I took silence for agreement, and it was none. Next time I ask, and wait longer. " * 5
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
    _insert(session, ReadingDone, (row for own in signed for row in _ticks(own)))
    _insert(session, CheckAnswer, map(_answer, signed))
    _insert(session, Reflection, map(_reflection, signed))
    _insert(session, WebSession, _sign_ins(session, now))
    _insert(session, OutboxMessage, _mail(signed, now))
    marks = session.execute(_MARKED).all()
    by = Cast(session).id("fay")
    _insert(session, AttendanceChange, (_change(mark, by) for mark in marks))
    _certificates(session, now)
    _tell(session, [*_told_of_marks(marks, by), *_told_of_places(session, now)])
    missing = lines - (session.scalar(select(func.count()).select_from(AuditLine)) or 0)
    _tell(session, _told_of_work(signed, -(-missing // len(signed))))


_SIGNED = (
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
_MARKED = (
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
_ISSUED = (
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


def _insert(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    waiting, into = iter(rows), insert(table.__table__)  # type: ignore[attr-defined]
    while some := list(islice(waiting, AT_ONCE)):
        session.connection().execute(into, some)


def _of(signed: Row[Any]) -> dict[str, Any]:
    return {"id": new_id(), "enrollment_id": signed.enrollment_id, "unit_id": signed.unit_id}


def _ticks(signed: Row[Any]) -> Iterator[dict[str, Any]]:
    for letter in "ab":
        key = f"r{signed.position}{letter}"
        yield _of(signed) | {"reading_key": key, "done_at": signed.signed_at}


def _answer(signed: Row[Any]) -> dict[str, Any]:
    version = {"module_version_id": signed.module_version_id, "question_id": "q1"}
    return _of(signed) | version | {"option": 0, "answered_at": signed.signed_at}


def _reflection(signed: Row[Any]) -> dict[str, Any]:
    written = {"edition": 1, "text": WORDS, "shared": False}
    return _of(signed) | written | {"saved_at": signed.signed_at}


def _change(mark: Row[Any], by: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "attendance_id": mark.id,
        "save_id": mark.case_session_id,
        "version": 1,
        "from_status": AttendanceStatus.NOT_RECORDED,
        "to_status": mark.status,
        "from_made_up": False,
        "to_made_up": False,
        "source": AttendanceSource.MANUAL,
        "by": by,
        "at": mark.starts_at + timedelta(hours=2),
        "reason": "",
    }


def _sign_ins(session: Session, now: datetime) -> Iterator[dict[str, Any]]:
    places = select(col(Enrollment.person_id), col(Enrollment.enrolled_at))
    for person_id, at in session.execute(places.where(col(Enrollment.enrolled_at) < now)):
        for month in range(MONTHS):
            began, id_ = at + timedelta(days=30 * month), new_id()
            ends = began + timedelta(days=30)
            once = {"person_id": person_id, "created_at": began, "expires_at": ends}
            yield {"id": id_, "token_hash": sha256(id_.bytes).hexdigest(), "user_agent": ""} | once


def _mail(signed: Iterable[Row[Any]], now: datetime) -> Iterator[dict[str, Any]]:
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
    """Files, a job for each cohort, and a task for each file; the newest were given up."""
    issued, title = session.execute(_ISSUED).all(), store(ISSUING(count=50))
    pdfs = ({"certificate_id": own.id, "pdf": PDF + own.id.bytes} for own in issued)
    _insert(session, CertificateFile, pdfs)
    _insert(session, CertificateEvent, (_revoked(own) for own in issued[::ONE_IN]))
    jobs, tasks = [], []
    for (cohort_id, slug), group in groupby(issued, lambda own: (own.cohort_id, own.slug)):
        of_cohort = list(group)
        first, job_id = of_cohort[0], new_id()
        named = {"kind": "certificates", "title": title.text, "title_reason": title.reason}
        path = f"/manage/cohorts/{slug}/certificates"
        begun = {"started_by": first.issued_by, "started_at": first.issued_at}
        jobs.append({"id": job_id, "scope_id": cohort_id, "back_path": path} | named | begun)
        tasks += [_task(own, job_id) for own in of_cohort]
    _insert(session, Job, jobs)
    for task in tasks[:FAILED]:
        task.update(done_at=None, failed_at=now, error="The printer has stopped.")
    _insert(session, Task, tasks)
    told = [Line(Act("certificate.issued", "certificate", own.id), *own[1:3]) for own in issued]
    _tell(session, told)


def _revoked(issued: Row[Any]) -> dict[str, Any]:
    said = {"kind": EventKind.REVOKED, "reason_class": "name", "note": "Misspelled."}
    what = {"id": new_id(), "certificate_id": issued.id, "replaced_by_id": None}
    return what | said | {"at": issued.issued_at, "by": issued.issued_by}


def _task(issued: Row[Any], job_id: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "job_id": job_id,
        "kind": "issue",
        "key": str(issued.id),
        "label": "Somebody",
        "payload": {},
        "not_before": issued.issued_at,
        "attempts": 1,
        "done_at": issued.issued_at,
        "failed_at": None,
        "error": "",
    }


def _told_of_marks(marks: Iterable[Row[Any]], by: UUID) -> Iterator[Line]:
    for (id_, starts_at), group in groupby(marks, lambda own: (own.case_session_id, own.starts_at)):
        facts = {"save": str(id_), "marks": len(list(group)), "source": "manual"}
        act = Act("attendance.saved", "case_session", id_, facts)
        yield Line(act, by, starts_at + timedelta(hours=2))


def _told_of_places(session: Session, now: datetime) -> Iterator[Line]:
    places = select(col(Enrollment.id), col(Enrollment.person_id), col(Enrollment.enrolled_at))
    for id_, person_id, at in session.execute(places.order_by(col(Enrollment.cohort_id))):
        yield Line(Act("enrollment.enrolled", "enrollment", id_), person_id, at or now)


def _told_of_work(signed: Iterable[Row[Any]], each: int) -> Iterator[Line]:
    """So many acts for each unit that was signed: who ticks and answers does it more than once."""
    for own in signed:
        facts = {"unit": own.position}
        for act in islice(cycle(WORK), each - 1):
            yield Line(Act(act, "enrollment", own.enrollment_id, facts), own.person_id, own.signed_at)
        act = Act("attestation.signed", "enrollment", own.enrollment_id, facts)
        yield Line(act, own.person_id, own.signed_at)


_same: Callable[[Line], tuple[UUID, datetime]] = lambda line: (line.by, line.at)  # noqa: E731


def _tell(session: Session, lines: Iterable[Line]) -> None:
    """Write lines as everything does, those of one person and moment at once."""
    for (by, at), group in groupby(lines, _same):
        audit.record_all(session, [line.act for line in group], by=by, now=at)
