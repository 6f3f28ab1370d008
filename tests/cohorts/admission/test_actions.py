"""Asking, inviting, waiting, and seats that are passed on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import pass_on_seats
from app.cohorts.admission import queries, rules
from app.cohorts.admission.actions import (
    accept,
    ask,
    attend_to_seats,
    decline,
    invite,
    put_on_waitlist,
)
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.actions import enroll, withdraw
from app.cohorts.enrollments.rules import ALREADY_ENROLLED, SEAT_HELD
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort, Enrollment, InstitutionSeats
from app.cohorts.rules import FULL, SHARE_FULL
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import FALL_DAYS, Cast, make_cohort
from tests.refusals import refuses

DAY = timedelta(days=1)


@pytest.fixture
def fall(cast: Cast) -> Cohort:
    """Ada and Nan are in it, and one seat is left."""
    cast.fall.way_in, cast.fall.capacity = WayIn.OPEN, 3
    return cast.fall


def status(session: Session, cohort: Cohort, person_id: UUID) -> Status:
    session.flush()
    place = places.locked_place(session, cohort.id, person_id)
    return place.status if place else Status.NONE


def letters(session: Session) -> list[OutboxMessage]:
    offered = col(OutboxMessage.kind) == "seat_offered"
    return list(session.scalars(select(OutboxMessage).where(offered)))


def test_who_asks_has_the_last_seat_and_the_next_one_waits(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    ask(session, fall, cast.id("lee"), now=now)
    ask(session, fall, cast.id("ben"), now=now)
    assert status(session, fall, cast.id("lee")) is Status.ENROLLED
    assert status(session, fall, cast.id("ben")) is Status.WAITLISTED
    with refuses(ALREADY_ENROLLED):
        ask(session, fall, cast.id("lee"), now=now)


def test_nobody_is_served_before_the_line(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    put_on_waitlist(session, fall, cast.id("ben"), by=cast.id("cora"), now=now)
    ask(session, fall, cast.id("lee"), now=now)
    assert status(session, fall, cast.id("lee")) is Status.WAITLISTED


def test_an_application_waits_for_its_decision(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    fall.way_in = WayIn.APPLICATION
    ask(session, fall, cast.id("lee"), now=now)
    assert status(session, fall, cast.id("lee")) is Status.APPLIED
    enroll(session, fall, cast.id("lee"), by=cast.id("cora"), now=now)
    assert status(session, fall, cast.id("lee")) is Status.ENROLLED


def test_an_invitation_holds_a_seat_until_it_is_answered(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    cora, lee = cast.id("cora"), cast.id("lee")
    place = invite(session, fall, lee, until=now + DAY, by=cora, now=now)
    assert (place.status, place.held_until) == (Status.INVITED, now + DAY)
    with refuses(FULL(count=3, cohort="Fall 2026")):
        invite(session, fall, cast.id("ben"), until=now + DAY, by=cora, now=now)
    with refuses(SEAT_HELD):
        invite(session, fall, lee, until=now + DAY, by=cora, now=now)
    accept(session, fall, lee, now=now + DAY / 2)
    assert (place.status, place.held_until) == (Status.ENROLLED, None)
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    assert (line.act, line.actor_id) == ("enrollment.enrolled", lee)
    assert {"cohort": "fall-2026", "seat": 3}.items() <= line.facts.items()


def test_a_share_is_full_for_its_institution_only(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    fall.capacity = 10
    lee, ben = cast.person("lee"), cast.person("ben")
    session.add(InstitutionSeats(cohort_id=fall.id, institution_id=lee.institution_id, seats=1))
    session.flush()
    cora = cast.id("cora")
    with refuses(SHARE_FULL(count=1, cohort="Fall 2026")):
        enroll(session, fall, lee.id, by=cora, now=now)
    enroll(session, fall, ben.id, by=cora, now=now)


def test_a_seat_that_becomes_free_is_offered_once_and_passed_on(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    fall.capacity = 2
    cora = cast.id("cora")
    for minutes, name in enumerate(("ben", "lee")):
        at = now + timedelta(minutes=minutes)
        put_on_waitlist(session, fall, cast.id(name), by=cora, now=at)
    attend_to_seats(session, fall, now=now)
    assert not letters(session)
    withdraw(session, cast.enrollment("ada"), reason="Moved.", by=cora, now=now)
    for _again in range(2):
        attend_to_seats(session, fall, now=now + DAY)
    assert status(session, fall, cast.id("ben")) is Status.OFFERED
    assert status(session, fall, cast.id("lee")) is Status.WAITLISTED
    assert [letter.person_id for letter in letters(session)] == [cast.id("ben")]
    attend_to_seats(session, fall, now=now + 4 * DAY)
    assert status(session, fall, cast.id("ben")) is Status.LAPSED
    assert status(session, fall, cast.id("lee")) is Status.OFFERED
    with refuses(rules.NOTHING_HELD):
        accept(session, fall, cast.id("ben"), now=now + 4 * DAY)
    accept(session, fall, cast.id("lee"), now=now + 5 * DAY)
    assert places.count_seats(session, fall.id) == 2


def test_an_offer_that_is_declined_goes_to_the_next(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    cora, ben = cast.id("cora"), cast.id("ben")
    put_on_waitlist(session, fall, ben, by=cora, now=now)
    put_on_waitlist(session, fall, cast.id("lee"), by=cora, now=now + DAY)
    attend_to_seats(session, fall, now=now + DAY)
    decline(session, fall, ben, by=ben, now=now + DAY)
    attend_to_seats(session, fall, now=now + DAY)
    assert status(session, fall, ben) is Status.DECLINED
    assert status(session, fall, cast.id("lee")) is Status.OFFERED


def test_nothing_is_offered_after_the_last_day_of_promotion(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    fall.promote_until = now
    put_on_waitlist(session, fall, cast.id("ben"), by=cast.id("cora"), now=now)
    attend_to_seats(session, fall, now=now)
    assert status(session, fall, cast.id("ben")) is Status.WAITLISTED


def test_who_was_left_over_is_first_in_line_next_term(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    cora, ben, lee = cast.id("cora"), cast.id("ben"), cast.id("lee")
    put_on_waitlist(session, fall, ben, by=cora, now=now)
    days = [day + timedelta(weeks=104) for day in FALL_DAYS]
    following = make_cohort(session, cast.program, "fall-2028", "Fall 2028", days)
    put_on_waitlist(session, following, lee, by=cora, now=now)
    put_on_waitlist(session, following, ben, by=cora, now=now + DAY)
    first, second = queries.line(session, following.id)
    own = {place.id: place.person_id for place in session.scalars(select(Enrollment))}
    assert [own[first.enrollment_id], own[second.enrollment_id]] == [ben, lee]


@pytest.mark.parametrize("act", [put_on_waitlist, enroll])
def test_nobody_puts_themselves_in_as_a_coordinator(
    session: Session, cast: Cast, fall: Cohort, now: datetime, act: Callable[..., object]
) -> None:
    with refuses(NOT_FOR_ONESELF):
        act(session, fall, cast.id("cora"), by=cast.id("cora"), now=now)
    with refuses(NOT_FOR_ONESELF):
        invite(session, fall, cast.id("cora"), until=now + DAY, by=cast.id("cora"), now=now)


def test_only_cohorts_are_attended_to_in_which_there_is_something_to_do(
    session: Session, cast: Cast, fall: Cohort, now: datetime
) -> None:
    cora, lee = cast.id("cora"), cast.id("lee")
    assert queries.cohorts_to_attend_to(session, now) == []
    invite(session, fall, lee, until=now + DAY, by=cora, now=now)
    put_on_waitlist(session, fall, cast.id("ben"), by=cora, now=now)
    assert queries.cohorts_to_attend_to(session, now) == []
    assert queries.cohorts_to_attend_to(session, now + DAY) == [fall.id]
    attend_to_seats(session, fall, now=now + DAY)
    assert queries.cohorts_to_attend_to(session, now + DAY) == []
    fall.capacity, fall.promote_until = 4, now + DAY
    session.flush()
    assert queries.cohorts_to_attend_to(session, now + DAY) == []


def test_the_worker_passes_seats_on_and_leaves_no_trace_where_there_is_nothing_to_do(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        cast = Cast(session)
        cast.fall.capacity = 3
        put_on_waitlist(session, cast.fall, cast.id("ben"), by=cast.id("cora"), now=now)
    pass_on_seats(database, now)
    pass_on_seats(database, now)
    with database.write() as session:
        cast = Cast(session)
        assert status(session, cast.fall, cast.id("ben")) is Status.OFFERED
        assert len(letters(session)) == 1
