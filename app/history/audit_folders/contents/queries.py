"""Reads what an audit folder is made of: as many statements however many people there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.imports.models import AttendanceImport, AttendanceOriginal
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.certificates.issuing.queries import orders_under_way
from app.certificates.models import (
    Certificate,
    CertificateClosure,
    CertificateEvent,
    CertificateFile,
)
from app.certificates.queries import certificates_of_cohort, is_in_cohort
from app.certificates.teaching.queries import teachers
from app.certificates.verification.doubts import with_doubts_in_cohort
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import CaseSession, Enrollment, PolicyVersion, SessionPart, Unit
from app.cohorts.queries import units
from app.content.models import ContentVersion
from app.core.db import records
from app.credit.claims.queries import claims_made
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.queries import standings_ever, versions_of
from app.history import queries as history
from app.history.audit_folders.contents.approvals.queries import read_approvals
from app.history.audit_folders.contents.integrity.queries import read_disclosed
from app.history.audit_folders.contents.records import (
    ChangedMark,
    CohortRead,
    KeptUntil,
    Leader,
    MakeUpRecorded,
    Place,
    RequestStep,
    SentFile,
    StoredMark,
)
from app.history.audit_folders.contents.rules import is_in_folder
from app.history.queries import HistoryLine, Wanted, things_in
from app.history.retention.queries import kept_of, years_kept
from app.history.retention.rules import retained
from app.history.rules import Subject
from app.learning.models import Attestation
from app.learning.signatures.queries import signed_in_any
from app.outcomes.results.queries import answered_in, closed_evaluations
from app.people.models import Institution, Person
from app.people.queries import people_by_id
from app.surveys.queries import count_done


def read_cohort(session: Session, here: CohortContext, now: datetime) -> CohortRead:
    """Everything of a cohort that an auditor is shown."""
    cohort_id = here.cohort.id
    places = places_of(session, cohort_id)
    ids = [place.enrollment.id for place in places]
    surveys = closed_evaluations(session, [cohort_id])
    issued = with_doubts_in_cohort(session, certificates_of_cohort(session, cohort_id))
    read: dict[str, Any] = _attendance(session, cohort_id) | {
        "places": places,
        "events": _events(session, cohort_id),
        "signed": signed_in_any(session, ids),
        "modules": _modules(session, cohort_id),
        "activities": _activities(session, cohort_id),
        "policies": _policies(session, cohort_id),
        "claims": claims_made(session, ids),
        "surveys": surveys,
        "answers": answered_in(session, surveys),
        "responses": count_done(session, [own.survey.id for own in surveys]),
        "certificates": issued,
        "teachers": teachers(session, cohort_id, now),
        "certificate_events": _certificate_events(session, cohort_id),
        "certificate_closures": _certificate_closures(session, cohort_id),
        "pdfs": _pdfs(session, cohort_id),
        "lines": _lines(session, cohort_id),
        "approvals": read_approvals(session, cohort_id),
        "disclosed": read_disclosed(session, here.cohort, now),
    }
    return CohortRead(
        here=here,
        now=now,
        units=units(session, cohort_id),
        standings=standings_ever(session, dict.fromkeys(ids, here), now),
        people=people_by_id(session, set(_actors(read))),
        issuing=len(orders_under_way(session, cohort_id)),
        retained=_kept_until(session, here, now),
        **read,
    )


def _kept_until(session: Session, here: CohortContext, now: datetime) -> KeptUntil | None:
    kept, years = kept_of(session, here.cohort.slug), years_kept(session)
    return KeptUntil(retained(kept, years, now), years) if kept else None


def _attendance(session: Session, cohort_id: UUID) -> dict[str, Any]:
    of = col(Unit.cohort_id) == cohort_id
    return {
        "leaders": records(session.execute(_LEADERS.where(of)), Leader),
        "marks": records(session.execute(_MARKS.where(of)), StoredMark),
        "changes": records(session.execute(_CHANGES.where(of)), ChangedMark),
        "files": records(session.execute(_FILES.where(of)), SentFile),
        "excuses": session.scalars(_EXCUSES.where(of)).all(),
        "excuse_steps": session.scalars(_EXCUSE_STEPS.where(of)).all(),
        "make_ups": records(session.execute(_MAKE_UPS.where(of)), MakeUpRecorded),
        "requests": records(session.execute(_REQUESTS.where(of)), RequestStep),
    }


_UNIT = col(Unit.id) == col(CaseSession.unit_id)
_LEADERS: Select[*tuple[Any, ...]] = (
    select(col(SessionPart.case_session_id), col(SessionPart.part), Person)
    .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
    .join(Unit, _UNIT)
    .join(Person, col(Person.id) == col(SessionPart.person_id))
    .order_by(col(Unit.position), col(SessionPart.part), col(Person.search_name), col(Person.id))
)
_IN_ORDER = col(Unit.position), col(Person.search_name), col(Person.id)
"""By unit, and in each by family name."""


def _of_places(found: Select[*tuple[Any, ...]], kind: Any) -> Select[*tuple[Any, ...]]:
    """Rows that name a session and a place, with both."""
    return (
        found.join(CaseSession, col(CaseSession.id) == kind.case_session_id)
        .join(Unit, _UNIT)
        .join(Enrollment, col(Enrollment.id) == kind.enrollment_id)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
    )


_MARKS = (
    _of_places(
        select(Attendance, col(MakeUp.id).is_not(None).label("made_up")).select_from(Attendance),
        Attendance,
    )
    .outerjoin(MakeUp, and_(*beside_mark()))
    .order_by(*_IN_ORDER)
)
_CHANGES = _of_places(
    select(AttendanceChange, col(Attendance.enrollment_id), col(Attendance.case_session_id)).join(
        Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id)
    ),
    Attendance,
).order_by(*_IN_ORDER, col(AttendanceChange.version))
_FILES: Select[*tuple[Any, ...]] = (
    select(AttendanceImport, col(AttendanceOriginal.content))
    .join(CaseSession, col(CaseSession.id) == col(AttendanceImport.case_session_id))
    .join(Unit, _UNIT)
    .outerjoin(AttendanceOriginal, col(AttendanceOriginal.import_id) == col(AttendanceImport.id))
    .order_by(col(Unit.position), col(AttendanceImport.sent_at), col(AttendanceImport.id))
)
_EXCUSES = _of_places(select(Excuse), Excuse).order_by(*_IN_ORDER, col(Excuse.edition))
_EXCUSE_STEPS = _of_places(
    select(ExcuseEvent).join(Excuse, col(Excuse.id) == col(ExcuseEvent.excuse_id)), Excuse
).order_by(col(ExcuseEvent.excuse_id), col(ExcuseEvent.number))
_MAKE_UPS = (
    _of_places(
        select(
            MakeUp,
            col(MakeUpWithdrawal.withdrawn_at),
            col(MakeUpWithdrawal.by).label("withdrawn_by"),
            col(MakeUpWithdrawal.reason).label("why_withdrawn"),
        ).select_from(MakeUp),
        MakeUp,
    )
    .outerjoin(MakeUpWithdrawal, col(MakeUpWithdrawal.make_up_id) == col(MakeUp.id))
    .order_by(*_IN_ORDER, col(MakeUp.edition))
)
_REQUESTS = _of_places(
    select(MakeUpRequest, MakeUpEvent).join(
        MakeUpEvent, col(MakeUpEvent.request_id) == col(MakeUpRequest.id)
    ),
    MakeUpRequest,
).order_by(*_IN_ORDER, col(MakeUpRequest.edition), col(MakeUpEvent.number))


def places_of(session: Session, cohort_id: UUID) -> list[Place]:
    """Everybody who is or was enrolled, by family name."""
    found = (
        select(Enrollment, Person, Institution)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.enrolled_at).is_not(None))
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found), Place)


def _events(session: Session, cohort_id: UUID) -> Sequence[EnrollmentEvent]:
    found = (
        select(EnrollmentEvent)
        .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(col(Enrollment.cohort_id) == cohort_id, col(Enrollment.enrolled_at).is_not(None))
        .order_by(col(Person.search_name), col(Person.id), col(EnrollmentEvent.number))
    )
    return session.scalars(found).all()


def _modules(session: Session, cohort_id: UUID) -> Mapping[UUID, str]:
    signed = (
        select(col(Attestation.module_version_id))
        .join(Enrollment, col(Enrollment.id) == col(Attestation.enrollment_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
    )
    found = select(col(ContentVersion.id), col(ContentVersion.hash))
    rows = session.execute(found.where(col(ContentVersion.id).in_(signed)))
    return {row.id: row.hash for row in rows}


def _activities(session: Session, cohort_id: UUID) -> list[ApprovedActivity]:
    """Every version, the first one first."""
    found = versions_of(session, cohort_id).values()
    return sorted(found, key=lambda own: own.activity.version)


def _policies(session: Session, cohort_id: UUID) -> Sequence[PolicyVersion]:
    own = select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cohort_id)
    return session.scalars(own.order_by(col(PolicyVersion.version))).all()


def _certificate_events(session: Session, cohort_id: UUID) -> Sequence[CertificateEvent]:
    found = (
        select(CertificateEvent)
        .join(Certificate, col(Certificate.id) == col(CertificateEvent.certificate_id))
        .where(is_in_cohort(cohort_id))
        .order_by(col(CertificateEvent.at), col(CertificateEvent.id))
    )
    return session.scalars(found).all()


def _certificate_closures(session: Session, cohort_id: UUID) -> Sequence[CertificateClosure]:
    found = (
        select(CertificateClosure)
        .join(Certificate, col(Certificate.id) == col(CertificateClosure.certificate_id))
        .where(is_in_cohort(cohort_id))
        .order_by(col(CertificateClosure.at), col(CertificateClosure.id))
    )
    return session.scalars(found).all()


def _pdfs(session: Session, cohort_id: UUID) -> Mapping[UUID, bytes]:
    found = (
        select(col(CertificateFile.certificate_id), col(CertificateFile.pdf))
        .join(Certificate, col(Certificate.id) == col(CertificateFile.certificate_id))
        .where(is_in_cohort(cohort_id))
    )
    return {row.certificate_id: row.pdf for row in session.execute(found)}


def _lines(session: Session, cohort_id: UUID) -> list[HistoryLine]:
    """The cohort's history, the first line first."""
    things, everything = things_in(session, cohort_id), Wanted(frozenset(Subject))
    found = history.lines(session, things, everything)
    return [own for own in reversed(found) if is_in_folder(own.line.act)]


def _actors(read: Mapping[str, Any]) -> Iterable[UUID]:
    """Who did what was read, and who is named in it besides learners."""
    found = [own.attendance_change.by for own in read["changes"]]
    found += [own.attendance_import.by for own in read["files"]]
    found += [own.make_up.by for own in read["make_ups"]]
    found += [own.withdrawn_by for own in read["make_ups"]]
    found += [own.make_up_event.by for own in read["requests"]]
    names = ("events", "excuse_steps", "policies", "certificate_events", "certificate_closures")
    found += [own.by for name in names for own in read[name]]
    found += [own.certificate.issued_by for own in read["certificates"]]
    found += [own.certificate.issued_by for who in read["teachers"] for own in who.issued]
    found += [*read["approvals"].people(), *read["disclosed"].people()]
    return (id_ for id_ in found if id_ is not None)
