"""Putting people into a cohort and letting them go, an event each.

Whoever needs a seat locks the cohort before the place.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.core import audit
from app.core.errors import require
from app.people.models import Person


def enroll(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID | None, now: datetime
) -> Enrollment:
    """Give a person a seat, and keep what they are at this moment.

    Raises `RefusedError` when the last seat is taken, or when they are enrolled already.
    """
    taken = queries.lock_seats(session, cohort.id)
    enrollment = queries.locked_place(session, cohort.id, person_id)
    status = enrollment.status if enrollment else EnrollmentStatus.NONE
    require(rules.WHY_NOT[status][EnrollmentEventKind.ENROLLED])
    if status not in rules.HOLDS_SEAT:
        require(rules.why_no_seat(taken, cohort.capacity, cohort.title))
        taken += 1
    enrollment = enrollment or _place_of(session, person_id, cohort)
    _happened(session, enrollment, EnrollmentEventKind.ENROLLED, by=by, now=now)
    audit.record(
        session,
        "enrollment.enrolled",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "seat": taken},
    )
    return enrollment


def withdraw(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Let a person leave a cohort; what they did in it stays.

    Raises `RefusedError` for who is not enrolled, also when another tab was first.
    """
    queries.locked_place(session, enrollment.cohort_id, enrollment.person_id)
    require(rules.WHY_NOT[enrollment.status][EnrollmentEventKind.WITHDRAWN])
    kind = EnrollmentEventKind.WITHDRAWN
    _happened(session, enrollment, kind, by=by, now=now, reason=reason)
    audit.record(
        session,
        "enrollment.withdrawn",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts={"cohort": session.get_one(Cohort, enrollment.cohort_id).slug},
        reason=reason,
    )


def take_back_withdrawal(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Undo a withdrawal, if there is still a seat: as if they had never left.

    Raises `RefusedError` when the last seat is taken, or when they have not withdrawn.
    """
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    taken = queries.lock_seats(session, cohort.id)
    queries.locked_place(session, cohort.id, enrollment.person_id)
    require(rules.why_not_take_back_withdrawal(enrollment.status))
    require(rules.why_no_seat(taken, cohort.capacity, cohort.title))
    kind = EnrollmentEventKind.TAKEN_BACK
    _happened(session, enrollment, kind, by=by, now=now, reason=reason)
    audit.record(
        session,
        "enrollment.withdrawal_taken_back",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "seat": taken + 1},
        reason=reason,
    )


def _place_of(session: Session, person_id: UUID, cohort: Cohort) -> Enrollment:
    """A new place, to which nothing has happened."""
    person = session.get_one(Person, person_id)
    return Enrollment(
        person_id=person_id,
        cohort_id=cohort.id,
        institution_id=person.institution_id,
        profession=person.profession,
    )


def _happened(
    session: Session,
    enrollment: Enrollment,
    kind: EnrollmentEventKind,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Add the next event of a locked place, and what holds by it."""
    before = queries.events(session, enrollment.id)
    event = EnrollmentEvent(
        enrollment_id=enrollment.id, number=len(before) + 1, kind=kind, at=now, by=by, reason=reason
    )
    if kind is EnrollmentEventKind.ENROLLED:
        _keep(session.get_one(Person, enrollment.person_id), event)
    stand = rules.standing([*before, event])
    enrollment.status = rules.status_of(stand)
    enrolled = rules.enrolled_last(stand)
    enrollment.enrolled_at = enrolled.at if enrolled else None
    if enrolled is not None and enrolled.institution_id is not None:
        _keep(enrolled, enrollment)
    session.add(enrollment)
    session.flush()  # the event refers to it
    session.add(event)


def _keep(what: Person | EnrollmentEvent, where: EnrollmentEvent | Enrollment) -> None:
    """Keep what somebody was: people move on, and reports about then must not."""
    for fact in ("institution_id", "department", "rank", "profession"):
        setattr(where, fact, getattr(what, fact))
