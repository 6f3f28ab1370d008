"""Who of a cohort is on track: the finding, who comes first, and everybody by session."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.casework.rules import Submitted
from app.cohorts.arms.models import ArmAccess
from app.demo import work
from app.site.parts.attendance import WORDS
from tests.casework.absences import submit
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.crowds import fill

PATH = "/teach/fall-2026/standing"
DAY = timedelta(days=1)


@pytest.fixture
def fay(sign_in: SignIn) -> Browser:
    return sign_in("fay")


def mark(session: Session, cast: Cast, **marks: Status) -> None:
    """Marks of the first session by Fay."""
    wanted = {cast.enrollment(who).id: Submitted(status) for who, status in marks.items()}
    work.mark_session(session, cast.unit("fall-2026", 1), wanted, by=cast.id("fay"))
    session.commit()


def test_finding_who_comes_first_and_what_restores_it(
    fay: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, ada=Status.PRESENT, nan=Status.ABSENT)
    page = fay.page(PATH)
    assert page.heading == "1 person has no session left to miss"
    urgent = page.one("#urgent").text
    assert "Nakai, Nan" in urgent
    assert "They cannot miss another session." in urgent
    assert "A make-up for the session of Week 1 would restore it." in urgent
    assert "Alvarez" not in urgent
    assert "1 other can still miss 1 or more." in page.main.text


def test_nothing_is_missing_before_the_first_session(
    fay: Browser, session: Session, cast: Cast
) -> None:
    cast.case_session("fall-2026", 1).starts_at = NOW + DAY
    session.commit()
    page = fay.page(PATH)
    assert page.heading == "Nothing has been missed yet"
    assert not page.all("#urgent")
    assert "missing" not in page.main.text.casefold()
    assert "not marked yet" not in page.main.text


def test_everybody_who_missed_nothing_can_still_miss_one(
    fay: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, ada=Status.PRESENT, nan=Status.LATE)
    assert fay.page(PATH).heading == "Everybody can still miss 1 session"


def test_marks_that_are_not_recorded_are_said_where_they_are_taken_for_granted(
    fay: Browser,
) -> None:
    text = fay.page(PATH).main.text
    assert "Of 2 people attendance is not all recorded" in text


def test_marks_are_letters_with_words(fay: Browser, session: Session, cast: Cast) -> None:
    mark(session, cast, ada=Status.LATE, nan=Status.EXCUSED)
    page = fay.page(PATH)
    assert "L late to come to come to come 1" in page.row("Alvarez, Ada").text
    assert "E excused to come" in page.row("Nakai, Nan").text
    none = page.row("Nakai, Nan").one("td.left")
    assert (none.text, "none" in (none.attribute("class") or "")) == ("0", True)
    assert "none" not in (page.row("Alvarez, Ada").one("td.left").attribute("class") or "")
    legend = page.one(".marks-legend").text
    assert "L late" in legend
    assert "absent" not in legend


def test_session_that_was_not_held_and_one_from_before_are_dashes(
    fay: Browser, session: Session, cast: Cast
) -> None:
    cast.enrollment("nan").enrolled_at = NOW
    held = cast.case_session("fall-2026", 2)
    held.canceled_at = NOW
    session.commit()
    row = fay.page(PATH).row("Nakai, Nan").text
    assert "— enrolled after it — canceled to come" in row


def test_those_with_the_least_left_come_first_and_it_can_be_turned(
    fay: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, ada=Status.PRESENT, nan=Status.ABSENT)
    names = [name.partition(",")[0] for name in fay.page(PATH).row_headers]
    assert names == ["Nakai", "Alvarez"]
    by_name = fay.page(f"{PATH}?sort=name").row_headers
    assert [name.partition(",")[0] for name in by_name] == ["Alvarez", "Nakai"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("show=none-left", ["Nakai"]),
        ("show=at-risk", []),
        ("show=not-on-track", ["Nakai"]),
        ("show=out-of-reach", []),
        ("institution=Sonoran", ["Nakai"]),
        ("institution=Nowhere", ["Nakai", "Alvarez"]),
        ("q=ada", ["Alvarez"]),
        ("rank=Professor", ["Alvarez"]),
    ],
)
def test_matrix_is_narrowed(
    fay: Browser, session: Session, cast: Cast, asked: str, left: list[str]
) -> None:
    cast.enrollment("ada").rank = "Professor"
    mark(session, cast, ada=Status.PRESENT, nan=Status.ABSENT)
    page = fay.page(f"{PATH}?{asked}")
    assert [name.partition(",")[0] for name in page.row_headers] == left
    assert page.heading == "1 person has no session left to miss"


def test_spreadsheets_have_the_words_and_the_view(
    fay: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, ada=Status.PRESENT, nan=Status.ABSENT)
    link = fay.page(f"{PATH}?institution=Sonoran").link("Download as CSV")
    answer = fay.get(link)
    (row,) = csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")))
    assert row["Family name"] == "Nakai"
    assert row["Session 1, Thu, Nov 12"] == "absent"
    assert row["Session 2, Thu, Nov 19"] == "to come"
    assert row["Can still miss"] == "0"
    assert "They cannot miss another session." in row["Where they stand"]
    assert fay.get(f"{PATH}?format=xlsx").content.startswith(b"PK")


def test_message_is_ready_for_coordinators_only(
    sign_in: SignIn, fay: Browser, session: Session, cast: Cast
) -> None:
    mark(session, cast, ada=Status.PRESENT, nan=Status.ABSENT)
    assert not fay.page(PATH).all("#message")
    cora = sign_in("cora")
    link = cora.page(PATH).one("#message").link("Review 1 message")
    form = cora.page(link).form("Save and see what they would read")
    assert form.values("to") == ["none-left"]
    assert "Nakai" not in fay.page(PATH).one("#urgent").addresses


def test_after_the_last_session_it_says_who_completes_only_with_a_make_up(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own_marks = col(Attendance.enrollment_id) == cast.enrollment("ben").id
    for own in session.scalars(select(Attendance).where(own_marks).limit(2)):
        own.status = Status.ABSENT
    session.commit()
    page = sign_in("cora").page("/teach/spring-2026/standing")
    assert page.heading == "1 person can still complete with a make-up"


@pytest.mark.parametrize("who", ["ada", "lee", "abe", "ben"])
def test_nobody_else_sees_it(sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get(PATH).status_code in {403, 404}


@pytest.mark.parametrize("size", [50, 500])
def test_page_is_as_many_statements_for_any_number(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    fill(session, cast.fall, size, now=NOW)
    enroll_crowd(session, cast.fall, 1)
    session.commit()
    cora = sign_in("cora")
    with statements() as count:
        cora.page(PATH)
    assert count.total <= 12


@pytest.mark.parametrize("status", [Status.ABSENT, Status.EXCUSED, Status.PARTIAL])
def test_legend_explains_every_kind_of_mark_beside_which_a_make_up_waits(
    fay: Browser, session: Session, cast: Cast, status: Status
) -> None:
    mark(session, cast, ada=status, nan=Status.PRESENT)
    submit(session, cast)
    session.commit()
    page = fay.page(PATH)
    letter = page.row("Alvarez, Ada").one(".letter.waits")
    words = f"{WORDS[status].short} · a make-up waits for approval"
    assert words in page.row("Alvarez, Ada").text
    legend = [own for own in page.all(".marks-legend li") if own.all(".letter.waits")]
    assert [own.text for own in legend] == [f"{letter.text} {words}"]
    (shown,) = legend
    assert shown.one(".letter").attribute("class") == letter.attribute("class")


def test_whose_arm_has_no_session_has_one_cell_for_each_all_the_same(
    fay: Browser, session: Session, cast: Cast
) -> None:
    """Also who has those from a moment on: what they were at stands below its own session."""
    mark(session, cast, ada=Status.PRESENT, nan=Status.PRESENT)
    place = cast.enrollment("nan").id
    access = ArmAccess(enrollment_id=place, arm="Modules", has_sessions=False, drawn_at=NOW)
    access.sessions_from = cast.case_session("fall-2026", 2).starts_at
    session.add(access)
    session.commit()
    text = fay.get(f"{PATH}?format=csv").text
    rows = [*csv.reader(StringIO(text))]
    nan, ada = (
        next(row for row in rows if any(name in cell for cell in row))
        for name in ("Nakai", "Alvarez")
    )
    assert len(nan) == len(ada)
    at = ada.index("present")
    assert (nan[at], nan[at + 1]) == ("No session", ada[at + 1])
