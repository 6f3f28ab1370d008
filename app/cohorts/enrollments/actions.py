"""Putting people into a cohort and letting them go, an event each.

Whoever needs a seat locks the cohort before the place. Each of these is an act about somebody else.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.recording import happened, locked_or_new_place, new_place
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.rules import why_nobody_gets_in, why_not_without_reason
from app.core import audit
from app.core.errors import RefusedError, require
from app.people.rules import why_not_deal_with


def enroll(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID | None, now: datetime
) -> Enrollment:
    """Give a person a seat, and keep what they are at this moment.

    Raises `RefusedError` when the last seat is taken, when they are enrolled already, or when they
    are `by`.
    """
    require(why_not_deal_with([person_id], by=by))
    seats = queries.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    return give_seat(session, cohort, place, seats, by=by, now=now)


def withdraw(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Let a person leave a cohort; what they did in it stays.

    Raises `RefusedError` without a reason, and for who is not enrolled, also when another tab was
    first, and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(why_not_without_reason(reason))
    queries.locked_place(session, enrollment.cohort_id, enrollment.person_id)
    require(rules.WHY_NOT[enrollment.status][EnrollmentEventKind.WITHDRAWN])
    kind = EnrollmentEventKind.WITHDRAWN
    happened(session, enrollment, kind, by=by, now=now, reason=reason)
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
    require(why_not_without_reason(reason))
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    seats = queries.lock_seats(session, cohort.id)
    queries.locked_place(session, cohort.id, enrollment.person_id)
    require(rules.why_not_take_back_withdrawal(enrollment.status))
    require(rules.why_no_seat(seats, enrollment.institution_id, cohort.title))
    kind = EnrollmentEventKind.TAKEN_BACK
    happened(session, enrollment, kind, by=by, now=now, reason=reason)
    audit.record(
        session,
        "enrollment.withdrawal_taken_back",
        "enrollment",
        enrollment.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "seat": seats.taken + 1},
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

    What they did so far stays where it was done; the new place carries it, as far as its units are
    the same (`credit/carried`).

    Raises `RefusedError` without a reason, for who is not enrolled, when they have a place in the
    other cohort already, or when its last seat is taken; and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(why_not_without_reason(reason))
    seats = queries.lock_seats(session, cohort.id)
    person_id, here = enrollment.person_id, enrollment.cohort_id
    places = queries.locked_places(session, [here, cohort.id], person_id)
    require(rules.WHY_NOT[enrollment.status][EnrollmentEventKind.TRANSFERRED])
    place = places.get(cohort.id) or new_place(session, cohort, person_id)
    give_seat(session, cohort, place, seats, by=by, now=now, reason=reason, other=enrollment)
    kind = EnrollmentEventKind.TRANSFERRED
    happened(session, enrollment, kind, by=by, now=now, reason=reason, other=place)
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


def take_back_transfer(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> Enrollment:
    """Undo a transfer from a place, if there is still a seat: both places are as they were.

    Returns the place to which they had gone. Raises `RefusedError` without a reason, when they were
    not transferred, when something was recorded or has happened there since, when the last seat is
    taken; and for oneself.
    """
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(why_not_without_reason(reason))
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    seats = queries.lock_seats(session, cohort.id)
    new = queries.place_after_transfer(session, enrollment)
    if new is None:
        raise RefusedError(rules.NOT_TRANSFERRED)
    queries.places_by_id(session, [enrollment.id, new.id])
    if queries.place_after_transfer(session, enrollment) is not new:  # another tab was first
        raise RefusedError(rules.NOT_TRANSFERRED)
    made = queries.transfer_made(session, enrollment, new)
    require(rules.why_not_take_back_transfer(made))
    require(rules.why_no_seat(seats, enrollment.institution_id, cohort.title))
    for place, other, act in (
        (new, enrollment, "enrollment.taken_back"),
        (enrollment, new, "enrollment.transfer_taken_back"),
    ):
        kind = EnrollmentEventKind.TAKEN_BACK
        happened(session, place, kind, by=by, now=now, reason=reason, other=other)
        slug = session.get_one(Cohort, place.cohort_id).slug
        audit.record(
            session,
            act,
            "enrollment",
            place.id,
            by=by,
            now=now,
            facts={"cohort": slug},
            reason=reason,
        )
    return new


def give_seat(
    session: Session,
    cohort: Cohort,
    place: Enrollment,
    seats: rules.Seats,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
    other: Enrollment | None = None,
) -> Enrollment:
    """Enroll at a locked place, or a new one. `seats`: those of the locked cohort.

    Raises `RefusedError` when no seat is left for them, when they are enrolled already, or once the
    cohort has closed.
    """
    require(why_nobody_gets_in(cohort.closes_at, cohort.archived_at, now))
    require(rules.WHY_NOT[place.status][EnrollmentEventKind.ENROLLED])
    holds_one = place.status in rules.HOLDS_SEAT
    if not holds_one:
        require(rules.why_no_seat(seats, place.institution_id, cohort.title))
    kind = EnrollmentEventKind.ENROLLED
    happened(session, place, kind, by=by, now=now, reason=reason, other=other)
    audit.record(
        session,
        "enrollment.enrolled",
        "enrollment",
        place.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "seat": seats.taken + (not holds_one)},
        reason=reason,
    )
    return place
