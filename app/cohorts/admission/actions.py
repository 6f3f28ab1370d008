"""Getting into a cohort by asking, by invitation and from the waitlist; an event and a line each.

Every act locks the cohort before the place, so that a seat is given once, whatever happens at once.
No act offers a seat that it frees: `attend_to_seats` does, which the worker calls, so that there is
one way in which seats are passed on, whatever freed them.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.admission import queries, rules
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.actions import give_seat
from app.cohorts.enrollments.recording import happened, locked_or_new_place, sealed
from app.cohorts.enrollments.rules import WHY_NOT, why_no_seat
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort, Enrollment, Program
from app.cohorts.rules import why_nobody_gets_in
from app.core import audit, outbox
from app.core.errors import require
from app.core.outbox import Letter
from app.people.rules import why_not_deal_with


def ask(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> Enrollment:
    """Let a person ask for a seat: they have it, wait for one, or are decided upon.

    Raises `RefusedError` with the rule's reason when nobody can ask now, or they have asked.
    """
    require(rules.why_not_ask(cohort, now))
    seats = places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    if cohort.way_in is WayIn.APPLICATION:
        _record(session, cohort, place, Kind.APPLIED, by=person_id, now=now)
    elif rules.is_served(queries.line(session, cohort.id), seats, place.institution_id):
        give_seat(session, cohort, place, seats, by=person_id, now=now)
    else:
        _record(session, cohort, place, Kind.WAITLISTED, by=person_id, now=now)
    return place


def invite(
    session: Session,
    cohort: Cohort,
    person_id: UUID,
    *,
    until: datetime,
    by: UUID | None,
    now: datetime,
) -> Enrollment:
    """Ask a person to come, and hold a seat for them until they answer, or until the time is over.

    Raises `RefusedError` when no seat is left, one is held already, or they are `by`.
    """
    require(why_not_deal_with([person_id], by=by))
    require(why_nobody_gets_in(cohort.closes_at, cohort.archived_at, now))
    require(rules.why_not_hold(until, now))
    seats = places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    require(WHY_NOT[place.status][Kind.INVITED])
    require(why_no_seat(seats, place.institution_id, cohort.title))
    _record(session, cohort, place, Kind.INVITED, by=by, now=now, held_until=until)
    return place


def put_on_waitlist(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID | None, now: datetime
) -> Enrollment:
    """Let a person wait for a seat, at the end of the line.

    Raises `RefusedError` when they wait or have a seat already, or are `by`.
    """
    require(why_not_deal_with([person_id], by=by))
    places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    _record(session, cohort, place, Kind.WAITLISTED, by=by, now=now)
    return place


def accept(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> Enrollment:
    """Let a person take the seat that is held for them.

    Raises `RefusedError` when none is, or no longer.
    """
    seats = places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    require(rules.why_not_answer(place.status, place.held_until, now))
    return give_seat(session, cohort, place, seats, by=person_id, now=now)


def decline(
    session: Session, cohort: Cohort, person_id: UUID, *, by: UUID, now: datetime, reason: str = ""
) -> Enrollment:
    """Answer an invitation, an offer or an application with no, by either side.

    Raises `RefusedError` when there is nothing to answer.
    """
    places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    _record(session, cohort, place, Kind.DECLINED, by=by, now=now, reason=reason)
    return place


def leave(session: Session, cohort: Cohort, person_id: UUID, *, now: datetime) -> Enrollment:
    """Let a person leave a series by themselves; where they were stays recorded.

    Raises `RefusedError` for who is not enrolled, and in a cohort, which its coordinator lets go.
    """
    require(rules.why_not_leave(cohort))
    places.lock_seats(session, cohort.id)
    place = locked_or_new_place(session, cohort, person_id)
    _record(session, cohort, place, Kind.WITHDRAWN, by=person_id, now=now, reason=rules.OWN_WISH)
    return place


def attend_to_seats(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """End what nobody answered in time, and offer every free seat to the next in line.

    Safe to be done by several at once: the cohort's lock decides, and what was done is seen then.
    """
    places.lock_seats(session, cohort.id)
    for place in queries.overdue(session, cohort.id, now):
        _record(session, cohort, place, Kind.LAPSED, by=None, now=now, reason=rules.LAPSED)
    if cohort.promote_until is not None and now >= cohort.promote_until:
        return
    until = rules.held_until(now, cohort.offer_hours, cohort.promote_until)
    line = queries.line(session, cohort.id)
    for waiting in rules.next_in_line(line, places.seats(session, cohort.id)):
        place = session.get_one(Enrollment, waiting.enrollment_id, with_for_update=True)
        _offer(session, cohort, place, until, now)


def _offer(
    session: Session, cohort: Cohort, place: Enrollment, until: datetime, now: datetime
) -> None:
    """Hold a free seat for who is next in line, and tell them."""
    why, kind = rules.FREE, Kind.OFFERED
    _record(session, cohort, place, kind, by=None, now=now, reason=why, held_until=until)
    _mail_offer(session, cohort, place, until, now)


def _record(
    session: Session,
    cohort: Cohort,
    place: Enrollment,
    kind: Kind,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
    held_until: datetime | None = None,
) -> None:
    """An event that gives nobody a seat for good, if it can follow, and its line in the history."""
    require(WHY_NOT[place.status][kind])
    event = happened(session, place, kind, by=by, now=now, reason=reason, held_until=held_until)
    until = {"held_until": held_until.isoformat()} if held_until else {}
    act, facts = f"enrollment.{kind.value}", {"cohort": cohort.slug} | until | sealed(event)
    audit.record(session, act, "enrollment", place.id, by=by, now=now, facts=facts, reason=reason)


def _mail_offer(
    session: Session, cohort: Cohort, place: Enrollment, until: datetime, now: datetime
) -> None:
    outbox.post(
        session,
        kind="seat_offered",
        key=f"seat-offered:{place.id}:{now.isoformat()}",
        person_id=place.person_id,
        facts={
            "cohort": cohort.title,
            "held_until": until.isoformat(),
            "join_path": f"/join/{cohort.slug}",
        },
        now=now,
        useless_after=until,
    )


def mail_invitation(session: Session, cohort: Cohort, place: Enrollment, *, now: datetime) -> None:
    """Ask by letter who was invited to a published cohort, once for each time they are."""
    mail_invitations(session, cohort, [place], now=now)


def mail_invitations(
    session: Session, cohort: Cohort, places: Iterable[Enrollment], *, now: datetime
) -> None:
    """The same to many. It names the program, too: to whom it comes, a term's name says nothing."""
    program = session.get_one(Program, cohort.program_id)
    outbox.post_all(
        session,
        kind="invited",
        facts={"cohort": f"{program.title}, {cohort.title}", "join_path": f"/join/{cohort.slug}"},
        letters=[_invitation(place, place.held_until) for place in places if place.held_until],
        now=now,
    )


def _invitation(place: Enrollment, until: datetime) -> Letter:
    held_until = until.isoformat()
    key = f"invited:{place.id}:{held_until}"
    return Letter(key, place.person_id, facts={"held_until": held_until}, useless_after=until)
