"""The report of a cohort: a sentence, one next step, charts beside tables, downloads."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.certificates.holding.actions import call_not_held
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.intake.workbooks import rows_of_workbook
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.crowds import fill

FALL, SPRING = "/manage/cohorts/fall-2026/report", "/manage/cohorts/spring-2026/report"


@pytest.fixture
def crowd(session: Session, cast: Cast) -> None:
    fill(session, cast.fall, 40, now=NOW)
    fill(session, cast.spring, 40, now=NOW)
    session.commit()


def test_report_opens_with_a_sentence_and_one_next_step(sign_in: SignIn, crowd: None) -> None:
    cora = sign_in("cora")
    page = cora.page(FALL)
    assert "people are on course to complete." in page.text
    assert "Attendance of Week 1 is not all recorded yet." in page.text
    assert "After Week" not in page.text
    assert page.link("Record attendance of Week 1") == "/teach/fall-2026/sessions/1/attendance"
    assert "of 41 people completed" in cora.page(SPRING).text


def test_it_speaks_of_the_last_week_that_is_recorded(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    """Ada and Nan have no mark."""
    for name in ("ada", "nan"):
        cast.withdraw(name)
    session.commit()
    page = sign_in("cora").page(FALL)
    assert "After Week 1 it was" in page.text
    assert "in Spring 2026" in page.text
    assert "“active” and “on course” as they were after Week 1." in page.text
    assert "recorded yet" not in page.text


def test_weeks_stay_beside_their_own_where_one_is_canceled(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    held = cast.case_session("spring-2026", 2)
    held.canceled_at = held.starts_at - timedelta(days=1)
    held = cast.case_session("fall-2026", 3)
    held.canceled_at = NOW
    session.commit()
    answer = sign_in("cora").get(f"{FALL}?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    start = rows.index(["On course after each session, percent"])
    (_head, week_1, week_2, week_3, week_4) = rows[start + 1 : start + 6]
    assert week_1[:2] == ["Week 1", "not recorded"]
    assert week_2 == ["Week 2", "–", "canceled"]
    assert week_3[:2] == ["Week 3", "canceled"]
    assert week_3[2].isdigit()
    assert week_4[0] == "Week 4"
    assert week_4[2].isdigit()
    sessions = rows.index(["Attendance by session"])
    assert rows[sessions + 2][:2] == ["Week 1", "2026-11-12T12:00:00-07:00"]
    assert rows[sessions + 4] == ["Week 3", "2026-11-26T12:00:00-07:00", "canceled", "", "", ""]


def test_a_session_that_was_not_held_is_not_called_canceled(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    here = cohort_context(session, "fall-2026")
    assert here is not None
    why = "Zoom failed for everybody."
    call_not_held(session, here, 1, seen=0, reason=why, by=cast.id("cora"), now=NOW)
    session.commit()
    answer = sign_in("cora").get(f"{FALL}?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    start = rows.index(["On course after each session, percent"])
    assert rows[start + 2][:2] == ["Week 1", "not held"]
    sessions = rows.index(["Attendance by session"])
    week_1 = ["Week 1", "2026-11-12T12:00:00-07:00", "not held"]
    assert rows[sessions + 2][:3] == week_1


def test_lines_say_whose_they_are(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page(SPRING)
    assert "Spring 2026" in page.one("svg text.value.of-0").text


def test_future_is_dashed_and_never_zero(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").get(FALL).text
    assert page.count("to-come") == 2 + 3
    assert "after Dec 3" in page
    assert ">not yet<" in page
    ended = sign_in("cora").get(SPRING).text
    assert "to-come" not in ended


def test_each_chart_has_a_name_and_its_table(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").get(FALL).text
    assert page.count('role="img"') == 3
    assert page.count('<table class="numbers">') == 4
    assert "style=" not in page


def test_small_groups_are_held_back_unless_asked_for(sign_in: SignIn, session: Session) -> None:
    cora = sign_in("cora")
    page = cora.page(FALL)
    assert "counted together" in page.text
    whole = cora.page(page.link("Show all numbers"))
    assert "counted together" not in whole.text
    assert whole.link("Hold small groups back") == FALL
    assert "By rank" in page.text
    assert cora.page(f"{FALL}?by=profession").text.count("Physician") == 1


def test_tables_are_downloaded_as_they_are_shown(
    sign_in: SignIn, session: Session, cast: Cast, crowd: None
) -> None:
    cast.institution("Sonoran").short_name = "=cmd()"
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{FALL}?numbers=all")
    answer = cora.get(page.link("Download as CSV"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["From applied to certified"] in rows
    assert ["'=cmd()"] in [row[:1] for row in rows]
    book = cora.get(page.link("Download as XLSX"))
    assert book.headers["content-disposition"].endswith('"fall-2026-report.xlsx"')
    assert next(iter(rows_of_workbook(book.content, 100))).cells[:2] == ("Stage", "Fall 2026")


def test_people_at_risk_are_on_the_list_of_people(sign_in: SignIn, crowd: None) -> None:
    page = sign_in("cora").page("/manage/cohorts/spring-2026/people?show=at-risk")
    assert "At risk" in page.text


@pytest.mark.parametrize("path", [FALL, SPRING])
def test_cohort_page_leads_here(sign_in: SignIn, path: str) -> None:
    cohort = path.removesuffix("/report")
    assert sign_in("cora").page(cohort).link("Report") == path


@pytest.mark.parametrize(
    ("persona", "status"), [("cora", 200), ("fay", 403), ("ada", 403), ("lee", 404), ("abe", 404)]
)
def test_only_coordinators_read_it(sign_in: SignIn, persona: str, status: int) -> None:
    assert sign_in(persona).get(FALL).status_code == status


def test_cohort_without_people_says_so(sign_in: SignIn, session: Session, cast: Cast) -> None:
    for name in ("ada", "nan"):
        cast.withdraw(name)
    session.commit()
    assert "0 of 2 people are on course" in sign_in("cora").page(FALL).text


def test_more_people_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora = sign_in("cora")
    with statements() as few:
        cora.get(FALL)
    before = few.total
    fill(session, cast.fall, 50, now=NOW)
    fill(session, cast.spring, 50, now=NOW)
    session.commit()
    with statements() as many:
        cora.get(FALL)
    assert many.total == before
    assert many.total <= 13
