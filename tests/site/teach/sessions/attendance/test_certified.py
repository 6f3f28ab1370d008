"""Marks under a claim or a certificate on the attendance page and in its history."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.certified.rules import (
    BEGUN_SINCE,
    BUILT_SINCE,
    CHANGED_MEANWHILE,
    CLAIMED,
    RESTED_ON,
)
from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.certificates.models import CertificateFlag
from app.cohorts.actions import add_session_part
from app.cohorts.rules import WHY
from app.people.enums import Scope
from app.policy.table import Role
from tests.amending import WHY as SAID
from tests.amending import overwrite
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn, Statements
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


def test_certified_mark_is_shown_with_what_rests_on_it_and_can_be_chosen(
    cora: Browser, session: Session, cast: Cast, ben: UUID
) -> None:
    paper = certificate_for(session, claim_for(session, cast, "ben", 4, NOW), NOW)
    session.commit()
    page = cora.page(PAGE)
    assert f"On certificate {paper.number}" in page.row(BEN).text
    assert page.all(f'input[name="mark-{ben}"]') != []
    assert page.texts(".notice-title") == ["1 mark was certified or claimed"]


def test_claim_between_page_and_save_leads_to_the_check_page_with_all_that_was_chosen(
    cora: Browser, session: Session, cast: Cast, ben: UUID, nan: UUID
) -> None:
    before = cora.page(PAGE)
    claim_for(session, cast, "ben", 24, NOW)
    session.commit()
    marks = {f"mark-{ben}": "absent", f"mark-{nan}": "excused"}
    answer = cora.post(PAGE, data={"seen": seen(before)} | marks)
    assert answer.status_code == 200
    page = answer.page
    assert page.one("h1").text == "Change marks that others rely on?"
    line = page.row(BEN).text
    assert "Week 4: present becomes absent" in line
    assert line.count(BEN) == 1, "whose it is, the row says once"
    assert "A claim of credit" in line
    assert "Claimed 6.00, which is more than would be earned" in line
    assert "Now: 4 of 4 modules attested. 4 sessions counted" in line
    assert "1 other mark that you chose is saved with them." in page.text
    assert cora.page(PAGE).all(f'input[name="mark-{ben}"][value="present"][checked]') != []
    sent = page.form(action=PAGE).fields
    silent = cora.post(PAGE, data=sent)
    assert (silent.status_code, silent.page.title.startswith("Error: ")) == (422, True)
    assert silent.page.one("#reason-error").text.endswith(str(WHY))
    said = cora.post(PAGE, data=sent | {"reason": SAID})
    assert said.status_code == 303
    after = cora.page(said.headers["location"])
    assert "Saved 2 marks." in after.text
    assert after.all("#saved button") == [], "somebody relies on what was changed"
    assert after.all(f'input[name="mark-{nan}"][value="excused"][checked]') != []
    assert f"Adjusted by Cora Castellano, MPH, Wed, Nov 18: {SAID}" in after.row(BEN).text
    assert SAID not in after.row("Nakai, Nan").text
    history = cora.page(HISTORY)
    assert SAID in history.text
    assert "Begay, Ben present absent Adjusted Manual" in history.rows
    person = cora.page(f"/manage/people/{cast.id('ben')}")
    assert SAID in person.text


def test_certificate_that_came_while_somebody_looked_is_shown_before_anything_is_saved(
    cora: Browser, session: Session, cast: Cast, ben: UUID
) -> None:
    claim = claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    page = cora.page(PAGE)
    check = cora.post(PAGE, data={"seen": seen(page), f"mark-{ben}": "absent"}).page
    sent = check.form(action=PAGE).fields | {"reason": SAID}
    paper = certificate_for(session, claim, NOW)
    session.commit()
    again = cora.post(PAGE, data=sent)
    assert again.status_code == 422
    assert str(CHANGED_MEANWHILE) in again.page.one("#error-summary").text
    assert paper.number in again.page.row(BEN).text
    assert again.page.one("#reason").attribute("value") == SAID
    assert "1 certificate waits for review" in again.page.text
    done = cora.post(PAGE, data=again.page.form(action=PAGE).fields | {"reason": SAID})
    assert done.status_code == 303
    assert session.scalars(select(CertificateFlag)).one().reason == SAID


def test_mark_of_an_earlier_session_asks_for_a_reason_and_touches_nobody_else(
    cora: Browser, session: Session, ben: UUID
) -> None:
    sheet = "/teach/spring-2026/sessions/2/attendance"
    page = cora.page(sheet)
    check = cora.post(sheet, data={"seen": seen(page), f"mark-{ben}": "late"}).page
    line = check.row(BEN).text
    assert "The session of Week 3, which has begun since" in line
    assert line.count(BEN) == 1
    assert "Stays as it is" in check.row(BEN).text
    done = cora.post(sheet, data=check.form(action=sheet).fields | {"reason": SAID})
    assert done.status_code == 303
    assert session.scalars(select(CertificateFlag)).all() == []


@pytest.mark.parametrize("size", [5, 60])
def test_check_page_costs_as_much_for_many_as_for_few(
    cora: Browser, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    people = enroll_crowd(session, cast.spring, size)
    for person in people:
        person.enrolled_at = NOW - timedelta(days=300)
    session.commit()
    sheet = "/teach/spring-2026/sessions/2/attendance"
    everybody = {f"mark-{person.id}": "present" for person in people}
    long_ago = cast.case_session("spring-2026", 2).starts_at + timedelta(hours=2)
    held = cast.case_session("spring-2026", 2).id
    wanted = {
        person.id: Submitted(Status.PRESENT)
        for person in people
        if person.id != cast.enrollment("ben").id
    }
    overwrite(session, held, wanted, by=cast.id("cora"), now=long_ago)
    session.commit()
    page = cora.page(sheet)
    data = {"seen": seen(page)} | dict.fromkeys(everybody, "absent")
    with statements() as count:
        answer = cora.post(sheet, data=data)
    assert answer.status_code == 200
    assert len(answer.page.all("table.amending tbody tr")) == size
    assert count.total <= 24


def test_undo_is_not_offered_on_what_was_claimed_and_is_refused_where_it_was_asked(
    cora: Browser, session: Session, cast: Cast
) -> None:
    asked = cora.page(HISTORY).form("Undo this save").data("Undo this save")
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    page = cora.page(HISTORY)
    assert page.main.all("button[name=save]") == []
    assert str(BUILT_SINCE(why=CLAIMED(name=BEN))) in page.text
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
    check = teacher.post(PAGE, data={"seen": seen(before), f"mark-{ben}": "absent"})
    undone = teacher.post(f"{PAGE}/undo", data=asked.data("Undo this save"))
    on_sheet = teacher.post(f"{PAGE}/undo", data={"save": asked.data("Undo this save")["save"]})
    assert [answer.status_code for answer in (check, undone, on_sheet)] == [200, 409, 409]
    refused, general = (undone.page, on_sheet.page), str(RESTED_ON(name=BEN))
    assert all(general in page.one("#error-summary").text for page in refused)
    assert "Something that was certified or claimed" in check.page.row(BEN).text
    shown = teacher.page(PAGE)
    assert "Certified or claimed" in shown.row(BEN).text
    history = teacher.page(HISTORY)
    assert general in history.text
    for page in (shown, history, check.page, *refused):
        assert paper.number not in page.text
        assert "On certificate" not in page.text
        assert "Claimed" not in page.text
    done = teacher.post(PAGE, data=check.page.form(action=PAGE).fields | {"reason": SAID})
    assert done.status_code == 303
    assert session.scalars(select(CertificateFlag)).one().by == cast.id("ada")


def test_who_sees_no_certificates_is_not_told_that_somebody_claimed(
    teacher: Browser, session: Session, cast: Cast
) -> None:
    claim_for(session, cast, "ben", 4, NOW)
    session.commit()
    assert "Claimed as credit" not in teacher.page(PAGE).text
    assert str(CLAIMED(name=BEN)) not in teacher.page(HISTORY).text
    assert str(RESTED_ON(name=BEN)) in teacher.page(HISTORY).text
