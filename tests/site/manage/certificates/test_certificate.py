"""One certificate, for who coordinates its program."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.models import Certificate
from app.certificates.printing.pool import CertificatePool
from app.core.db import Database
from tests.cast import Cast
from tests.certificates.office import happened, office, start, work
from tests.client import SignIn, Statements

PDF = b"%PDF-1.7 of this test"


def test_coordinator_sees_the_certificate_with_its_history(
    sign_in: SignIn, session: Session, issued: Certificate
) -> None:
    happened(session, issued, EventKind.REVOKED)
    session.commit()
    html = sign_in("cora").get(f"/manage/certificates/{issued.number}").text
    page = " ".join(html.split())
    for shown in (
        "Ben Begay, MD",
        "Mentor Development Program · Spring 2026",
        "Issued by Cora Castellano, MPH",
        "November 18, 2026, 10:00 AM Mountain Time",
        "Revoked by Cora Castellano, MPH",
        "Between us.",
        "Revoked on November 19, 2026",
        "The Example Office is accredited",
        issued.code,
        f"/manage/certificates/{issued.number}.pdf",
        "/manage/cohorts/spring-2026/certificates",
    ):
        assert shown in page, shown
    assert issued.pdf_sha256 in page.replace("<wbr>", "")
    assert issued.snapshot_sha256 in page.replace("<wbr>", "")


def test_certificate_of_a_job_leads_to_it(
    sign_in: SignIn, session: Session, database: Database, pool: CertificatePool
) -> None:
    job = start(session)
    session.commit()
    work(database, office(pool))
    number = session.scalars(select(Certificate)).one().number
    page = sign_in("cora").get(f"/manage/certificates/{number}").text
    assert f'href="/manage/jobs/{job.id}"' in page


def test_coordinator_downloads_the_same_bytes(sign_in: SignIn, issued: Certificate) -> None:
    answer = sign_in("cora").get(f"/manage/certificates/{issued.number}.pdf")
    assert (answer.status_code, answer.content) == (200, PDF)


@pytest.mark.parametrize(
    ("persona", "status"), [("ada", 404), ("fay", 404), ("lee", 404), ("abe", 404), ("ben", 403)]
)
@pytest.mark.parametrize("suffix", ["", ".pdf"])
def test_others_do_not(
    sign_in: SignIn, issued: Certificate, persona: str, status: int, suffix: str
) -> None:
    answer = sign_in(persona).get(f"/manage/certificates/{issued.number}{suffix}")
    assert answer.status_code == status


def test_facilitator_of_the_cohort_may_not(
    sign_in: SignIn, session: Session, cast: Cast, issued: Certificate
) -> None:
    moved = cast.enrollment("ben")
    moved.cohort_id = cast.fall.id
    session.commit()
    assert sign_in("fay").get(f"/manage/certificates/{issued.number}").status_code == 403


def test_certificate_page_takes_few_statements(
    sign_in: SignIn, issued: Certificate, statements: Statements
) -> None:
    cora = sign_in("cora")
    with statements() as count:
        cora.get(f"/manage/certificates/{issued.number}")
    assert count.total <= 14, count.seen  # 20 before what is on file was read at once
