"""The last seat, raced for by a hundred; and offers that two workers pass on at the same time."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.admission import queries
from app.cohorts.admission.actions import ask, attend_to_seats
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus, WayIn
from app.cohorts.models import Cohort, Enrollment, InstitutionSeats
from app.core.again import until_taken
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.models import OutboxMessage
from app.people.enums import Profession
from app.people.models import Institution
from tests.cast import FALL_DAYS, NOW, Cast, make_cohort, make_person

ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))
"""Fifty take minutes, most of them on the disk: `RACE_ROUNDS=50` before the command runs them."""
PEOPLE = 100
AT_ONCE = 20


def crowd(session: Session) -> list[UUID]:
    """A hundred people, half of them of one institution."""
    here, there = session.scalars(select(Institution).order_by(col(Institution.name)))
    return [
        make_person(
            session,
            f"p{n}",
            "P",
            f"Q{n}",
            "MD",
            Profession.PHYSICIAN,
            institution=here if n % 2 else there,
        ).id
        for n in range(PEOPLE)
    ]


def open_cohort(session: Session, number: int) -> Cohort:
    """A cohort with one seat; in every second round, with one for one of the institutions."""
    days = [day + timedelta(weeks=52) for day in FALL_DAYS]
    cohort = make_cohort(session, Cast(session).program, f"open-{number}", "Open", days)
    cohort.way_in, cohort.capacity = WayIn.OPEN, 1
    cohort.enrollment_opens_at = NOW - timedelta(days=1)
    if number % 2:
        here, _there = session.scalars(select(Institution).order_by(col(Institution.name)))
        cohort.capacity = PEOPLE
        session.add(InstitutionSeats(cohort_id=cohort.id, institution_id=here.id, seats=1))
    session.flush()
    return cohort


def places_of(session: Session, cohort_id: UUID) -> list[Enrollment]:
    here = col(Enrollment.cohort_id) == cohort_id
    return list(session.scalars(select(Enrollment).where(here)))


def expect_one_winner(session: Session, cohort_id: UUID, *, by_institution: bool) -> None:
    """One seat, or one of the institution with a share; everybody else waits, first come first."""
    found = places_of(session, cohort_id)
    seats = places.seats(session, cohort_id)
    assert len(found) == PEOPLE
    if by_institution:
        (here,) = seats.shares
        assert seats.taken_by == {here: 1} | {
            place.institution_id: PEOPLE // 2 for place in found if place.institution_id != here
        }
    else:
        assert seats.taken == 1
    waiting = {p.id for p in found if p.status is EnrollmentStatus.WAITLISTED}
    assert len(waiting) == PEOPLE - seats.taken
    line = [place.enrollment_id for place in queries.line(session, cohort_id)]
    asked = select(EnrollmentEvent).where(col(EnrollmentEvent.enrollment_id).in_(waiting))
    in_order = sorted(session.scalars(asked), key=lambda event: event.at)
    assert line == [event.enrollment_id for event in in_order]


def test_a_hundred_people_race_for_the_last_seat(real_database: Database) -> None:
    with real_database.write() as session:
        people = crowd(session)
        cohorts = [open_cohort(session, number).id for number in range(ROUNDS)]

    ticks = count()

    def asks(cohort_id: UUID, person_id: UUID) -> None:
        moment = NOW + timedelta(microseconds=next(ticks))
        with real_database.write() as session:
            ask(session, session.get_one(Cohort, cohort_id), person_id, now=moment)

    def asks_until_taken(cohort_id: UUID, person_id: UUID) -> None:  # as a request does
        until_taken(lambda: asks(cohort_id, person_id))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for cohort_id in cohorts:
            list(pool.map(partial(asks_until_taken, cohort_id), people))
    with real_database.write() as session:
        for number, cohort_id in enumerate(cohorts):
            expect_one_winner(session, cohort_id, by_institution=bool(number % 2))
        assert first_bad_line(session) is None


def test_two_workers_pass_an_offer_on_once(real_database: Database) -> None:
    with real_database.write() as session:
        people = crowd(session)
        cohort = open_cohort(session, 0)
        for minute, person_id in enumerate(people):
            ask(session, cohort, person_id, now=NOW + timedelta(minutes=minute))
        cohort.capacity = 3
        cohort_id, offer = cohort.id, timedelta(hours=cohort.offer_hours)

    def attends(moment: datetime) -> None:
        with real_database.write() as session:
            attend_to_seats(session, session.get_one(Cohort, cohort_id), now=moment)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for turn in range(1, 6):
            list(pool.map(attends, [NOW + turn * offer] * AT_ONCE))
    with real_database.write() as session:
        kinds = Counter(
            session.scalars(
                select(col(EnrollmentEvent.kind)).where(
                    col(EnrollmentEvent.enrollment_id).in_(
                        [p.id for p in places_of(session, cohort_id)]
                    )
                )
            )
        )
        assert kinds[EnrollmentEventKind.OFFERED] == 10
        assert kinds[EnrollmentEventKind.LAPSED] == 8
        mailed = Counter(
            session.scalars(
                select(col(OutboxMessage.person_id)).where(
                    col(OutboxMessage.kind) == "seat_offered"
                )
            )
        )
        assert sorted(mailed.values()) == [1] * 10
        assert set(mailed) == set(people[1:11])
        assert first_bad_line(session) is None
