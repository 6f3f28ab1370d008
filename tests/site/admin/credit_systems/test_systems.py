"""Credit systems: terms and words are versions, and what was approved keeps its own."""

import pytest
from sqlalchemy.orm import Session

from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems, versions_of_system
from app.credit.systems.terms.rules import NAME_KNOWN, STAYS_AS_IT_IS
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.credit.activities import designate

HOME = "/admin/credit-systems"
NEW = {
    "name": "Arizona Pharmacy Hours",
    "unit_one": "pharmacy hour",
    "unit_many": "pharmacy hours",
    "professions": "pharmacist",
}


@pytest.fixture
def abe(sign_in: SignIn) -> Browser:
    return sign_in("abe")


def test_all_are_listed_with_what_they_are_for(abe: Browser) -> None:
    rows = {row["Name"]: row for row in abe.page(HOME).table("Credit systems").records}
    assert rows["ANCC contact hours"]["For"] == "Nurse"
    assert rows["ANCC contact hours"]["Steps"] == "0.25, which is 15 minutes"
    assert rows["Hours of participation"]["For"] == "Everybody"


def test_another_version_changes_nothing_that_was_approved(
    abe: Browser, session: Session, cast: Cast
) -> None:
    designate(session, cast.fall, ancc=24)
    session.commit()
    form = abe.page(f"{HOME}/ancc").form("Enter this as the next version")
    said = form.data(heading="Certificate of nursing hours", step_quarters="2")
    assert abe.post(f"{HOME}/ancc", data=said).status_code == 303
    newest, before = versions_of_system(session, "ancc")
    assert (newest.version, newest.heading) == (2, "Certificate of nursing hours")
    assert (newest.step_quarters, before.step_quarters) == (2, 1)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert before in [own.system for own in approved.designated]
    page = abe.page(f"{HOME}/ancc")
    assert "Version 1" in page.section("Earlier versions").text
    assert "1 cohort" in page.section("Where it is used").text
    assert abe.post(f"{HOME}/ancc", data=said).status_code == 303, "a second click"
    assert len(versions_of_system(session, "ancc")) == 2


def test_one_of_ones_own_can_be_chosen_for_an_activity(
    abe: Browser, sign_in: SignIn, session: Session
) -> None:
    form = abe.page(f"{HOME}/new").form("Add this credit system")
    assert abe.post(HOME, data=form.data(**NEW)).headers["location"] == HOME
    assert [own.key for own in newest_systems(session)][-2:] == [
        "arizona_pharmacy_hours",
        "participation",
    ]
    cora = sign_in("cora")
    assert "Arizona Pharmacy Hours" in cora.page("/manage/cohorts/fall-2026/credit/change").text
    answer = abe.post(HOME, data=form.data(**NEW))
    assert str(NAME_KNOWN) in answer.page.text
    assert answer.page.form("Add this credit system").fields["unit_one"] == "pharmacy hour"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("claim_wording", "I claim {amount} of {what}.", "{what} means nothing here."),
        ("claim_wording", "I claim all of it.", "Write {amount} where the amount goes."),
        ("certificate_wording", "Worth 2 CME credits.", "credit"),
    ],
)
def test_wording_that_no_claim_could_state_is_refused_where_it_was_typed(
    abe: Browser, field: str, text: str, says: str
) -> None:
    form = abe.page(f"{HOME}/new").form("Add this credit system")
    answer = abe.post(HOME, data=form.data(**NEW | {field: text}))
    assert answer.status_code == 422
    assert says in answer.page.text
    assert answer.page.form("Add this credit system").fields[field] == text


def test_trademark_stays_with_the_code(abe: Browser, session: Session) -> None:
    form = abe.page(f"{HOME}/ama_pra_1").form("Enter this as the next version")
    answer = abe.post(f"{HOME}/ama_pra_1", data=form.fields | {"name": "Medical credit"})
    assert answer.status_code == 422
    assert str(STAYS_AS_IT_IS) in answer.page.text
    assert len(versions_of_system(session, "ama_pra_1")) == 1
    said = form.fields | {"certificate_wording": "The physician claimed it on {day}."}
    assert abe.post(f"{HOME}/ama_pra_1", data=said).status_code == 303


def test_only_administrators_keep_them(sign_in: SignIn) -> None:
    for who in ("cora", "opal", "ada"):
        assert sign_in(who).get(HOME).status_code in {403, 404}
    assert sign_in("abe").get(f"{HOME}/nothing").status_code == 404
