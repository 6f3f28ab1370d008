"""Revoking a certificate: what follows, what has to be said, and what is so afterwards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.corrections.rules import NO_CLASS, REVOKED_ALREADY
from app.certificates.models import Certificate, CertificateEvent
from app.cohorts.rules import WHY
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import Cast
from tests.certificates.office import claim
from tests.client import Browser, SignIn

NOTE = "She was entered twice."


def of(paper: Certificate, word: str = "") -> str:
    return f"/manage/certificates/{paper.number}{word}"


def test_page_says_what_would_follow_and_nothing_is_chosen(
    cora: Browser, paper: Certificate
) -> None:
    assert cora.page(of(paper)).link("Revoke") == of(paper, "/revocation")
    page = cora.page(of(paper, "/revocation"))
    assert "Nothing is revoked yet." in page.text
    assert "The person will get one email with this reason." in page.text
    assert "reason" not in page.form(action=of(paper, "/revocation")).fields


def test_what_is_not_said_is_asked_for_at_its_field(
    cora: Browser, session: Session, paper: Certificate
) -> None:
    path = of(paper, "/revocation")
    answer = cora.post(path, data={"note": NOTE})
    assert answer.status_code == 422
    assert answer.page.one("#reason-error").text.endswith(str(NO_CLASS))
    assert answer.page.one("#note").attribute("value") == NOTE
    answer = cora.post(path, data={"reason": "error"})
    assert answer.page.one("#note-error").text.endswith(str(WHY))
    assert cora.post(path, data={"reason": "whim", "note": NOTE}).status_code == 422
    assert session.scalars(select(CertificateEvent)).all() == []


def test_revoked_one_is_confirmed_with_its_number_and_told_to_everybody(
    cora: Browser, sign_in: SignIn, paper: Certificate
) -> None:
    done = cora.post(of(paper, "/revocation"), data={"reason": "request", "note": NOTE})
    assert done.headers["location"] == of(paper, "?revoked=1#revoked")
    page = cora.page(done.headers["location"])
    assert f"Certificate {paper.number} is revoked" in page.one("#revoked").text
    assert "Revoked by Cora Castellano, MPH" in page.text
    assert NOTE in page.text
    assert page.link("Issue it anew") == of(paper, "/reissue")
    history = cora.page("/manage/cohorts/spring-2026/history").text
    assert f"Certificate {paper.number} revoked" in history
    own = sign_in("ben").page("/my/certificates").text
    assert "Your coordinator issues" not in own
    assert "Revoked on November 18, 2026" in own
    assert "The person it was issued to asked for it." in own
    assert NOTE not in own
    record_ = sign_in("ben").page("/my/record").text
    assert f"{paper.number} Revoked" in record_
    assert "The person it was issued to asked for it." in record_


def test_second_revocation_says_that_it_is_revoked(cora: Browser, paper: Certificate) -> None:
    sent = {"reason": "error", "note": NOTE}
    cora.post(of(paper, "/revocation"), data=sent)
    again = cora.post(of(paper, "/revocation"), data=sent)
    assert again.status_code == 422
    assert str(REVOKED_ALREADY(number=paper.number)) in again.page.text
    assert cora.page(of(paper)).all("#revoked") == [], "only who has just done it is told so"


def test_nobody_revokes_their_own(
    session: Session, cast: Cast, sign_in: SignIn, paper: Certificate
) -> None:
    cast.grant("ben", Role.COORDINATOR, Scope.COHORT, cast.spring.id)
    session.commit()
    ben = sign_in("ben")
    assert str(NOT_FOR_ONESELF) in ben.page(of(paper, "/revocation")).text
    refused = ben.post(of(paper, "/revocation"), data={"reason": "error", "note": NOTE})
    assert refused.status_code == 422
    assert session.scalars(select(CertificateEvent)).all() == []


def test_detail_that_changed_hides_the_name(
    cora: Browser, browser: Browser, paper: Certificate
) -> None:
    cora.post(of(paper, "/revocation"), data={"reason": "name", "note": NOTE})
    for suffix in ("", ".json"):
        assert "Begay" not in browser.get(f"/verify/{paper.code}{suffix}").text


def test_nobody_is_promised_another_one(
    cora: Browser, sign_in: SignIn, session: Session, paper: Certificate
) -> None:
    claim(session)
    session.commit()
    cora.post(of(paper, "/revocation"), data={"reason": "error", "note": NOTE})
    home = sign_in("ben").page("/home").text
    assert "Your certificate was revoked." in home
    assert "Your coordinator issues your certificates next" not in home
