"""Marks under a claim or a certificate on the attendance page and in its history."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.casework.certified.rules import BEGUN_SINCE, CERTIFIED, CLAIMED, RESTED_ON
from app.cohorts.actions import add_session_part
from app.people.enums import Scope
from app.policy.table import Role
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn
from tests.credit.claims import certificate_for, claim_for
from tests.page import Page

ROOM = "/teach/spring-2026/sessions/4"
PAGE, HISTORY = f"{ROOM}/attendance", f"{ROOM}/history"
BEN = "Begay, Ben"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def ben(cast: Cast) -> UUID:
    return cast.enrollment("ben").id


@pytest.fixture
def nan(session: Session, cast: Cast) -> UUID:
    """Nan is in Ben's cohort, too."""
    place = add_enrollment(session, cast.person("nan"), cast.spring, at=NOW - timedelta(days=300))
    session.commit()
    return place.id


def seen(page: Page) -> str:
    return page.one("input[name=seen]").attribute("value")


def test_certified_mark_is_shown_with_what_rests_on_it_and_cannot_be_chosen(
    cora: Browser, session: Session, cast: Cast, ben: UUID
) -> None:
    assert cora.page(PAGE).all(f'input[name="mark-{ben}"]') != []
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.commit()
    page = cora.page(PAGE)
    assert f"On certificate {paper.number}" in page.row(BEN).text
    assert page.all(f'input[name="mark-{ben}"]') == []
    assert page.texts(".notice-title") == ["1 mark stays as it is"]


def test_claim_between_page_and_save_is_told_at_the_row_and_nothing_is_saved_or_lost(
    cora: Browser, session: Session, cast: Cast, ben: UUID, nan: UUID
) -> None:
    before = cora.page(PAGE)
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    marks = {f"mark-{ben}": "absent", f"mark-{nan}": "excused"}
    answer = cora.post(PAGE, data={"seen": seen(before)} | marks)
    assert answer.status_code == 409
    page = answer.page
    assert f"{CLAIMED(name=BEN)} You had chosen “Absent”." in page.row(BEN).text
    assert page.one(f'input[name="mark-{nan}"][checked]').attribute("value") == "excused"
    assert page.one("#error-summary h2").text == "Nothing was saved. What you chose is still here."
    assert page.title.startswith("Error: ")
    assert cora.page(PAGE).all(f'input[name="mark-{nan}"][checked]') == []


def test_undo_is_not_offered_on_what_was_claimed_and_is_refused_where_it_was_asked(
    cora: Browser, session: Session, cast: Cast
) -> None:
    asked = cora.page(HISTORY).form("Undo this save").data("Undo this save")
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    page = cora.page(HISTORY)
    assert page.main.all("button[name=save]") == []
    assert str(CLAIMED(name=BEN)) in page.text
    answer = cora.post(f"{PAGE}/undo", data=asked)
    assert answer.status_code == 409
    assert answer.page.one("h1").text.startswith("Who changed what")
    assert str(CLAIMED(name=BEN)) in answer.page.one("#error-summary").text
    on_sheet = cora.post(f"{PAGE}/undo", data={"save": asked["save"]})
    assert on_sheet.page.one("h1").text.startswith("Attendance")
    assert str(CLAIMED(name=BEN)) in on_sheet.page.one("#error-summary").text


def test_address_that_told_of_a_save_offers_its_undo_only_while_nothing_was_built_on_it(
    cora: Browser, session: Session, cast: Cast
) -> None:
    save = cora.page(HISTORY).form("Undo this save").data("Undo this save")["save"]
    told = f"{PAGE}?saved={save}"
    assert cora.page(told).all("#saved button") != []
    certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.commit()
    assert cora.page(told).all("#saved button") == []


def test_history_says_that_a_later_session_has_begun(cora: Browser) -> None:
    page = cora.page("/teach/spring-2026/sessions/2/history")
    assert page.main.all("button[name=save]") == []
    assert str(BEGUN_SINCE(unit="Week 3")) in page.text


def test_summary_names_the_person_once(
    cora: Browser, session: Session, cast: Cast, ben: UUID
) -> None:
    before = cora.page(PAGE)
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.commit()
    answer = cora.post(PAGE, data={"seen": seen(before), f"mark-{ben}": "absent"})
    reason = CERTIFIED(name=BEN, count=1, numbers=(paper.number,))
    said = answer.page.texts("#error-summary li")
    assert said == [f"{reason} You had chosen “Absent”."]


@pytest.fixture(params=["guest", "facilitator"])
def teacher(
    request: pytest.FixtureRequest, sign_in: SignIn, session: Session, cast: Cast
) -> Browser:
    """Ada, who leads the session or facilitates the cohort, and sees no certificates."""
    if request.param == "guest":
        held = cast.case_session("spring-2026", 4).id
        add_session_part(session, held, cast.id("ada"), "guest", by=None, now=NOW)
    else:
        cast.grant("ada", Role.FACILITATOR, Scope.COHORT, cast.spring.id)
    session.commit()
    return sign_in("ada")


def test_who_sees_no_certificates_is_told_only_that_something_rests_on_a_mark(
    teacher: Browser, session: Session, cast: Cast, ben: UUID
) -> None:
    before, asked = teacher.page(PAGE), teacher.page(HISTORY).form("Undo this save")
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.commit()
    saved = teacher.post(PAGE, data={"seen": seen(before), f"mark-{ben}": "absent"})
    undone = teacher.post(f"{PAGE}/undo", data=asked.data("Undo this save"))
    on_sheet = teacher.post(f"{PAGE}/undo", data={"save": asked.data("Undo this save")["save"]})
    assert [answer.status_code for answer in (saved, undone, on_sheet)] == [409] * 3
    refused, general = (saved.page, undone.page, on_sheet.page), str(RESTED_ON(name=BEN))
    assert all(general in page.one("#error-summary").text for page in refused)
    shown = teacher.page(PAGE)
    assert "Certified or claimed: ask the coordinator" in shown.row(BEN).text
    history = teacher.page(HISTORY)
    assert general in history.text
    for page in (shown, history, *refused):
        assert paper.number not in page.text
        assert "On certificate" not in page.text


def test_who_sees_no_certificates_is_not_told_that_somebody_claimed(
    teacher: Browser, session: Session, cast: Cast
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    assert "Claimed as credit" not in teacher.page(PAGE).text
    assert str(CLAIMED(name=BEN)) not in teacher.page(HISTORY).text
    assert str(RESTED_ON(name=BEN)) in teacher.page(HISTORY).text
