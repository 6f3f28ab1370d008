"""Credit systems: terms and words are versions, and what was approved keeps its own."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.rules import WHY
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems, versions_of_system
from app.credit.systems.retiring.rules import NOT_OFFERED, OF_THE_PROGRAM
from app.credit.systems.terms.rules import NAME_KNOWN, STAYS_AS_IT_IS
from tests.cast import Cast
from tests.client import Answer, Browser, SignIn
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


def retire(abe: Browser, key: str = "ancc", reason: str = "Nobody uses it.") -> Answer:
    form = abe.page(f"{HOME}/{key}").form("Retire it")
    return abe.post(form.action, data=form.data(reason=reason))


def test_retired_one_stands_in_its_own_list_and_can_be_brought_back(abe: Browser) -> None:
    assert retire(abe, reason="").page.field_errors == {"reason": str(WHY)}
    assert retire(abe).headers["location"] == f"{HOME}/ancc?saved=true"
    page = abe.page(f"{HOME}/ancc")
    assert "Nobody uses it." in page.section("Whether it is offered").text
    table = abe.page(HOME).table("Credit systems").records
    states = {row["Name"]: row["State"] for row in table}
    assert (states["ANCC contact hours"], states["ABIM MOC points"]) == ("Retired", "Offered")
    listed = abe.page(abe.page(HOME).main.link("Retired")).table("Credit systems").records
    assert [row["Name"] for row in listed] == ["ANCC contact hours"]
    offered = abe.page(abe.page(HOME).main.link("Offered")).table("Credit systems").records
    assert len(offered) == len(table) - 1
    form = page.form("Bring it back")
    assert abe.post(form.action, data=form.data(reason="It is asked for.")).status_code == 303
    assert "None is retired" in abe.page(f"{HOME}?show=retired").text
    assert "Brought back" in abe.page(f"{HOME}/ancc").section("Whether it is offered").text


def test_one_of_the_program_has_no_button(abe: Browser) -> None:
    page = abe.page(f"{HOME}/participation")
    assert str(OF_THE_PROGRAM) in page.section("Whether it is offered").text
    answer = abe.post(f"{HOME}/participation/retirement", data={"reason": "x"})
    assert answer.status_code == 422


def test_retired_one_is_for_nothing_new_and_stays_where_it_is(
    abe: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    designate(session, cast.fall, ancc=24)
    session.commit()
    cora = sign_in("cora")
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    draft = cora.page("/manage/cohorts/spring-2027/setup/credit").form("Ask for approval")
    assert draft.fields["for_ancc"] == "yes"
    retire(abe)
    new = cora.page("/manage/cohorts/spring-2027/setup/credit")
    assert "for_ancc" not in new.form("Ask for approval").fields
    assert "ANCC contact hours is retired, so this activity is not" in new.text
    said = draft.data(requires_completion="no")
    answer = cora.post("/manage/cohorts/spring-2027/setup/credit", data=said)
    assert (answer.status_code, answer.page.errors) == (
        422,
        [str(NOT_OFFERED(name="ANCC contact hours"))],
    )
    has_it = cora.page("/manage/cohorts/fall-2026/credit/change").form("See what this changes")
    assert has_it.fields["for_ancc"] == "yes", "what has it keeps it"
    other = cora.page("/manage/cohorts/spring-2026/credit/change").form("See what this changes")
    assert "for_ancc" not in other.fields


def test_only_administrators_keep_them(sign_in: SignIn) -> None:
    for who in ("cora", "opal", "ada"):
        assert sign_in(who).get(HOME).status_code in {403, 404}
    assert sign_in("abe").get(f"{HOME}/nothing").status_code == 404
