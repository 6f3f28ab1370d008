"""Who makes a badge of their certificate, and takes it back."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges.models import Badge, BadgeFile
from app.certificates.badges.queries import badge_of
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.models import SigningKey
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate
from app.certificates.rules import NO_KEY, CertificateState, CertificateStatus
from app.certificates.snapshot import from_json
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from app.site.my.certificates.badge import routes
from app.site.my.certificates.badge.page import badge_page
from app.web.limits import RateLimit
from tests.cast import NOW, Cast
from tests.certificates.badges.held import hold, make, page_of
from tests.client import SignIn, Statements
from tests.correcting import revoke
from tests.tampering import drop_guards

LIST = "/my/certificates"
BUTTON = "Make a digital badge"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MADE", RateLimit(routes.MADE.times, routes.MADE.window))


@pytest.fixture
def certificate(session: Session, cast: Cast) -> Certificate:
    return hold(session, cast)


def lines(session: Session) -> list[AuditLine]:
    found = select(AuditLine).where(col(AuditLine.act).startswith("badge."))
    return list(session.scalars(found.order_by(col(AuditLine.id))))


def test_nobody_has_one_who_did_not_ask(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    assert ben.page(LIST).link("Digital badge : Certificate of credit") == page_of(certificate)
    page = ben.page(page_of(certificate))
    assert "Ben Begay, MD" in page.text
    assert "It has no email address, no license and nothing of your attendance." in page.text
    assert page.form(BUTTON).action == page_of(certificate)
    assert session.scalar(select(func.count()).select_from(Badge)) == 0
    assert "digital badge" not in ben.page(f"/verify/{certificate.code}").text


def test_one_click_makes_it_and_the_public_page_leads_to_it(
    sign_in: SignIn, session: Session, cast: Cast, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    address = make(ben, certificate)
    assert "Made on November 18, 2026." in ben.page(page_of(certificate)).text
    public = ben.page(f"/verify/{certificate.code}")
    assert public.link("the signed statement alone") == address
    assert public.link("the picture") == f"{address}.png"
    (line,) = lines(session)
    badge = session.scalars(select(Badge)).one()
    assert (line.act, line.object_id, line.actor_id) == (
        "badge.made",
        str(badge.id),
        cast.id("ben"),
    )
    assert line.chain == str(cast.spring.id)
    assert line.facts["sha256"] == badge.sha256 == sha256(ben.get(address).content).hexdigest()


def test_history_of_the_cohort_tells_of_it(sign_in: SignIn, certificate: Certificate) -> None:
    make(sign_in("ben"), certificate)
    history = sign_in("cora").page("/manage/cohorts/spring-2026/history").text
    assert f"Digital badge made of certificate {certificate.number}" in history


def test_second_click_changes_nothing(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    first = make(ben, certificate)
    assert make(ben, certificate) == first
    assert len(lines(session)) == 1


def test_taken_back_it_is_deleted_and_another_can_be_made(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    first = make(ben, certificate)
    form = ben.page(page_of(certificate)).form("Withdraw the badge")
    done = ben.post(form.action, data=form.data())
    page = ben.page(str(done.headers["location"]))
    assert "You have withdrawn the badge" in page.text
    assert session.scalar(select(func.count()).select_from(BadgeFile)) == 0
    assert "digital badge" not in ben.page(f"/verify/{certificate.code}").text
    assert ben.post(f"{page_of(certificate)}/withdrawal").status_code == 303
    assert [line.act for line in lines(session)] == ["badge.made", "badge.withdrawn"]
    assert make(ben, certificate) != first
    assert list(all_disagreements(session)) == []
    assert sorted(session.scalars(select(col(Badge.edition)))) == [1, 2]


def test_revoked_certificate_has_none(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    revoke(session, certificate)
    session.commit()
    assert "Digital badge" not in ben.page(LIST).text
    assert (
        "This certificate is no longer valid, so there is no badge of it."
        in ben.page(page_of(certificate)).text
    )
    refused = ben.post(page_of(certificate))
    assert refused.status_code == 422
    assert "This certificate is no longer valid" in refused.text
    assert lines(session) == []


def test_one_of_a_revoked_certificate_can_still_be_withdrawn(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    make(ben, certificate)
    revoke(session, certificate)
    session.commit()
    assert ben.page(LIST).link("Digital badge : Certificate of credit") == page_of(certificate)
    form = ben.page(page_of(certificate)).form("Withdraw the badge")
    assert ben.post(form.action, data=form.data()).status_code == 303
    assert session.scalar(select(func.count()).select_from(BadgeFile)) == 0
    assert "Digital badge" not in ben.page(LIST).text


def test_none_is_signed_with_a_key_that_is_out_of_date(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    make(ben, certificate)
    assert ben.post(f"{page_of(certificate)}/withdrawal").status_code == 303
    drop_guards(session)
    session.execute(update(SigningKey).values(valid_until=NOW - timedelta(days=1)))
    session.commit()
    refused = ben.post(page_of(certificate))
    assert refused.status_code == 503
    assert "so no document is signed with it anymore" in refused.text
    assert session.scalar(select(func.count()).select_from(BadgeFile)) == 0


def test_nobody_makes_one_of_anothers(sign_in: SignIn, certificate: Certificate) -> None:
    ada = sign_in("ada")
    assert ada.get(page_of(certificate)).status_code == 404
    assert ada.post(page_of(certificate)).status_code == 404
    assert ada.post(f"{page_of(certificate)}/withdrawal").status_code == 404


def test_badge_of_a_lost_key_is_made_again_with_another(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    ben = sign_in("ben")
    make(ben, certificate)
    (key,) = known_keys(session)
    mark_compromised(session, key.fingerprint, since=NOW, why="Stolen.", now=NOW)
    session.commit()
    page = ben.page(page_of(certificate))
    assert "Your badge counts no more" in page.text
    assert page.form(BUTTON).action == page_of(certificate)
    refused = ben.post(page_of(certificate))
    assert refused.status_code == 503, "the same key signs still, and is not given out"
    session.expire_all()
    own = badge_of(session, certificate.id, doubtful=False)
    assert own is not None
    assert own.withdrawn_at is None, "nothing was done by half"


def test_without_a_key_the_page_says_so_and_has_no_button(certificate: Certificate) -> None:
    own, valid = from_json(certificate.snapshot), CertificateStatus(CertificateState.VALID)
    page = badge_page(own, valid, None, NO_KEY, "https://waypost.example", zone="UTC")
    assert (page.why_not, page.badge) == (NO_KEY, None)


def test_page_takes_as_many_statements_with_a_badge_as_without(
    sign_in: SignIn, certificate: Certificate, statements: Statements
) -> None:
    ben = sign_in("ben")
    with statements() as before:
        ben.page(page_of(certificate))
    make(ben, certificate)
    with statements() as after:
        ben.page(page_of(certificate))
    assert before.total == after.total <= 8


def test_no_badge_is_made_of_a_record_that_was_changed(
    sign_in: SignIn, session: Session, certificate: Certificate
) -> None:
    drop_guards(session)
    said = certificate.snapshot.replace("Ben Begay", "Eve Forger")
    session.execute(update(Certificate).values(snapshot=said))
    session.commit()
    refused = sign_in("ben").post(page_of(certificate))
    assert refused.status_code == 422
    assert "is not what was issued, so it is not given out." in refused.text
    assert lines(session) == []
