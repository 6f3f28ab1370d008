"""The attendance of a cohort in numbers, as a page and as a spreadsheet."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource
from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment
from tests.client import SignIn, Statements

PATH = "/teach/spring-2026/statistics"


@pytest.fixture
def second(session: Session, cast: Cast) -> None:
    """Nan joins before the third session: present, then in part."""
    third = cast.case_session("spring-2026", 3)
    place = add_enrollment(
        session, cast.person("nan"), cast.spring, at=third.starts_at - timedelta(days=1)
    )
    for position, status in ((3, Status.PRESENT), (4, Status.PARTIAL)):
        held = cast.case_session("spring-2026", position)
        session.add(
            Attendance(
                enrollment_id=place.id,
                case_session_id=held.id,
                status=status,
                source=AttendanceSource.MANUAL,
                version=1,
                minutes=position * 10,
            )
        )
    session.commit()


def test_page_says_mean_range_and_different_people(sign_in: SignIn, second: None) -> None:
    """By hand: one came to two sessions, two came to the other two."""
    page = sign_in("cora").page(PATH)
    assert page.heading == "1.5 people came to a session on average, 2 different people in all"
    assert "Range 1 to 2" in page.main.text
    assert page.row("Session 2").text == "Session 2 Thu, Apr 16 1 1 100 0 0 –"
    assert page.row("Session 4").text == "Session 4 Thu, Apr 30 2 2 100 0 0 40.0"


def test_spreadsheet_has_the_same_numbers(sign_in: SignIn, second: None) -> None:
    answer = sign_in("cora").get(f"{PATH}?format=csv")
    assert (
        'filename="spring-2026-attendance-in-numbers.csv"' in answer.headers["content-disposition"]
    )
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["All sessions"]
    assert ["People expected", "2"] in rows
    begins = rows.index(["By session"])
    assert rows[begins + 1][:4] == ["Session", "Expected", "Attended", "Percent"]
    assert rows[begins + 4] == ["Session 3 · Thu, Apr 23", "2", "2", "100", "0", "0", "30.0"]
    assert ["All", "2", "2", "6", "100", "1.5"] in rows
    assert sign_in("cora").get(f"{PATH}?format=xlsx").content.startswith(b"PK")


def test_session_without_marks_is_not_recorded(sign_in: SignIn) -> None:
    page = sign_in("fay").page("/teach/fall-2026/statistics")
    assert page.heading == "No attendance is recorded yet"
    assert "no mark yet" in page.row("Session 1").text


def test_before_the_first_session_it_says_why_it_is_empty(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.case_session("fall-2026", 1).starts_at = NOW + timedelta(days=1)
    session.commit()
    page = sign_in("fay").page("/teach/fall-2026/statistics")
    assert "No session was held yet" in page.main.text


@pytest.mark.parametrize("who", ["ada", "lee", "abe"])
def test_nobody_else_sees_it(sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get("/teach/fall-2026/statistics").status_code in {403, 404}


@pytest.mark.parametrize("size", [50, 500])
def test_page_is_as_many_statements_for_any_number(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    enroll_crowd(session, cast.fall, size)
    session.commit()
    fay = sign_in("fay")
    with statements() as count:
        fay.page("/teach/fall-2026/statistics")
    assert count.total <= 8
