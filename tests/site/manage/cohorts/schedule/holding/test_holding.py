"""A session that was not held, as its coordinator says it and everybody sees it."""

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.rules import Open, Written
from app.casework.rules import Submitted
from app.cohorts.rules import WHY
from tests.amending import overwrite
from tests.casework.absences import approve, miss, sister_cohort, submit
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


def test_make_up_of_another_cohort_is_named_and_waits_there_to_be_taken_back(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Ada of Fall made her first session up in Spring; no certificate of hers rests on that."""
    miss(session, cast)
    sister = sister_cohort(session, cast)
    written, there = (
        Written(Way.SISTER_SESSION, "", sister.id),
        Open(frozenset({sister.id}), has_recording=False),
    )
    request_id = submit(session, cast, written=written, there=there)
    approve(session, cast, request_id, Approval(minutes=50))
    session.commit()
    path = f"{SCHEDULE}/1/holding"
    check = cora.page(path)
    assert "Made a session of theirs up at it" in check.text
    person = f"/manage/cohorts/fall-2026/people/{cast.id('ada')}"
    assert check.link("Alvarez, Ada (Fall 2026, Week 1)") == person
    assert "1 make-up of another cohort counts for nothing." in check.text
    ada = sign_in("ada")
    assert "does not count" not in ada.page("/my/record").text
    cora.post(path, data=check.form(action=path).fields | {"reason": FAILED})
    absences, sheet = "/teach/fall-2026/absences", "/teach/fall-2026/sessions/1/attendance"
    for persona, desk in (("fay", "/teach"), ("cora", "/manage")):
        page = sign_in(persona).page(desk).main
        assert page.link("Take 1 make-up back: its session was not held") == absences
    card = sign_in("fay").page(absences).main.one(f"#about-{request_id}")
    assert "The session that they attended was not held, so this counts for nothing." in card.text
    assert card.link("Attendance of Week 1") == sheet
    words = "Your make-up does not count: its session was not held (Week 1)"
    own = ada.page(ada.page("/my/record").link(words)).main
    assert "The session that you attended was not held" in own.text
    assert "counts again." in cora.page(path).text
    miss(session, cast)
    session.commit()
    assert "Take 1 make-up back" not in cora.page("/manage").text
    again = ada.page("/cohorts/fall-2026/sessions/1/absence").main
    assert again.all('form[action$="/make-up"]') != [], "another way can be chosen"


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
