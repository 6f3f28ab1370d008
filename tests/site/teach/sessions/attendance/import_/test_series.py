"""The import desk of a series: who did not come has no mark, and is no line of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.models import Enrollment
from app.people.models import Person
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.missing_words import WORDS
from tests.page import Page
from tests.season import SLUG, came, make_season, register

IMPORT = f"/teach/{SLUG}/sessions/2/attendance/import"
"""Of the second session, on the 12th of November."""
HEADER = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
)


def row(name: str, start: str = "12:00", end: str = "12:55") -> str:
    return f"{name},,11/12/2026 {start},11/12/2026 {end},55,No,No\n"


@pytest.fixture
def fay(session: Session, cast: Cast, sign_in: SignIn) -> Browser:
    """Four are registered, and nobody has a mark."""
    season = make_season(session, cast)
    register(session, season, cast, "ada", "ben", "nan", "abe")
    return sign_in("fay")


def sent(browser: Browser, text: str) -> Page:
    answer = browser.post(IMPORT, files=[("file", ("zoom.csv", text.encode()))])
    assert answer.status_code == 303, answer.text
    return browser.page(answer.headers["location"])


def apply(browser: Browser, page: Page) -> None:
    form = page.form(action=f"{IMPORT}/apply")
    assert browser.post(form.action, data=form.fields).status_code == 303


def marks(session: Session, cast: Cast) -> dict[str, AttendanceStatus]:
    session.expire_all()
    found = session.execute(
        select(col(Person.given_name), col(Attendance.status))
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .join(Attendance, col(Attendance.enrollment_id) == col(Enrollment.id))
        .where(col(Attendance.case_session_id) == cast.case_session(SLUG, 2).id)
    )
    return {row.given_name: row.status for row in found}


def test_who_is_not_in_the_file_is_no_line_and_has_no_mark(
    session: Session, cast: Cast, fay: Browser
) -> None:
    page = sent(fay, HEADER + row("Ada Alvarez") + row("Ben Begay", "12:20", "12:55"))
    assert "2 people are matched." in page.main.text
    assert "1 present and 1 partial" in page.main.text
    assert "not in the file" not in page.main.text
    assert WORDS.findall(page.main.text) == []
    apply(fay, page)
    assert marks(session, cast) == {
        "Ada": AttendanceStatus.PRESENT,
        "Ben": AttendanceStatus.PARTIAL,
    }


def test_a_file_that_takes_somebody_s_place_clears_the_mark_of_the_first(
    session: Session, cast: Cast, fay: Browser
) -> None:
    """Somebody chose that a row was Abe's, and later that it is Nan's."""
    came(session, cast, 2, "ben")
    page = sent(fay, HEADER + row("Ada Alvarez") + row("Somebody Else"))
    form = page.form(action=f"{IMPORT}/apply")
    (key,) = [key for key, name in form.choices("row").items() if name == "Somebody Else"]
    for name in ("abe", "nan"):
        said = {"row": key, "whose": str(cast.enrollment(name, SLUG).id), "look": "yes"}
        look = fay.post(f"{IMPORT}/apply", data=form.fields | said).page
        if name == "nan":
            assert "1 present and 1 cleared" in look.main.text
            lines = look.table("Recorded before, not in the file").rows
            assert [line.split(" ")[0] for line in lines] == ["Abara,", "Begay,"]
            assert "The mark is cleared" in lines[0]
            assert WORDS.findall(look.main.text) == []
        apply(fay, look)
        page = fay.page(f"{IMPORT}?show=applied")
        form = page.form(action=f"{IMPORT}/apply")
    assert marks(session, cast) == {
        "Ada": AttendanceStatus.PRESENT,
        "Abe": AttendanceStatus.NOT_RECORDED,
        "Nan": AttendanceStatus.PRESENT,
        "Ben": AttendanceStatus.PRESENT,
    }
