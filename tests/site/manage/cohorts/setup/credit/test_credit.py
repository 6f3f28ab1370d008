"""The credit of a draft."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.credit.models import Activity, Component
from app.credit.queries import activity_of
from app.site.manage.cohorts.setup.credit.page import CLAIM_STATEMENT
from tests.cast import Cast
from tests.client import Browser
from tests.site.manage.cohorts.setup.drafting import SETUP, enter_credit


def test_credit_is_filled_in_from_before_and_approved_anew(
    cora: Browser, session: Session, cast: Cast
) -> None:
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    assert (form.fields["designated"], form.fields["approved_by"]) == ("6.00", "")
    assert activity_of(session, cast.cohort("spring-2027").id) is None
    assert enter_credit(cora).status_code == 303
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert approved.activity.claims_close_at == cast.cohort("spring-2027").closes_at
    wrong = {"approved_on": "2027-01-01", "designated": "1.1", "claim_statement": "2 CME credits"}
    page = enter_credit(cora, **wrong).page
    assert set(page.field_errors) == {"designated", "claim_statement"}


def test_a_first_credit_proposes_what_follows_from_the_sessions(
    cora: Browser, session: Session, cast: Cast
) -> None:
    for table in (Component, Activity):
        session.execute(delete(table))
    session.commit()
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    proposed = {name: value for name, value in fields.items() if value}
    assert proposed == {
        "title": "Mentor Development Program, Spring 2027",
        "learning_format": "Other activity (blended)",
        "session_minutes": "60",
        "session_most": "4.00",
        "claim_statement": CLAIM_STATEMENT,
        **{f"signer-{number}-place": str(number) for number in (1, 2, 3)},
        "proof-kind": "cme_credit",
    }


def test_what_no_certificate_could_print_is_said_beside_its_field(cora: Browser) -> None:
    wrong = {"provider": "Office 😀 of CME", "signer-1-name": "Rosa 😀 Lindqvist"}
    page = enter_credit(cora, **wrong).page
    assert set(page.field_errors) == set(wrong)
    assert "“😀” (grinning face, U+1F600)" in page.field_errors["signer-1-name"]
    names = {"signer-1-name": "محمد علي", "signer-2-name": "דנה כהן", "signer-2-role": "Chair"}
    right = enter_credit(cora, **names)
    assert right.status_code == 303


def test_a_designation_says_for_how_much(cora: Browser, session: Session, cast: Cast) -> None:
    for words in ("for a maximum of {credit_phrase}.", "for a maximum of 5.00 {credit_phrase}."):
        page = enter_credit(cora, designation_statement=words).page
        assert page.field_errors == {
            "designation_statement": "Name the most credits that can be awarded, 6.00, in the "
            "designation statement."
        }
    right = enter_credit(cora, designation_statement="for a maximum of 6 {credit_phrase}.")
    assert right.status_code == 303
