"""A file from REDCap: what does not fit is told line by line, what differs by field, no answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.outcomes.redcap.package import RECORDS
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.redcap import redcap_zip
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.taken import Taken, allowed

PATH = "/manage/outcomes/mentoring-outcomes/data/check"


def records_of(own: Taken, secret: str) -> bytes:
    made = pass_to_redcap(own.session, own.found, secret=secret, why="A test.", by=None, now=NOW)
    return samples.files_of(redcap_zip(made))[RECORDS]


def test_what_went_out_is_the_same_here(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    sent = records_of(own, "s" * 40)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page.main.text
    assert "Every record fits this study." in page
    assert "The same here 16" in page
    assert "Different here 0" in page
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-check")
    ).one()
    assert line.actor_id == cast.id("cora")


def test_what_differs_is_named_and_not_told(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    head, *rows = records_of(own, "s" * 40).decode().splitlines()
    cells = rows[0].split(",")
    at = head.split(",").index('"a2"')
    cells[at] = '"1"'
    before = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}
    session.commit()
    sent = "\n".join([head, ",".join(cells), *rows[2:]]) + "\n"
    page = sign_in("cora").post(PATH, files={"file": ("r.csv", sent.encode())}).page
    assert "Different here 1" in page.main.text
    assert "Only here 1" in page.main.text
    (found,) = page.table("What differs").records
    assert found["Record"] == cells[0].strip('"')
    assert found["Fields"] == "a2", "the field is named, and no answer"
    session.expire_all()
    after = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}
    assert after == before


def test_what_does_not_fit_is_told_line_by_line(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    sent = records_of(own, "s" * 40).replace(b'"baseline_arm_1"', b'"later_arm_1"', 1)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page
    assert "The file does not fit this study." in page.main.text
    assert "There is no event “later_arm_1” in this project." in page.main.text
    assert "The same here" not in page.main.text
    without = cora.post(PATH, data={"file": ""})
    assert (without.status_code, set(without.page.field_errors)) == (422, {"file"})


def test_names_by_chance_cannot_be_compared(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.LINKED)
    sent = records_of(own, "s" * 40)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page.main.text
    assert "Every record fits this study." in page
    assert "Nothing can be compared" in page
    assert sign_in("fay").get(PATH).status_code in {403, 404}
