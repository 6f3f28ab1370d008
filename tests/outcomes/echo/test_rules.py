"""A cohort's attendance in the terms of Project ECHO, on the cast."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.credit.queries import ledgers
from app.outcomes.echo.queries import echo_people, session_cases, session_leaders
from app.outcomes.echo.rules import EchoReport, KnownMinutes, echo_report, known_minutes
from tests.cast import NOW, Cast


def report_of(session: Session, cast: Cast, now: object = NOW) -> EchoReport:
    own = cast.spring.id
    return echo_report(
        echo_people(session, own),
        ledgers(session, own),
        session_leaders(session, own),
        session_cases(session, own),
        now,  # type: ignore[arg-type]
    )


def test_only_a_session_that_took_place_and_is_over_was_conducted(
    session: Session, cast: Cast
) -> None:
    report = report_of(session, cast)
    over = [item for item in report.sessions if item.starts_at + timedelta(minutes=60) <= NOW]
    assert list(report.conducted) == over
    assert report.launched_at == over[0].starts_at
    before = report_of(session, cast, over[0].starts_at)
    assert (list(before.conducted), before.launched_at) == ([], None)


def test_marks_are_provisional_for_a_day(session: Session, cast: Cast) -> None:
    first = report_of(session, cast).sessions[0]
    ends = first.starts_at + timedelta(minutes=first.minutes)
    (soon, later) = (ends + timedelta(hours=hours) for hours in (23, 24))
    assert not report_of(session, cast, soon).sessions[0].is_final
    assert report_of(session, cast, later).sessions[0].is_final


def test_who_was_there_counts_and_the_first_time_is_told(session: Session, cast: Cast) -> None:
    report = report_of(session, cast)
    for item in report.sessions:
        came = [row for row in report.attendance if row.session == item]
        there = [row for row in came if row.status is AttendanceStatus.PRESENT]
        assert item.attended >= len(there)
        assert all(row.percent is None or 0 < row.percent <= 100 for row in there)
    firsts = [row.person.email for row in report.attendance if row.is_new]
    assert firsts
    assert len(firsts) == len({*firsts}), "nobody is new twice"


@pytest.mark.parametrize(
    ("minutes", "known"),
    [([], (None, 0)), ([None, None], (None, 0)), ([0], (0, 1)), ([40, None, 20], (60, 2))],
)
def test_minutes_that_nobody_knows_are_not_none_attended(
    minutes: list[int | None], known: tuple[int | None, int]
) -> None:
    assert known_minutes(minutes) == KnownMinutes(*known)


def test_people_are_those_enrolled_and_those_invited(session: Session, cast: Cast) -> None:
    (ben,) = report_of(session, cast).people
    assert (ben.given_name, ben.is_active) == ("Ben", True)
    assert "@" in ben.email
    assert ben.spoke
