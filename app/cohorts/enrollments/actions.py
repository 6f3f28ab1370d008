"""Putting people into a cohort and letting them go, an event each.

Whoever needs a seat locks the cohort before the place. Each of these is an act about somebody else.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.models import Cohort, Enrollment
from app.core import audit
from app.core.errors import require
from app.people.models import Person
from app.people.rules import why_not_deal_with


def enroll(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID | None, now: datetime
) -> Enrollment:
    """Give a person a seat, and keep what they are at this moment.

    Raises `RefusedError` when the last seat is taken, when they are enrolled already, or when they
    are `by`.
    """
    require(why_not_deal_with([person_id], by=by))
    taken = queries.lock_seats(session, cohort.id)
    place = queries.locked_place(session, cohort.id, person_id)
    place = place or _place_of(session, person_id, cohort)
    return _give_seat(session, cohort, place, taken, by=by, now=now)


def withdraw(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Let a person leave a cohort; what they did in it stays.

    Raises `RefusedError` without a reason, and for who is not enrolled, also when another tab was
    first, and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(rules.why_not_without_reason(reason))
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

    Raises `RefusedError` without a reason, when the last seat is taken, or when they have not
    withdrawn; and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(rules.why_not_without_reason(reason))
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


def transfer(
    session: Session,
    enrollment: Enrollment,
    cohort: Cohort,
    *,
    reason: str,
    by: UUID | None,
    now: datetime,
) -> Enrollment:
    """Let a person go to another cohort, with a seat there; both places name each other.

    What they did so far stays in the ledger of the place that they leave.

    Raises `RefusedError` without a reason, for who is not enrolled, when they have a place in the
    other cohort already, or when its last seat is taken; and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(rules.why_not_without_reason(reason))
    taken = queries.lock_seats(session, cohort.id)
    person_id, here = enrollment.person_id, enrollment.cohort_id
    places = queries.locked_places(session, [here, cohort.id], person_id)
    require(rules.WHY_NOT[enrollment.status][EnrollmentEventKind.TRANSFERRED])
    place = places.get(cohort.id) or _place_of(session, person_id, cohort)
    _give_seat(session, cohort, place, taken, by=by, now=now, reason=reason, other=enrollment)
    kind = EnrollmentEventKind.TRANSFERRED
    _happened(session, enrollment, kind, by=by, now=now, reason=reason, other=place)
    audit.record(
        session,
        "enrollment.transferred",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts={"cohort": session.get_one(Cohort, here).slug, "to": cohort.slug},
        reason=reason,
    )
    return place


def _give_seat(
    session: Session,
    cohort: Cohort,
    place: Enrollment,
    taken: int,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
    other: Enrollment | None = None,
) -> Enrollment:
    """Enroll at a locked place, or a new one. `taken`: seats of the locked cohort."""
    require(rules.WHY_NOT[place.status][EnrollmentEventKind.ENROLLED])
    if place.status not in rules.HOLDS_SEAT:
        require(rules.why_no_seat(taken, cohort.capacity, cohort.title))
        taken += 1
    kind = EnrollmentEventKind.ENROLLED
    _happened(session, place, kind, by=by, now=now, reason=reason, other=other)
    audit.record(
        session,
        "enrollment.enrolled",
        "enrollment",
        place.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "seat": taken},
        reason=reason,
    )
    return place


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
    other: Enrollment | None = None,
) -> None:
    """Add the next event of a locked place, and what holds by it.

    `other`: where to, or where from, if it is a transfer.
    """
    before = queries.events(session, enrollment.id)
    event = EnrollmentEvent(
        enrollment_id=enrollment.id,
        number=len(before) + 1,
        kind=kind,
        at=now,
        by=by,
        reason=reason,
        other_enrollment_id=other.id if other else None,
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
