"""Correcting marks of several sessions at once, as pages."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.corrections.rules import NOBODY_CHOSEN, NOTHING_CHOSEN
from app.casework.enums import AttendanceStatus as Status
from app.certificates.models import CertificateFlag
from app.cohorts.actions import add_session_part
from app.cohorts.rules import WHY
from tests.amending import WHY as SAID
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn, Statements
from tests.issued import issue_certificate

PATH = "/teach/spring-2026/correction"
BEN = "Begay, Ben"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


@pytest.fixture
def ben(cast: Cast) -> UUID:
    return cast.enrollment("ben").id


def test_person_leads_to_the_form_with_their_marks(cora: Browser, cast: Cast, ben: UUID) -> None:
    person = cora.page(f"/manage/people/{cast.id('ben')}")
    assert f"{PATH}?person={ben}" in [link.attribute("href") for link in person.all("main a")]
    page = cora.page(f"{PATH}?person={ben}")
    assert page.one(f"#person-{ben}").attribute("checked") is not None
    assert "present" in page.row("Week 3").text
    assert cora.page("/teach/spring-2026").link("Correct marks") == PATH


def test_correction_is_looked_at_made_for_a_reason_and_shown_as_adjusted(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast, ben: UUID
) -> None:
    paper = issue_certificate(session, cast.enrollment("ben"))
    nan = add_enrollment(session, cast.person("nan"), cast.spring, at=NOW - timedelta(days=300)).id
    session.commit()
    wanted = {"person": [str(ben), str(nan)], "mark-2": "late", "mark-3": "absent", "mark-1": ""}
    check = cora.post(PATH, data=wanted)
    assert check.status_code == 200
    line = check.page.row(BEN).text
    assert "Week 2: present becomes late" in line
    assert "Week 3: present becomes absent" in line
    assert paper.number in line
    assert "Then: 4 of 4 modules attested. 3 of 3 sessions counted." in line
    shown = check.page.one("input[name=shown]").attribute("value")
    silent = cora.post(PATH, data=wanted | {"shown": shown})
    assert silent.status_code == 422
    assert silent.page.one("#reason-error").text.endswith(str(WHY))
    done = cora.post(PATH, data=wanted | {"shown": shown, "reason": SAID})
    assert done.headers["location"] == f"{PATH}?corrected=true"
    assert "The marks are corrected" in cora.page(done.headers["location"]).text
    for position in (2, 3):
        sheet = cora.page(f"/teach/spring-2026/sessions/{position}/attendance")
        assert f"Adjusted by Cora Castellano, MPH, Wed, Nov 18: {SAID}" in sheet.row(BEN).text
        assert SAID in cora.page(f"/teach/spring-2026/sessions/{position}/history").text
    assert SAID in cora.page(f"/manage/people/{cast.id('ben')}").text
    record = sign_in("ben").page("/my/record")
    assert "Adjusted by Cora Castellano, MPH on Wed, Nov 18" in record.row("Week 2").text
    assert SAID not in record.text, "a reason can be about somebody else, too"
    assert len(session.scalars(select(CertificateFlag)).all()) == 2


@pytest.mark.parametrize(
    ("sent", "why"),
    [({"mark-1": "late"}, NOBODY_CHOSEN), ({"mark-1": ""}, NOTHING_CHOSEN)],
)
def test_what_says_nothing_is_refused_on_its_page(
    cora: Browser, ben: UUID, sent: dict[str, str], why: object
) -> None:
    people = {"person": str(ben)} if why is NOTHING_CHOSEN else {}
    answer = cora.post(PATH, data=people | sent)
    assert answer.status_code == 422
    assert str(why) in answer.page.one("#error-summary").text
    if sent["mark-1"]:
        assert answer.page.one('#mark-1 option[value="late"]').attribute("selected") is not None


def test_guest_of_a_single_session_corrects_nothing(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    held = cast.case_session("spring-2026", 4).id
    add_session_part(session, held, cast.id("ada"), "guest", by=None, now=NOW)
    session.commit()
    assert sign_in("ada").get(PATH).status_code in {403, 404}


@pytest.mark.parametrize("size", [5, 60])
def test_check_page_costs_as_much_for_many_as_for_few(
    cora: Browser, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    people = enroll_crowd(session, cast.spring, size)
    for person in people:
        person.enrolled_at = NOW - timedelta(days=300)
    session.commit()
    sent = {"person": [str(person.id) for person in people], "mark-1": "late", "mark-2": "late"}
    with statements() as count:
        answer = cora.post(PATH, data=sent)
    assert len(answer.page.all("table.amending tbody tr")) == size
    assert count.total <= 26
    assert Status.LATE.value in answer.page.text


@pytest.mark.parametrize("size", [50, 500])
def test_form_costs_as_much_for_many_as_for_few(
    cora: Browser, session: Session, cast: Cast, statements: Statements, size: int
) -> None:
    enroll_crowd(session, cast.spring, size)
    session.commit()
    with statements() as count:
        page = cora.page(PATH)
    assert len(page.all("input[name=person]")) == size
    assert count.total <= 8
