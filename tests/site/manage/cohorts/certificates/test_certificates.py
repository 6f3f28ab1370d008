"""The certificates issued in a cohort."""

from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.models import CertificateEvent
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.issued import issue_certificate

CERTIFICATES = "/manage/cohorts/spring-2026/certificates"


def test_certificates_say_which_no_longer_hold(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    old = issue_certificate(session, cast.enrollment("ben"))
    new = issue_certificate(session, cast.enrollment("ben"), edition=2)
    session.add(
        CertificateEvent(
            certificate_id=old.id,
            kind=EventKind.REPLACED,
            reason_class="name",
            replaced_by_id=new.id,
            at=NOW,
            by=cast.id("cora"),
        )
    )
    session.commit()
    first, second = sign_in("cora").page(CERTIFICATES).rows
    assert f"{old.number} Replaced November 18, 2026" in first
    assert f"{new.number} November 18, 2026" in second


def test_certificates_show_the_name_on_the_paper(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    cast.person("ben").certificate_name = "Somebody Else"
    session.commit()
    page = sign_in("cora").page(CERTIFICATES)
    assert "Somebody Else" not in page.text
    assert "Dana Okafor, MD, MPH Attestation of completion" in page.rows[0]
