"""A certificate under which something was changed: what waits, and who settles it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.certificates.amendments.actions import settle
from app.certificates.amendments.queries import flagged_certificates
from app.certificates.amendments.rules import MORE_SINCE, NOTHING_OPEN
from app.certificates.models import Certificate, CertificateFile, CertificateReview
from app.cohorts.rules import WHY
from app.core.models import AuditLine
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.amending import WHY as SAID
from tests.amending import amend
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.correcting import filed, revoke
from tests.issued import issue_certificate, issue_teaching
from tests.refusals import refuses

LATER = NOW + timedelta(days=1)
FOUND = "He joined by phone; the export is wrong."


@pytest.fixture
def paper(session: Session, cast: Cast) -> Certificate:
    """Ben's, with one change under it."""
    issued = issue_certificate(session, cast.enrollment("ben"))
    change(session, cast, 4)
    session.commit()
    return issued


def change(session: Session, cast: Cast, position: int) -> None:
    ben, held = cast.enrollment("ben").id, cast.case_session("spring-2026", position).id
    wanted = {ben: Submitted(Status.ABSENT, cast.mark(ben, held))}
    amend(session, held, wanted, by=cast.id("fay"), now=LATER)
    session.commit()


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def path(paper: Certificate) -> str:
    return f"/manage/certificates/{paper.number}"


def test_page_says_what_was_changed_by_whom_and_why_and_that_it_is_valid(
    cora: Browser, paper: Certificate
) -> None:
    page = cora.page(path(paper))
    assert "1 change of what it rests on waits for review" in page.text
    card = page.one("#changed").text
    assert "Week 4: present became absent" in card
    assert "by Fay Fuentes, PhD" in card
    assert SAID in card
    assert "Waits for review" in card


def test_review_is_settled_with_a_word_and_not_a_byte_changes(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    file = session.get_one(CertificateFile, paper.id).pdf
    before = (paper.snapshot, paper.snapshot_sha256, paper.pdf_sha256, file)
    form = cora.page(path(paper)).form(action=f"{path(paper)}/review")
    silent = cora.post(f"{path(paper)}/review", data=form.fields)
    assert silent.status_code == 422
    assert silent.page.one("#word-error").text.endswith(str(WHY))
    done = cora.post(f"{path(paper)}/review", data=form.fields | {"word": FOUND})
    assert done.headers["location"] == f"{path(paper)}#changed"
    page = cora.page(path(paper))
    assert "Cora Castellano, MPH looked at it on Wed, Nov 18" in page.one("#changed").text
    assert FOUND in page.one("#changed").text
    assert page.all(f'form[action="{path(paper)}/review"]') == []
    assert flagged_certificates(session, [cast.spring.id]) == {}
    session.expire_all()
    again = session.get_one(Certificate, paper.id)
    file = session.get_one(CertificateFile, paper.id).pdf
    assert (again.snapshot, again.snapshot_sha256, again.pdf_sha256, file) == before
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    assert (line.act, line.reason) == ("certificate.reviewed", FOUND)
    assert "reviewed: it stays" in cora.page("/manage/cohorts/spring-2026/history").text


def test_change_that_came_while_somebody_looked_is_looked_at_too(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    sent = cora.page(path(paper)).form(action=f"{path(paper)}/review").fields | {"word": FOUND}
    change(session, cast, 3)
    refused = cora.post(f"{path(paper)}/review", data=sent)
    assert refused.status_code == 422
    assert str(MORE_SINCE) in refused.page.one("#error-summary").text
    assert refused.page.one("#word").attribute("value") == FOUND
    again = refused.page.form(action=f"{path(paper)}/review").fields | {"word": FOUND}
    assert cora.post(f"{path(paper)}/review", data=again).status_code == 303
    assert len(session.scalars(select(CertificateReview)).all()) == 2
    late = cora.post(f"{path(paper)}/review", data=sent)
    assert str(NOTHING_OPEN) in late.page.text


def test_nobody_settles_their_own(
    session: Session, cast: Cast, sign_in: SignIn, paper: Certificate
) -> None:
    cast.grant("ben", Role.COORDINATOR, Scope.COHORT, cast.spring.id)
    session.commit()
    ben = sign_in("ben")
    page = ben.page(path(paper))
    assert str(NOT_FOR_ONESELF) in page.text
    sent = {"seen": "1", "word": FOUND}
    refused = ben.post(f"{path(paper)}/review", data=sent)
    assert refused.status_code == 422
    assert session.scalars(select(CertificateReview)).all() == []


def test_one_that_was_revoked_since_it_was_loaded_is_not_settled(
    session: Session, cast: Cast, paper: Certificate
) -> None:
    """Whoever waited for the lock goes by what is there then."""
    loaded = filed(session, paper)
    revoke(session, paper)
    with refuses(NOTHING_OPEN):
        settle(session, loaded, FOUND, seen=1, by=cast.id("cora"), now=LATER)
    assert session.scalars(select(CertificateReview)).all() == []


def test_certificate_of_teaching_has_nothing_to_settle(
    cora: Browser, session: Session, cast: Cast
) -> None:
    made = issue_teaching(session, cast)
    session.commit()
    answer = cora.post(f"{path(made)}/review", data={"word": FOUND, "seen": "0"})
    assert answer.status_code == 422
    assert str(NOTHING_OPEN) in answer.page.text
