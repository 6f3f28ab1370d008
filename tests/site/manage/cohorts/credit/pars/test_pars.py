"""The page of reporting to PARS: who lacks what, the files, and whom to write to."""

from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.pars.rules import headers
from app.certificates.snapshot import CertificateKind
from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.core.models import AuditLine
from app.messages.announcements.models import Announcement
from tests.cast import NOW, Cast
from tests.certificates.office import claim, complete, happened, record
from tests.certificates.pars.reported import ACTIVITY, cells_of, certified, permit
from tests.client import Browser, SignIn, Statements

PAGE = "/manage/cohorts/spring-2026/credit/pars"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def send(cora: Browser, button: str, **filled: str) -> int:
    form = cora.page(PAGE).form(button)
    return cora.post(form.action, data=form.data(**filled)).status_code


def test_from_the_certificates_to_the_uploaded_file(cora: Browser, session: Session) -> None:
    certified(session)
    permit(session)
    session.commit()
    page = cora.page(cora.page("/manage/cohorts/spring-2026/certificates").link("PARS"))
    assert "The activity has no number" in page.main.row("Begay, Ben").text
    assert send(cora, "Save the number", accme_id=ACTIVITY) == 303
    assert "In the next file: Add" in cora.page(PAGE).main.row("Begay, Ben").text
    assert "1 row Add" in cora.page(PAGE).main.text
    assert send(cora, "Make the file") == 303
    assert "In a file that is not uploaded yet" in cora.page(PAGE).main.row("Begay, Ben").text
    form = cora.page(PAGE).form("Download File 1")
    got = cora.post(form.action, data=form.data())
    assert 'filename="spring-2026-pars-1.xlsx"' in got.headers["content-disposition"]
    top, row = cells_of(got.content)
    assert [cell for _kind, cell in top] == list(headers())
    assert row[:2] == [("s", "Add"), ("s", ACTIVITY)]
    assert send(cora, "It is uploaded (File 1)") == 303
    page = cora.page(PAGE)
    assert "Reported In file 1 of" in page.main.row("Begay, Ben").text
    assert "Nothing has changed since the last file." in page.main.text
    assert cora.post(form.action, data=form.data()).status_code == 409
    acts = select(col(AuditLine.act)).where(col(AuditLine.act).startswith("pars.file"))
    assert session.scalars(acts.order_by(col(AuditLine.id))).all() == [
        "pars.file-made",
        "pars.file-downloaded",
        "pars.file-uploaded",
    ]


@pytest.mark.parametrize("accme_id", ["", "20123456", "2012345678"])
def test_wrong_number_is_refused_at_its_field(
    cora: Browser, session: Session, accme_id: str
) -> None:
    form = cora.page(PAGE).form("Save the number")
    sent = cora.post(form.action, data=form.data(accme_id=accme_id))
    assert sent.status_code == 422
    assert "Enter the 9 digits" in sent.page.main.text


def test_refused_file_comes_again_and_says_why(cora: Browser, session: Session) -> None:
    certified(session)
    permit(session)
    session.commit()
    send(cora, "Save the number", accme_id=ACTIVITY)
    send(cora, "Make the file")
    assert "Say first what became of file 1" in cora.page(PAGE).main.text
    assert send(cora, "It was refused", note="") == 422
    assert send(cora, "It was refused", note="Unknown license.") == 303
    page = cora.page(PAGE)
    assert "Unknown license." in page.main.text
    assert send(cora, "Make the file") == 303


@pytest.mark.parametrize("mark", ["waiting", "lost", ""])
def test_only_uploaded_or_refused_is_said_of_a_file(
    cora: Browser, session: Session, mark: str
) -> None:
    certified(session)
    permit(session)
    session.commit()
    send(cora, "Save the number", accme_id=ACTIVITY)
    send(cora, "Make the file")
    assert send(cora, "It is uploaded (File 1)", mark=mark) == 422
    assert send(cora, "It is uploaded (File 1)") == 303


def test_file_that_is_uploaded_is_not_refused_from_an_older_page(
    cora: Browser, session: Session
) -> None:
    certified(session)
    permit(session)
    session.commit()
    send(cora, "Save the number", accme_id=ACTIVITY)
    send(cora, "Make the file")
    form = cora.page(PAGE).form("It was refused")
    send(cora, "It is uploaded (File 1)")
    sent = cora.post(form.action, data=form.data(note="Too late."))
    assert sent.status_code == 422
    assert "Somebody has said what became of this file" in sent.page.main.text
    assert "Uploaded" in cora.page(PAGE).main.row("File 1").text


def test_nudge_is_a_draft_to_who_has_not_answered(
    cora: Browser, session: Session, cast: Cast
) -> None:
    certified(session)
    complete(session, "ada")
    claim(session, "ada")
    record(session, "ada", kind=CertificateKind.CME_CREDIT)
    permit(session)
    session.commit()
    form = cora.page(PAGE).form("Write to 1 person")
    sent = cora.post(form.action, data=form.data())
    assert sent.status_code == 303
    draft = session.scalars(select(Announcement)).one()
    assert (draft.chosen, draft.sent_at) == ([str(cast.id("ada"))], None)
    shown = cora.page(sent.headers["location"]).main.text
    assert "May your credit be reported to PARS?" in shown


def test_page_without_anybody_says_what_comes(cora: Browser) -> None:
    text = cora.page(PAGE).main.text
    assert "Nobody has a certificate of credit yet." in text
    assert cora.post(f"{PAGE}/files").status_code == 409


def test_page_of_a_draft_says_that_its_number_comes_later(
    cora: Browser, session: Session, cast: Cast
) -> None:
    dates = Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    draft = start_draft(session, cast.program, dates, "Draft", by=cast.id("cora"), now=NOW)
    session.commit()
    page = f"/manage/cohorts/{draft.slug}/credit/pars"
    assert "Publish the cohort first" in cora.page(page).main.text
    assert not [form for form in cora.page(page).forms if form.action.endswith("/activity")]
    sent = cora.post(f"{page}/activity", data={"accme_id": ACTIVITY})
    assert sent.status_code == 422


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee", "abe"])
def test_nobody_else_makes_or_sees_files(sign_in: SignIn, persona: str) -> None:
    browser = sign_in(persona)
    assert browser.get(PAGE).status_code in {403, 404}
    assert browser.post(f"{PAGE}/files").status_code in {403, 404}


def test_more_people_need_no_more_statements(
    cora: Browser, session: Session, statements: Statements
) -> None:
    certified(session)
    session.commit()
    cora.page(PAGE)
    with statements() as one:
        cora.page(PAGE)
    complete(session, "ada")
    claim(session, "ada")
    record(session, "ada", kind=CertificateKind.CME_CREDIT)
    permit(session, "ada")
    session.commit()
    with statements() as two:
        cora.page(PAGE)
    assert one.total == two.total


def test_officer_makes_the_file_and_writes_to_nobody(sign_in: SignIn, session: Session) -> None:
    certified(session)
    session.commit()
    opal = sign_in("opal")
    way = opal.page("/manage/cohorts/spring-2026/credit").section("For the accreditor")
    assert way.link("Report to PARS") == PAGE
    page = opal.page(PAGE)
    assert "Not asked yet, or not answered" not in page.main.text
    assert opal.post(f"{PAGE}/nudge").status_code == 403
    hrefs = [link.href for link in page.main.links]
    assert [href for href in hrefs if opal.get(href).status_code != 200] == []
    permit(session)
    session.commit()
    assert send(opal, "Save the number", accme_id=ACTIVITY) == 303
    assert send(opal, "Make the file") == 303
    form = opal.page(PAGE).form("Download File 1")
    assert cells_of(opal.post(form.action, data=form.data()).content)[1][0] == ("s", "Add")


def test_number_is_said_to_be_saved_and_a_revoked_certificate_to_be_revoked(
    cora: Browser, session: Session
) -> None:
    claim(session)
    happened(session, record(session, kind=CertificateKind.CME_CREDIT), EventKind.REVOKED)
    session.commit()
    form = cora.page(PAGE).form("Save the number")
    answer = cora.post(form.action, data=form.data(accme_id=ACTIVITY))
    page = cora.page(answer.headers["location"])
    assert "The number is saved" in page.main.text
    row = page.main.row("Begay, Ben").text
    assert "Revoked" in row
    assert "5.50" not in row
