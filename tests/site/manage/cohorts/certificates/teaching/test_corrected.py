"""A certificate of teaching is corrected like a learner's, and doubted where its key is."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.badges.credential import narrative
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.certificates.queries import on_file
from app.certificates.snapshot import from_json
from app.cohorts.models import SessionPart
from app.core.db import Database
from app.history.retention.counts.queries import records_of
from app.history.retention.enums import RecordKind
from app.history.retention.queries import kept_of
from tests.cast import NOW, Cast
from tests.certificates.badges.held import make
from tests.certificates.office import office, work
from tests.certificates.teaching.led import lead, order
from tests.client import Browser, SignIn

TEACHING = "/manage/cohorts/spring-2026/certificates/teaching"


@pytest.fixture
def paper(session: Session, database: Database, pool: CertificatePool) -> Certificate:
    """Fay's."""
    lead(session, "fay")
    order(session, "fay")
    session.commit()
    work(database, office(pool))
    kind = col(Certificate.kind) == CertificateKind.TEACHING
    return session.scalars(select(Certificate).where(kind)).one()


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def of(paper: Certificate, rest: str = "") -> str:
    return f"/manage/certificates/{paper.number}{rest}"


def test_page_and_job_read_it_alike(
    cora: Browser, session: Session, cast: Cast, paper: Certificate
) -> None:
    filing = on_file(session, paper.number)
    assert filing is not None
    assert (filing.person.id, filing.cohort, filing.has_left) == (
        cast.id("fay"),
        "spring-2026",
        False,
    )
    assert [own.certificate.number for own in filing.all_issued] == [paper.number]
    assert "what the records say now is what it says" in cora.page(of(paper)).text


def test_it_stays_with_the_cohort_and_keeps_no_learners_records(
    session: Session, cast: Cast, paper: Certificate
) -> None:
    assert records_of(session, cast.spring.id)[RecordKind.ENROLLMENTS] > 0
    kept = kept_of(session, "spring-2026")
    assert kept is not None
    assert kept.certificates == 1
    assert kept.last_at > paper.issued_at


def test_new_name_is_printed_in_its_place(
    cora: Browser,
    session: Session,
    cast: Cast,
    paper: Certificate,
    database: Database,
    pool: CertificatePool,
) -> None:
    cast.person("fay").certificate_name = "Fay Fuller-Ortiz"
    session.commit()
    assert "Fay Fuller-Ortiz" in cora.page(of(paper)).one("#correct").text
    form = cora.page(of(paper, "/reissue")).form(action=of(paper, "/reissue"))
    answer = cora.post(of(paper, "/reissue"), data=form.fields)
    assert answer.headers["location"].startswith("/manage/jobs/")
    work(database, office(pool))
    assert "The newer one is" in cora.page(of(paper)).text, cora.page(of(paper)).text
    assert "Fay Fuller-Ortiz" in cora.page(TEACHING).text


def test_who_no_longer_leads_by_the_records_gets_none_anew_and_it_can_be_revoked(
    cora: Browser, session: Session, paper: Certificate
) -> None:
    session.execute(delete(SessionPart))
    session.commit()
    page = cora.page(of(paper)).one("#correct")
    assert "It could not be issued now" in page.text
    assert "If the records are right, revoke it." in page.text
    sent = {"reason": "error", "note": "She led none."}
    assert cora.post(of(paper, "/revocation"), data=sent).status_code == 303
    page = cora.page(of(paper))
    assert "Revoked" in page.text
    assert page.all("#closing") == []


def test_lists_doubt_it_where_its_public_page_does(
    cora: Browser, session: Session, paper: Certificate
) -> None:
    (key,) = known_keys(session)
    since = NOW - timedelta(days=30)
    mark_compromised(session, key.fingerprint, since=since, why="Lost.", now=NOW)
    session.commit()
    for address in (f"/verify/{paper.code}", of(paper), TEACHING):
        assert "oubtful" in cora.page(address).text, address


def test_its_holder_makes_a_badge_that_tells_how_long_they_led(
    sign_in: SignIn, paper: Certificate
) -> None:
    fay = sign_in("fay")
    assert make(fay, paper).startswith("/badges/")
    snapshot = from_json(paper.snapshot)
    assert narrative(snapshot) == f"Led sessions for {snapshot.hours_text}."
    assert "Completed on" not in fay.page(f"/my/certificates/{paper.number}/badge").text
