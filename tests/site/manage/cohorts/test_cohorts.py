"""The cohorts of a coordinator's programs, and one of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import count_seats
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Program
from app.site.manage.cohorts.cohorts import PAGE_OF
from app.site.parts.counts import Ready, people_ready
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast, make_cohort
from tests.client import SignIn
from tests.issued import issue_certificate
from tests.site.manage.settled import settle

QUEUE, COHORTS = "/manage", "/manage/cohorts"
PROGRAM = "Mentor Development Program"

SPRING, FALL, FOREIGN = (f"{COHORTS}/{slug}" for slug in ("spring-2026", "fall-2026", "coach-2026"))


def test_cohorts_show_dates_seats_and_how_many_completed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    assert sign_in("cora").page(COHORTS).rows == [
        f"Fall 2026 {PROGRAM} · Fall 2026: Report Nov 12 – Dec 3, 2026 2 of 600 0 0",
        f"Spring 2026 {PROGRAM} · Spring 2026: Report Apr 9 – 30, 2026 1 of 600 1 1 for 1 person",
    ]


def test_cohorts_come_in_pages_the_newest_first(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    program = session.get_one(Program, cast.fall.program_id)
    for year in range(1950, 1950 + PAGE_OF):
        days = [date(year, 4, 1) + timedelta(weeks=week) for week in range(4)]
        make_cohort(session, program, f"spring-{year}", f"Spring {year}", days)
    session.commit()
    cora = sign_in("cora")
    first, second = cora.page(COHORTS), cora.page(f"{COHORTS}?page=2")
    assert len(first.rows) == PAGE_OF
    assert first.rows[0].startswith("Fall 2026")
    assert [row[:11] for row in second.rows] == ["Spring 1951", "Spring 1950"]
    assert first.link("Next") == "/manage/cohorts?page=2"
    assert second.link("Previous") == "/manage/cohorts"
    assert "Next" not in second.text


@pytest.mark.parametrize(("page", "status"), [("0", 200), ("9" * 30, 200), ("x", 404)])
def test_page_that_cannot_be_breaks_nothing(sign_in: SignIn, page: str, status: int) -> None:
    assert sign_in("cora").get(f"{COHORTS}?page={page}").status_code == status


def test_cohort_shows_sessions_with_the_attendance_recorded(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.take_back_marks("ben", "spring-2026", 2)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(SPRING)
    assert page.rows[:2] == [
        "Week 1 Module 1 title Thu, Apr 9, 12:00 – 1:00 PM Attendance of Week 1: 1 of 1 recorded",
        "Week 2 Module 2 title Thu, Apr 16, 12:00 – 1:00 PM Attendance of Week 2: 0 of 1 recorded",
    ]
    assert "Mountain Time (also the Navajo Nation)" in page.text
    assert cora.page(FALL).rows[1] == ("Week 2 Module 2 title Thu, Nov 19, 12:00 – 1:00 PM To come")


def test_cohort_shows_how_far_its_people_are(sign_in: SignIn, session: Session, cast: Cast) -> None:
    enroll_crowd(session, cast.spring, 4)
    session.commit()
    cora = sign_in("cora")

    assert list(cora.page(SPRING).figures.items()) == [
        ("Enrolled", "4"),
        ("Started", "1"),
        ("Completed", "1"),
        ("Claimed credit", "0"),
        ("Have a certificate", "0"),
    ]
    claimed = sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "24"})
    assert claimed.status_code == 303
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    after = cora.page(SPRING).figures
    assert (after["Claimed credit"], after["Have a certificate"]) == ("1", "1")


def test_cohort_without_people_says_so(sign_in: SignIn, session: Session, cast: Cast) -> None:
    settle(session, cast)
    cora = sign_in("cora")
    assert "Nobody is enrolled yet." in cora.page(FALL).text
    assert "Nobody is enrolled yet" in cora.page(f"{FALL}/people").text
    assert "Nobody is enrolled yet" in cora.page(f"{FALL}/certificates/issue").text
    assert "Nobody is enrolled yet" in cora.page(f"{FALL}/certificates").text
    assert "No certificates yet" in cora.page(f"{FALL}/certificates/register").text


def test_seat_that_is_held_is_taken_on_the_page_too(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """As where people are enrolled: who was asked to come holds a seat and is not enrolled yet."""
    cast.enrollment("nan").status = EnrollmentStatus.OFFERED
    session.commit()
    text = sign_in("cora").page(FALL).text
    assert "2 of 600 taken or held" in text
    assert count_seats(session, cast.fall.id) == 2


def test_a_cohort_leads_to_its_roster_and_to_the_rooms_of_all_its_sessions(
    sign_in: SignIn,
) -> None:
    cora = sign_in("cora")
    page = cora.page("/manage/cohorts/fall-2026")
    assert page.link("Roster and sessions") == "/teach/fall-2026"
    for position in range(1, 5):
        room = page.link(f"Week {position}")
        assert room == f"/teach/fall-2026/sessions/{position}"
        assert cora.get(room).status_code == 200


def test_who_is_ready_for_a_second_kind_is_said_to_be() -> None:
    assert str(people_ready(Ready(12, 11, 3))) == "11 people ready, 3 of them for a second kind"
    assert str(people_ready(Ready(1, 1, 1))) == "1 person ready, for a second kind"
    assert str(people_ready(Ready(11, 11))) == "11 people ready"
