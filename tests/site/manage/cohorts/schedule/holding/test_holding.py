"""A session that was not held, as its coordinator says it and everybody sees it."""

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.rules import WHY
from tests.amending import overwrite
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.credit.claims import claim_for
from tests.issued import issue_certificate

SCHEDULE = "/manage/cohorts/spring-2026/schedule"
PATH = f"{SCHEDULE}/4/holding"
FAILED = "Zoom failed for everybody."


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_check_page_names_whom_it_touches(cora: Browser, session: Session, cast: Cast) -> None:
    claim_for(session, cast, "ben", 24, NOW)
    paper = issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    assert PATH in [link.attribute("href") for link in cora.page(SCHEDULE).all("main a")]
    page = cora.page(PATH)
    assert page.one("h1").text.endswith("not held?")
    assert "2 sessions have to count, instead of 3." in page.text
    assert "Claimed more than would be earned" in page.text
    assert f"Begay, Ben ({paper.number})" in page.text
    assert "1 certificate waits for review" in page.text


def test_it_is_said_for_a_reason_shown_everywhere_and_taken_back(
    cora: Browser, sign_in: SignIn, cast: Cast
) -> None:
    form = cora.page(PATH).form(action=PATH)
    silent = cora.post(PATH, data=form.fields)
    assert silent.status_code == 422
    assert silent.page.one("#reason-error").text.endswith(str(WHY))
    done = cora.post(PATH, data=form.fields | {"reason": FAILED})
    page = cora.page(done.headers["location"])
    assert "The session counts as not held" in page.text
    assert "Not held" in page.row("Week 4").text
    assert FAILED in page.row("Week 4").text
    sheet = cora.page("/teach/spring-2026/sessions/4/attendance")
    assert "counts as not held" in sheet.text
    assert sheet.all("#save") == []
    assert "Not held, so it does not count" in sign_in("ben").page("/my/record").row("Week 4").text
    assert "Session counts as not held" in cora.page("/manage/cohorts/spring-2026/history").text
    again = cora.page(page.link("It was held after all"))
    back = cora.post(PATH, data=again.form(action=PATH).fields | {"reason": "It was recorded."})
    assert "The session counts as held" in cora.page(back.headers["location"]).text
    assert cora.page("/teach/spring-2026/sessions/4/attendance").all("#save") != []
    assert cast.mark(cast.enrollment("ben").id, cast.case_session("spring-2026", 4).id).status


@pytest.mark.parametrize("size", [5, 60])
def test_check_page_costs_as_much_for_many_as_for_few(
    cora: Browser, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    people = enroll_crowd(session, cast.spring, size)
    held = cast.case_session("spring-2026", 4).id
    wanted = {
        person.id: Submitted(AttendanceStatus.PRESENT)
        for person in people
        if person.id != cast.enrollment("ben").id
    }
    overwrite(session, held, wanted, by=cast.id("cora"), now=NOW)
    session.commit()
    with statements() as count:
        page = cora.page(PATH)
    assert page.one("h1").text.endswith("not held?")
    assert count.total <= 18
