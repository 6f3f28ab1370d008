"""Steps into a cohort and out of it, by a person or by its coordinator, each with its letter.

The acts themselves are in `enrollments` and `admission`: what is here tells the person about them.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.admission import actions as admission
from app.cohorts.admission import queries
from app.cohorts.applications.actions import keep_answers, require_answers
from app.cohorts.enrollments import actions as enrollments
from app.cohorts.enrollments.queries import lock_seats
from app.cohorts.enums import EnrollmentStatus, WayIn
from app.cohorts.joining import letters
from app.cohorts.joining.rules import position_of
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.rules import why_not_without_reason
from app.core.errors import require
from app.people.rules import why_not_deal_with


def ask_for_seat(
    session: Session,
    cohort: Cohort,
    person_id: UUID,
    *,
    now: datetime,
    answers: Mapping[UUID, str] = MappingProxyType({}),
    seen: str | None = None,
) -> None:
    """Let a person ask for a seat; they are told what became of it.

    `answers`: to the questions of the form, where people apply; `seen`: the fingerprint of these.

    Raises `RefusedError` before anything is written: for the first answer that is none, or to other
    words, when nobody can ask now, or when they have asked.
    """
    if cohort.way_in is WayIn.APPLICATION:
        lock_seats(session, cohort.id)  # from here on, the form stays as it is
        require_answers(session, cohort.id, answers, seen)
    place = admission.ask(session, cohort, person_id, now=now)
    if place.status is EnrollmentStatus.APPLIED:
        keep_answers(session, place, answers, now)
    _tell_status(session, cohort, place, now)


def _tell_status(session: Session, cohort: Cohort, place: Enrollment, now: datetime) -> None:
    """Tell who asked for a seat what became of it."""
    match place.status:
        case EnrollmentStatus.APPLIED:
            letters.tell_applied(session, cohort, place, now)
        case EnrollmentStatus.ENROLLED:
            letters.tell_enrolled(session, cohort, place, now)
        case EnrollmentStatus.WAITLISTED:
            _tell_position(session, cohort, place, now)


def take_seat(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> None:
    """Let a person take the seat that is held for them."""
    place = admission.accept(session, cohort, person_id, now=now)
    letters.tell_enrolled(session, cohort, place, now)


def let_go(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> None:
    """Let a person refuse the seat that is held, leave the line, or take an application back."""
    admission.decline(session, cohort, person_id, by=person_id, now=now)


def put_in(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID, now: datetime
) -> Enrollment:
    """Give somebody a seat, whether they asked for one or not."""
    place = enrollments.enroll(session, cohort, person_id, by=by, now=now)
    letters.tell_enrolled(session, cohort, place, now)
    return place


def invite(
    session: Session, cohort: Cohort, person_id: UUID, *, until: datetime, by: UUID, now: datetime
) -> Enrollment:
    """Ask somebody to come, and hold a seat for them."""
    place = admission.invite(session, cohort, person_id, until=until, by=by, now=now)
    if not cohort.is_draft:  # else the letter goes out with its publication
        admission.mail_invitation(session, cohort, place, now=now)
    return place


def let_wait(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID, now: datetime
) -> Enrollment:
    """Put somebody at the end of the line."""
    place = admission.put_on_waitlist(session, cohort, person_id, by=by, now=now)
    _tell_position(session, cohort, place, now)
    return place


def turn_down(
    session: Session, cohort: Cohort, person_id: UUID, *, reason: str, by: UUID, now: datetime
) -> None:
    """Answer an application with no, or take back the seat or the wait that somebody was given.

    Raises `RefusedError` without a reason, and for oneself.
    """
    require(why_not_deal_with([person_id], by=by))
    require(why_not_without_reason(reason))
    place = admission.decline(session, cohort, person_id, by=by, now=now, reason=reason)
    letters.tell_declined(session, cohort, place, reason, now)


def withdraw(
    session: Session, cohort: Cohort, place: Enrollment, *, reason: str, by: UUID, now: datetime
) -> None:
    """Take somebody out of a cohort."""
    enrollments.withdraw(session, place, reason=reason, by=by, now=now)
    letters.tell_withdrawn(session, cohort, place, reason, now)


def take_back_withdrawal(
    session: Session, cohort: Cohort, place: Enrollment, *, reason: str, by: UUID, now: datetime
) -> None:
    """Let somebody be in a cohort as if they had never left."""
    enrollments.take_back_withdrawal(session, place, reason=reason, by=by, now=now)
    letters.tell_enrolled(session, cohort, place, now)


def transfer(
    session: Session, place: Enrollment, to: Cohort, *, reason: str, by: UUID, now: datetime
) -> None:
    """Let somebody go on in another cohort."""
    new = enrollments.transfer(session, place, to, reason=reason, by=by, now=now)
    left = session.get_one(Cohort, place.cohort_id)
    letters.tell_transferred(session, left, to, new, reason, now)


def take_back_transfer(
    session: Session, cohort: Cohort, place: Enrollment, *, reason: str, by: UUID, now: datetime
) -> None:
    """Let somebody be in a cohort as if they had never gone on to another."""
    new = enrollments.take_back_transfer(session, place, reason=reason, by=by, now=now)
    left = session.get_one(Cohort, new.cohort_id)
    letters.tell_transfer_taken_back(session, cohort, left, place, reason, now)


def _tell_position(session: Session, cohort: Cohort, place: Enrollment, now: datetime) -> None:
    position = position_of(queries.line(session, cohort.id), place.id)
    letters.tell_waitlisted(session, cohort, place, position or 1, now)
