"""The page of audit folders: having one made, and downloading it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import KEPT_FOR
from app.history.audit_folders.tasks import tidy
from tests.cast import NOW, Cast
from tests.certificates.office import claim, start
from tests.client import Browser, SignIn, Statements
from tests.history.audit_folders.ordered import files_in, make_all
from tests.issued import kept_folder

PAGE = "/manage/cohorts/spring-2026/credit/audit"
WHY = "The accreditor asks for it."


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def order(cora: Browser, why: str = WHY) -> str:
    """Where the click led."""
    form = cora.page(PAGE).form("Make the audit folder")
    sent = cora.post(form.action, data=form.data(reason=why))
    assert sent.status_code == 303
    return sent.headers["location"]


def test_from_the_certificates_to_the_folder(
    cora: Browser, session: Session, database: Database
) -> None:
    way = cora.page("/manage/cohorts/spring-2026/certificates").link("Audit folder")
    assert "None yet." in cora.page(way).main.text
    job = order(cora)
    assert "The folder is being made" in cora.page(job).main.text
    assert "Not made yet" in cora.page(PAGE).main.text
    make_all(database)
    assert "The folder is made. It is kept for thirty days." in cora.page(job).main.text
    form = cora.page(PAGE).form("Download Audit folder 1")
    got = cora.post(form.action, data=form.data())
    assert got.headers["content-type"] == "application/zip"
    assert 'filename="spring-2026-audit-1-' in got.headers["content-disposition"]
    assert next(iter(files_in(got.content))) == "cover.pdf"
    acts = select(col(AuditLine.act)).where(col(AuditLine.act).startswith("audit_folder."))
    assert session.scalars(acts.order_by(col(AuditLine.id))).all() == [
        "audit_folder.ordered",
        "audit_folder.made",
        "audit_folder.downloaded",
    ]
    history = cora.page("/manage/cohorts/spring-2026/history").main.text
    assert "Audit folder 1 downloaded" in history
    assert WHY in history


def test_without_a_reason_the_page_says_so_at_the_field(cora: Browser, session: Session) -> None:
    form = cora.page(PAGE).form("Make the audit folder")
    sent = cora.post(form.action, data=form.data(reason=" "))
    assert sent.status_code == 422
    assert sent.page.title.startswith("Error:")
    assert session.scalars(select(AuditFolder)).all() == []


def test_looking_takes_nothing_out(cora: Browser, session: Session, cast: Cast) -> None:
    folder = kept_folder(session, cast.spring, by=cast.id("cora"))
    session.commit()
    looked = cora.get(f"{PAGE}/{folder.id}")
    assert (looked.status_code, looked.headers["location"]) == (303, f"{PAGE}#folders")
    acts = select(AuditLine).where(col(AuditLine.act) == "audit_folder.downloaded")
    assert session.scalars(acts).all() == []


def test_what_is_no_longer_kept_is_refused_on_the_page(
    cora: Browser, session: Session, cast: Cast, database: Database
) -> None:
    at = NOW - KEPT_FOR + timedelta(minutes=5)
    folder = kept_folder(session, cast.spring, by=cast.id("cora"), at=at)
    session.commit()
    form = cora.page(PAGE).form("Download Audit folder 1")
    tidy(database, NOW + timedelta(minutes=5))
    got = cora.post(form.action, data=form.data())
    assert got.status_code == 409
    assert "This folder is no longer kept." in got.page.main.text
    assert folder.sha256 in cora.page(PAGE).text
    session.expire_all()
    assert session.get(AuditFolderFile, folder.id) is None


def test_folder_of_another_cohort_is_not_here(cora: Browser, session: Session, cast: Cast) -> None:
    folder = kept_folder(session, cast.fall, by=cast.id("cora"))
    session.commit()
    assert cora.post(f"{PAGE}/{folder.id}").status_code == 404


@pytest.mark.parametrize("persona", ["ada", "ben", "fay", "lee", "abe"])
def test_nobody_else_has_one_made_or_takes_one(
    sign_in: SignIn, session: Session, cast: Cast, persona: str
) -> None:
    folder = kept_folder(session, cast.spring, by=cast.id("cora"))
    session.commit()
    browser = sign_in(persona)
    for path in (PAGE, f"{PAGE}/{folder.id}"):
        assert browser.post(path, data={"reason": WHY}).status_code in {403, 404}
    assert browser.get(PAGE).status_code in {403, 404}


def test_more_folders_need_no_more_statements(
    cora: Browser, session: Session, cast: Cast, statements: Statements
) -> None:
    cora.page(PAGE)
    with statements() as none:
        cora.page(PAGE)
    kept_folder(session, cast.spring, by=cast.id("cora"))
    session.commit()
    with statements() as one:
        cora.page(PAGE)
    assert none.total == one.total


def test_officer_has_a_folder_made_and_takes_it(sign_in: SignIn, database: Database) -> None:
    opal = sign_in("opal")
    way = opal.page("/manage/cohorts/spring-2026/credit").section("For the accreditor")
    assert way.link("Audit folder") == PAGE
    assert order(opal) == f"{PAGE}#folders", "officers see no jobs"
    page = opal.page(PAGE)
    assert "It is being made. Open this page again in a minute." in page.main.text
    hrefs = [link.href for link in page.main.links]
    assert [href for href in hrefs if opal.get(href).status_code != 200] == []
    make_all(database)
    form = opal.page(PAGE).form("Download Audit folder 1")
    assert opal.post(form.action, data=form.data()).headers["content-type"] == "application/zip"


def test_page_warns_while_certificates_are_being_issued(
    cora: Browser, sign_in: SignIn, session: Session
) -> None:
    warned = "Certificates are being issued just now"
    assert warned not in cora.page(PAGE).main.text
    claim(session)
    start(session)
    session.commit()
    page = cora.page(PAGE)
    assert warned in page.main.text
    assert "2 certificates of this cohort are still to come." in page.main.text
    assert "Certificates" in cora.page(page.main.link("See how far it is")).main.text
    opal = sign_in("opal").page(PAGE)
    assert warned in opal.main.text
    assert "See how far it is" not in opal.main.text, "officers see no jobs"
