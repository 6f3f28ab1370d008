"""Who was in a cohort from when to when, as its events have it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.statistics.queries import participants
from app.casework.statistics.rules import Came, HeldSession, Period, series
from app.cohorts.enrollments.actions import enroll, take_back_withdrawal, withdraw
from app.people.models import Institution
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.crowds import fill

DAY = timedelta(days=1)


def test_who_left_and_came_back_was_there_for_two_periods(session: Session, cast: Cast) -> None:
    cora, nan = cast.id("cora"), cast.enrollment("nan")
    since = nan.enrolled_at
    withdraw(session, nan, reason="On leave.", by=cora, now=NOW)
    enroll(session, cast.fall, nan.person_id, by=cora, now=NOW + DAY)
    (own,) = [came for came in participants(session, cast.fall.id) if len(came.periods) > 1]
    assert since is not None
    assert own.periods == [Period(since, NOW), Period(NOW + DAY, None)]


def test_withdrawal_that_was_taken_back_never_was(session: Session, cast: Cast) -> None:
    cora, nan = cast.id("cora"), cast.enrollment("nan")
    withdraw(session, nan, reason="On leave.", by=cora, now=NOW)
    take_back_withdrawal(session, nan, reason="A mistake.", by=cora, now=NOW + DAY)
    assert all(came.periods[-1].until is None for came in participants(session, cast.fall.id))


def test_whoever_left_still_was_at_the_sessions_before(session: Session, cast: Cast) -> None:
    ben = cast.enrollment("ben")
    held = [HeldSession(n, cast.case_session("spring-2026", n).starts_at) for n in (1, 2, 3, 4)]
    before = series(participants(session, cast.spring.id), held)
    withdraw(session, ben, reason="Moved away.", by=cast.id("cora"), now=NOW)
    after = series(participants(session, cast.spring.id), held)
    assert before == after
    assert after.everybody.attendances == 4


def test_marks_come_with_their_minutes_and_the_institution_that_it_became(
    session: Session, cast: Cast
) -> None:
    ben = cast.enrollment("ben")
    place = session.get_one(Institution, ben.institution_id)
    other = session.scalars(select(Institution).where(col(Institution.id) != place.id)).first()
    assert other is not None
    place.merged_into_id = other.id
    session.flush()
    (own,) = participants(session, cast.spring.id)
    assert own.institution == other.short_name
    assert own.came(1) == Came(Status.PRESENT, None)


def test_three_statements_for_any_number(
    session: Session, cast: Cast, statements: Statements
) -> None:
    fill(session, cast.fall, 50, now=NOW)
    with statements() as count:
        found = participants(session, cast.fall.id)
    assert len(found) >= 50
    assert count.total == 3
