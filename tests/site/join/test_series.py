"""A series from its announcement to leaving it; none of its pages says that anybody missed it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.rules import NOBODY_IS_ABSENT, Submitted
from app.casework.saves.actions import MarksRefusedError
from app.certificates.marks.actions import save_marks
from app.cohorts.admission.actions import leave
from app.cohorts.admission.rules import NOT_BY_ONESELF
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.joining.actions import ask_for_seat
from app.cohorts.models import Cohort
from app.core.models import AuditLine
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.crowds import fill
from tests.refusals import refuses
from tests.season import SLUG, came, make_season, register

JOIN, COHORT, TEACH, MANAGE = (
    f"{start}/{SLUG}" for start in ("/join", "/cohorts", "/teach", "/manage/cohorts")
)
MISSED = re.compile(
    r"\b(absent|absence|missing|missed|miss|at risk|not recorded|excused|make-up|made up|"
    r"not marked|on course|can no longer|catch up|not signed|of 0 modules|of 0 sessions)\b",
    re.IGNORECASE,
)
"""What is said of nobody who comes as they like."""
PAGES = {
    "ada": [
        COHORT,
        f"{COHORT}/sessions/1",
        f"{COHORT}/sessions/3",
        f"{COHORT}/units/3",
        f"{COHORT}/people",
        f"{COHORT}/claim",
        f"/my/record?cohort={SLUG}",
        JOIN,
    ],
    "abe": ["/home", COHORT, f"/my/record?cohort={SLUG}", f"{COHORT}/claim"],
    "fay": [
        TEACH,
        f"{TEACH}/sessions/1",
        f"{TEACH}/sessions/3",
        f"{TEACH}/sessions/1/attendance",
        f"{TEACH}/sessions/2/attendance",
        f"{TEACH}/correction",
    ],
    "cora": [
        MANAGE,
        f"{MANAGE}/people",
        f"{MANAGE}/people/waitlist",
        f"{MANAGE}/schedule",
        f"{MANAGE}/seats",
        f"{MANAGE}/certificates",
        f"{MANAGE}/certificates/issue",
        f"{MANAGE}/report",
    ],
    "lee": [f"/institution?cohort={SLUG}", f"/institution/report?cohort={SLUG}"],
}


@pytest.fixture
def season(session: Session, cast: Cast) -> Cohort:
    """Ada was at both sessions so far, Ben at the second, Nan and Abe at none."""
    season = make_season(session, cast)
    register(session, season, cast, "ada", "ben", "nan", "abe")
    came(session, cast, 1, "ada")
    came(session, cast, 2, "ada", "ben")
    return season


@pytest.mark.usefixtures("season")
@pytest.mark.parametrize("who", PAGES)
def test_no_page_says_that_somebody_missed_anything(sign_in: SignIn, who: str) -> None:
    browser = sign_in(who)
    for path in PAGES[who]:
        said = MISSED.findall(browser.get(path, follow_redirects=True).page.main.text)
        assert said == [], path


def test_the_words_that_are_looked_for_are_there_where_people_are_expected(
    sign_in: SignIn,
) -> None:
    said = {
        word.lower()
        for who, path in (
            ("fay", "/teach/fall-2026/sessions/1/attendance"),
            ("cora", "/manage/cohorts/fall-2026/people"),
            ("cora", "/manage/cohorts/fall-2026/report"),
        )
        for word in MISSED.findall(sign_in(who).page(path).main.text)
    }
    assert {"absent", "missing", "at risk", "not marked", "on course"} <= said


@pytest.mark.usefixtures("season")
def test_a_stranger_reads_what_comes_next_and_who_speaks(browser: Browser) -> None:
    page = browser.page(JOIN)
    sessions = page.texts(".dates li")
    assert len(sessions) == 2, "two were held already"
    for said, n in zip(sessions, (3, 4), strict=True):
        for part in (f"Topic {n} title", f"Sam Speaker {n}, MD, Elsewhere University", "Teaching"):
            assert part in said
        assert f"What topic {n} is." in said
    assert "Abstract of topic" not in page.text
    assert "Seats" not in page.facts
    assert "Register once" in page.section("Come to what you like").text
    assert page.link("I am new here") == f"{JOIN}/newcomer"
    assert "What completes it" not in page.text


@pytest.mark.usefixtures("season")
def test_a_series_that_goes_on_is_announced_with_its_next_session(browser: Browser) -> None:
    text = browser.page("/").text
    assert "Noon 2026" in text
    assert "Next session Thursday, 12:00 PM Mountain Time" in text


def test_somebody_registers_comes_leaves_and_comes_again(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    season, abe = make_season(session, cast), sign_in("abe")
    assert abe.post(JOIN).status_code == 303
    assert abe.page(JOIN).link("See all sessions") == COHORT
    came(session, cast, 2, "abe")
    page = abe.page(COHORT)
    lines = {row["Session"].split(":")[0]: row["Status"] for row in page.table().records}
    assert lines == {
        "Session 3": "To come",
        "Session 4": "To come",
        "Session 2": "You were there",
        "Session 1": "Session held",
    }
    assert "1 session attended." in page.section("What you came to").text
    assert abe.post(f"{JOIN}/leave").status_code == 303
    assert abe.get(COHORT).status_code == 404
    place = cast.enrollment("abe", SLUG)
    session.refresh(place)
    assert place.status is EnrollmentStatus.WITHDRAWN
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "enrollment.withdrawn")
    ).one()
    assert (line.actor_id, line.reason) == (cast.id("abe"), "They left by themselves.")
    assert abe.post(f"{JOIN}/leave").status_code == 409
    ask_for_seat(session, season, cast.id("abe"), now=NOW + timedelta(hours=1))
    session.commit()
    assert "1 session attended." in abe.page(COHORT).text, "where they were stays"


def test_nobody_leaves_a_cohort_by_themselves(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    with refuses(NOT_BY_ONESELF):
        leave(session, cast.fall, cast.id("ada"), now=NOW)
    ada = sign_in("ada")
    assert ada.post("/join/fall-2026/leave").status_code == 409
    assert ada.get("/cohorts/fall-2026").status_code == 200


@pytest.mark.usefixtures("season")
def test_a_session_page_tells_topic_speaker_objectives_and_disclosure(sign_in: SignIn) -> None:
    page = sign_in("ada").page(f"{COHORT}/sessions/4")
    assert page.headings[0] == "Topic 4 title"
    for part in (
        "Session 4",
        "Sam Speaker 4, MD, Elsewhere University",
        "Abstract of topic 4.",
        "Name point 4",
        "Speaker 4 has nothing to disclose.",
    ):
        assert part in page.text


def test_home_shows_a_cohort_before_a_series(sign_in: SignIn, season: Cohort) -> None:
    home = sign_in("ada").page("/home")
    assert home.headings[0].startswith("Week 2")
    assert home.link("Noon 2026") == COHORT
    assert season.is_series
    home = sign_in("abe").page("/home")
    assert home.headings[0] == "Topic 3 title"
    assert home.link("Read what it is about") == f"{COHORT}/sessions/3"


def test_a_session_waits_for_marks_until_somebody_is_marked(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    season = make_season(session, cast)
    register(session, season, cast, "ada", "ben", "nan")
    fay = sign_in("fay")
    waits = fay.page("/teach").section("3 things wait").text
    assert "Record attendance: Topic 2 title Thu, Nov 12 · Noon 2026 · nobody is marked" in waits
    came(session, cast, 1, "ada")
    page = fay.page("/teach")
    assert "Record attendance: Topic 1 title" not in page.text
    assert "Record attendance: Topic 2 title" in page.text
    statuses = page.table("Sessions of Noon 2026").column("Attendance")
    assert statuses == ["1 came", "nobody is marked so far", "to come", "to come"]


@pytest.mark.usefixtures("season")
def test_nobody_is_marked_absent_or_excused(session: Session, cast: Cast, sign_in: SignIn) -> None:
    held, nan = cast.case_session(SLUG, 1).id, cast.enrollment("nan", SLUG).id
    for status in (AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED):
        with pytest.raises(MarksRefusedError) as refused:
            save_marks(session, held, {nan: Submitted(status)}, by=cast.id("fay"), now=NOW)
        assert refused.value.reason == NOBODY_IS_ABSENT
    page = sign_in("fay").page(f"{TEACH}/sessions/1/attendance")
    (row,) = [row for row in page.table().body if "Nakai" in row.text]
    assert row.texts("td:last-child label") == ["Present", "Late", "Partial"]


@pytest.mark.usefixtures("season")
def test_a_report_says_how_many_came(sign_in: SignIn) -> None:
    page = sign_in("cora").page(f"{MANAGE}/report")
    assert "4 people are registered, and 2 came at least once. 2 sessions were held." in page.text
    assert page.table().column("Came") == ["1", "2", "to come", "to come"]
    table = sign_in("cora").get(f"{MANAGE}/report?format=csv").text
    assert "Session 2" in table


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("ada", JOIN),
        ("ada", COHORT),
        ("ada", f"{COHORT}/sessions/3"),
        ("fay", "/teach"),
        ("fay", f"{TEACH}/sessions/2/attendance"),
        ("cora", f"{MANAGE}/report"),
        ("cora", f"{MANAGE}/people"),
    ],
)
def test_as_many_statements_for_many_as_for_few(
    sign_in: SignIn, session: Session, season: Cohort, statements: Statements, who: str, path: str
) -> None:
    browser = sign_in(who)
    browser.page(path)
    with statements() as few:
        browser.page(path)
    before = few.total
    fill(session, season, 200, now=NOW)
    session.commit()
    with statements() as many:
        browser.page(path)
    assert many.total == before


def test_reminders_of_a_series_are_of_what_is_to_come(sign_in: SignIn, season: Cohort) -> None:
    page = sign_in("cora").page(f"{MANAGE}/reminders")
    assert season.is_series
    for words in ("missed", "catch up", "A module is open"):
        assert words not in " ".join(page.headings)
    assert "To everybody who is registered, with the link to join." in page.text
