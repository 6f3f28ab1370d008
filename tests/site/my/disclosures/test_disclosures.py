"""Signing one's own disclosure."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.disclosures.models import DisclosedRelationship, Disclosure
from app.credit.disclosures.signing.rules import STATEMENT, STATEMENT_VERSION
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.disclosures.cleared import need

PATH = "/my/disclosures"
SIGN = {"do": "sign", "typed_name": "Fay Fuentes"}
ONE = {
    "company": ["Acme Devices", "", ""],
    "nature": ["consultant", "", ""],
    "status": ["ended", "now", "now"],
}


def test_somebody_signs_that_there_is_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    session.commit()
    fay = sign_in("fay")
    page = fay.page(PATH)
    assert "Fall 2026 Not given Sign below." in page.text
    assert "You have disclosed nothing yet" in page.text
    answer = fay.post(PATH, data=SIGN | {"none": "yes"})
    assert answer.headers["location"] == f"{PATH}?done=signed"
    row = session.scalars(select(Disclosure)).one()
    assert (row.has_none, row.statement, row.statement_version) == (
        True,
        STATEMENT,
        STATEMENT_VERSION,
    )
    assert (row.typed_name, row.signed_at, row.by) == ("Fay Fuentes", NOW, cast.id("fay"))
    assert row.web_session_id is not None
    done = fay.page(f"{PATH}?done=signed")
    assert "Your disclosure is signed" in done.text
    assert "Fall 2026 To be reviewed What you signed waits for its review." in done.text
    assert "No financial relationships with ineligible companies" in done.text


def test_relationships_are_kept_row_by_row_and_stand_in_the_form_again(
    sign_in: SignIn, session: Session
) -> None:
    fay = sign_in("fay")
    assert fay.post(PATH, data=SIGN | ONE).status_code == 303
    row = session.scalars(select(DisclosedRelationship)).one()
    assert (row.number, row.company, row.nature, row.has_ended) == (
        1,
        "Acme Devices",
        "consultant",
        True,
    )
    page = fay.page(PATH)
    assert page.one("#company-1").attribute("value") == "Acme Devices"
    assert "Acme Devices: Consultant, ended" in page.text


def test_more_rows_are_given_without_a_script_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session
) -> None:
    fay = sign_in("fay")
    answer = fay.post(PATH, data=ONE | {"do": "more", "typed_name": "Fay"})
    assert answer.status_code == 200
    assert len(answer.page.all("input[name=company]")) == 6
    assert answer.page.one("#company-1").attribute("value") == "Acme Devices"
    assert answer.page.one("#typed_name").attribute("value") == "Fay"
    assert session.scalars(select(Disclosure)).first() is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (SIGN, "Enter each relationship, or say that you had none"),
        (SIGN | ONE | {"none": "yes"}, "Take one of the two away"),
        (SIGN | ONE | {"nature": ["", "", ""]}, "Choose what each relationship is"),
        (SIGN | {"none": "yes", "typed_name": "Ada"}, "Type your name as it stands"),
        ({"do": "sign", "none": "yes", "typed_name": ""}, "Type your name to sign."),
    ],
)
def test_what_cannot_be_signed_is_said_on_the_page(
    sign_in: SignIn, session: Session, sent: dict[str, object], said: str
) -> None:
    answer = sign_in("fay").post(PATH, data=sent)
    assert answer.status_code == 422
    assert any(said in error for error in answer.page.errors)
    assert session.scalars(select(Disclosure)).first() is None


def test_earlier_ones_stay_and_nobody_else_sees_them(sign_in: SignIn, session: Session) -> None:
    fay = sign_in("fay")
    fay.post(PATH, data=SIGN | ONE)
    fay.post(PATH, data=SIGN | {"none": "yes"})
    assert "1 earlier disclosure" in fay.page(PATH).text
    assert len(session.scalars(select(Disclosure).where(col(Disclosure.has_none))).all()) == 1
    assert "Acme" not in sign_in("ada").page(PATH).text
    assert "No cohort waits for your disclosure" in sign_in("ada").page(PATH).text
