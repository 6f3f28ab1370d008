"""Putting people into a cohort and letting them go, an event each.

Whoever needs a seat locks the cohort before the place. Each of these is an act about somebody else.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.enrollments import queries, rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.recording import happened, locked_or_new_place, new_place, sealed
from app.cohorts.enums import EnrollmentEventKind as Kind
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
    _require_of_another_with_reason(enrollment, reason, by)
    queries.locked_place(session, enrollment.cohort_id, enrollment.person_id)
    require(rules.WHY_NOT[enrollment.status][Kind.WITHDRAWN])
    event = happened(session, enrollment, Kind.WITHDRAWN, by=by, now=now, reason=reason)
    facts = {"cohort": session.get_one(Cohort, enrollment.cohort_id).slug}
    _record(session, "enrollment.withdrawn", event, facts, reason, by=by, now=now)


def take_back_withdrawal(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> None:
    """Undo a withdrawal, if there is still a seat: as if they had never left.

    Raises `RefusedError` without a reason, when the last seat is taken, or when they have not
    withdrawn; and for oneself.
    """
    _require_of_another_with_reason(enrollment, reason, by)
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    seats = queries.lock_seats(session, cohort.id)
    queries.locked_place(session, cohort.id, enrollment.person_id)
    require(rules.why_not_take_back_withdrawal(enrollment.status))
    require(rules.why_no_seat(seats, enrollment.institution_id, cohort.title))
    event = happened(session, enrollment, Kind.TAKEN_BACK, by=by, now=now, reason=reason)
    facts = {"cohort": cohort.slug, "seat": seats.taken + 1}
    _record(session, "enrollment.withdrawal_taken_back", event, facts, reason, by=by, now=now)


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
    _require_of_another_with_reason(enrollment, reason, by)
    seats = queries.lock_seats(session, cohort.id)
    person_id, here = enrollment.person_id, enrollment.cohort_id
    places = queries.locked_places(session, [here, cohort.id], person_id)
    require(rules.WHY_NOT[enrollment.status][Kind.TRANSFERRED])
    place = places.get(cohort.id) or new_place(session, cohort, person_id)
    give_seat(session, cohort, place, seats, by=by, now=now, reason=reason, other=enrollment)
    event = happened(
        session, enrollment, Kind.TRANSFERRED, by=by, now=now, reason=reason, other=place
    )
    facts = {"cohort": session.get_one(Cohort, here).slug, "to": cohort.slug}
    _record(session, "enrollment.transferred", event, facts, reason, by=by, now=now)
    return place


def take_back_transfer(
    session: Session, enrollment: Enrollment, *, reason: str, by: UUID | None, now: datetime
) -> Enrollment:
    """Undo a transfer from a place, if there is still a seat: both places are as they were.

    Returns the place to which they had gone. Raises `RefusedError` without a reason, when they were
    not transferred, when something was recorded or has happened there since, when the last seat is
    taken; and for oneself.
    """
    _require_of_another_with_reason(enrollment, reason, by)
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    seats = queries.lock_seats(session, cohort.id)
    new = _locked_place_after(session, enrollment)
    require(rules.why_not_take_back_transfer(queries.transfer_made(session, enrollment, new)))
    require(rules.why_no_seat(seats, enrollment.institution_id, cohort.title))
    _take_back(session, new, enrollment, "enrollment.taken_back", reason, by=by, now=now)
    _take_back(session, enrollment, new, "enrollment.transfer_taken_back", reason, by=by, now=now)
    return new


def _locked_place_after(session: Session, enrollment: Enrollment) -> Enrollment:
    """Where a transfer from a place led, both locked; raises `RefusedError` if there was none."""
    new = queries.place_after_transfer(session, enrollment)
    if new is None:
        raise RefusedError(rules.NOT_TRANSFERRED)
    queries.places_by_id(session, [enrollment.id, new.id])
    if queries.place_after_transfer(session, enrollment) is not new:  # another tab was first
        raise RefusedError(rules.NOT_TRANSFERRED)
    return new


def _take_back(
    session: Session,
    place: Enrollment,
    other: Enrollment,
    act: str,
    reason: str,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """The newest event of one of the two places of a transfer holds no longer."""
    event = happened(session, place, Kind.TAKEN_BACK, by=by, now=now, reason=reason, other=other)
    facts = {"cohort": session.get_one(Cohort, place.cohort_id).slug}
    _record(session, act, event, facts, reason, by=by, now=now)


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
    require(rules.WHY_NOT[place.status][Kind.ENROLLED])
    holds_one = place.status in rules.HOLDS_SEAT
    if not holds_one:
        require(rules.why_no_seat(seats, place.institution_id, cohort.title))
    event = happened(session, place, Kind.ENROLLED, by=by, now=now, reason=reason, other=other)
    facts = {"cohort": cohort.slug, "seat": seats.taken + (not holds_one)}
    _record(session, "enrollment.enrolled", event, facts, reason, by=by, now=now)
    return place


def _require_of_another_with_reason(enrollment: Enrollment, reason: str, by: UUID | None) -> None:
    """Raise `RefusedError` when nobody said why, or somebody would deal with themselves."""
    require(why_not_deal_with([enrollment.person_id], by=by))
    require(why_not_without_reason(reason))


def _record(
    session: Session,
    act: str,
    event: EnrollmentEvent,
    facts: dict[str, Any],
    reason: str,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    told, place_id = facts | sealed(event), event.enrollment_id
    audit.record(session, act, "enrollment", place_id, by=by, now=now, facts=told, reason=reason)
