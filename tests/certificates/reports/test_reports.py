"""A cohort in numbers: each number as it is defined, at any moment, beside the cohorts before."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.certificates.reports.records import Part
from app.cohorts.enrollments.actions import withdraw
from app.cohorts.enrollments.recording import happened
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.joining import actions as joining
from app.people.enums import Profession
from tests.cast import NOW, Cast, add_enrollment, make_person
from tests.certificates.reports.reporting import report_of
from tests.client import Statements
from tests.crowds import fill

LATER = NOW + timedelta(days=2)
"""The session of week 2 is over."""
SPRING_WEEK_2 = datetime.fromisoformat("2026-04-15T12:00:00+00:00")


def test_who_enrolled_is_counted_until_the_end_and_who_left_is_not_active(
    session: Session, cast: Cast
) -> None:
    counts = report_of(session, "fall-2026").numbers.counts
    assert (counts.applied, counts.enrolled, counts.started, counts.left) == (2, 2, 0, 0)
    cast.withdraw("ada")
    counts = report_of(session, "fall-2026", LATER).numbers.counts
    assert (counts.applied, counts.enrolled, counts.left, counts.active) == (2, 2, 1, 0)


def test_what_was_taken_back_never_happened(session: Session, cast: Cast) -> None:
    place = cast.enrollment("ada")
    happened(session, place, Kind.TAKEN_BACK, reason="A mistake.", by=cast.id("cora"), now=NOW)
    counts = report_of(session, "fall-2026").numbers.counts
    assert (counts.applied, counts.enrolled) == (1, 1)


def test_who_was_turned_down_has_applied(session: Session, cast: Cast) -> None:
    cohort, by = cast.fall, cast.id("cora")
    joining.let_wait(session, cohort, cast.id("ben"), by=by, now=NOW)
    joining.turn_down(session, cohort, cast.id("ben"), reason="Full.", by=by, now=NOW)
    counts = report_of(session, "fall-2026").numbers.counts
    assert (counts.applied, counts.enrolled) == (3, 2)


def test_completed_and_certified(session: Session) -> None:
    counts = report_of(session, "spring-2026").numbers.counts
    assert (counts.started, counts.active, counts.on_course, counts.completed) == (1, 1, 1, 1)
    assert counts.certified == 0


def test_nobody_has_started_by_a_session_that_goes_on(session: Session, cast: Cast) -> None:
    """As `/manage` counts, too: a mark that is recorded during a session counts from its end."""
    held = cast.case_session("fall-2026", 2)
    mark = Attendance(
        case_session_id=held.id,
        enrollment_id=cast.enrollment("ada").id,
        status=AttendanceStatus.PRESENT,
        source=AttendanceSource.MANUAL,
        version=1,
    )
    session.add(mark)
    session.flush()
    for minutes, started in ((30, 0), (90, 1)):
        report = report_of(session, "fall-2026", held.starts_at + timedelta(minutes=minutes))
        counts = [report.numbers.counts, *(group.counts for group in report.groups)]
        assert counts[0].started == sum(group.started for group in counts[1:]) == started


def test_people_count_as_what_they_were_when_they_were_enrolled(
    session: Session, cast: Cast
) -> None:
    ben = cast.person("ben")
    ben.rank, ben.profession = "Dean", Profession.NURSE
    ben.institution_id = cast.institution("High Desert").id
    session.flush()
    for part, name in (
        (Part.INSTITUTION, "Sonoran"),
        (Part.PROFESSION, Profession.PHYSICIAN),
        (Part.RANK, ""),
    ):
        (group,) = report_of(session, "spring-2026", part=part).groups
        assert (group.name, group.counts.enrolled, group.counts.completed) == (name, 1, 1)


def test_merged_institution_counts_as_the_one_it_became(session: Session, cast: Cast) -> None:
    old, new = cast.institution("Sonoran"), cast.institution("High Desert")
    old.merged_into_id = new.id
    session.flush()
    (group,) = report_of(session, "fall-2026").groups
    assert (group.name, group.counts.enrolled) == ("High Desert", 2)


def test_past_sessions_stand_as_they_were(session: Session, cast: Cast) -> None:
    """Who has completed since was on course then; who came or left later is counted then."""
    late = make_person(
        session, "late", "Lou", "Late", "", Profession.OTHER,
        institution=cast.institution("Sonoran"),
    )  # fmt: skip
    add_enrollment(session, late, cast.spring, at=SPRING_WEEK_2)
    numbers = report_of(session, "spring-2026").numbers
    assert [(after.on_course, after.enrolled) for after in numbers.after_sessions] == [
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 2),
    ]
    assert numbers.over
    assert [after.percent for after in numbers.after_sessions] == [100, 50, 50, 50]
    withdraw(
        session, cast.enrollment("ben"), reason="Moved.", by=cast.id("cora"), now=SPRING_WEEK_2
    )
    after_sessions = report_of(session, "spring-2026").numbers.after_sessions
    assert [after.on_course for after in after_sessions] == [1, 0, 0, 0]


def test_nothing_is_told_of_sessions_to_come(session: Session) -> None:
    numbers = report_of(session, "fall-2026").numbers
    assert len(numbers.after_sessions) == 1
    assert not numbers.over
    held = [session.held for session in numbers.sessions]
    assert held == [True, False, False, False]
    assert [session.waiting for session in numbers.sessions] == [2, 0, 0, 0]


def test_cohorts_before_are_those_of_the_program(session: Session) -> None:
    found = report_of(session, "fall-2026")
    assert [cohort.here.cohort.slug for cohort in found.earlier] == ["spring-2026"]
    assert report_of(session, "spring-2026").earlier == []


def test_attendance_is_of_who_was_there_to_attend(session: Session, cast: Cast) -> None:
    first, *_rest = report_of(session, "spring-2026").numbers.sessions
    assert (first.counted, first.excused, first.missed, first.waiting) == (1, 0, 0, 0)


@pytest.mark.parametrize("people", [3, 40])
def test_statements_do_not_grow_with_people(
    session: Session, cast: Cast, statements: Statements, people: int
) -> None:
    fill(session, cast.fall, people, now=NOW)
    fill(session, cast.spring, people, now=NOW)
    with statements() as count:
        found = report_of(session, "fall-2026")
    assert count.total == 12
    assert found.numbers.counts.enrolled == people + 2
    parts = [report_of(session, "fall-2026", part=part).groups for part in Part]
    for groups in parts:
        assert sum(group.counts.enrolled for group in groups) == people + 2


def test_numbers_add_up(session: Session, cast: Cast) -> None:
    fill(session, cast.spring, 60, now=NOW)
    found = report_of(session, "spring-2026").numbers
    counts = found.counts
    assert counts.applied >= counts.enrolled >= counts.started >= counts.active
    unstarted = counts.on_course + counts.at_risk - counts.active
    assert 0 <= unstarted <= counts.enrolled - counts.started
    assert counts.completed >= counts.certified > 0
    for after in found.after_sessions:
        assert after.enrolled >= after.active >= after.on_course
