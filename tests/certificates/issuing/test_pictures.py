"""Certificates of an activity with signatures, logos and a look: issued, and issued anew."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.tasks import Issuing
from app.certificates.models import Certificate
from app.certificates.printing.pool import CertificatePool
from app.certificates.sample_pictures import logo, signature_photo
from app.certificates.snapshot import from_json
from app.certificates.verification.queries import file_as_issued
from app.core.db import Database
from app.credit.actions import approve_activity
from app.credit.models import Activity
from app.credit.pictures.encoding import encoded
from app.credit.pictures.models import CertificateImage
from app.credit.pictures.rules import PictureUse
from tests.cast import NOW, Cast
from tests.certificates.office import claim, office, record, rename, start, tasks, work
from tests.certificates.samples import run
from tests.correcting import LATER, reissue
from tests.credit.approving import approval
from tests.tampering import drop_guards

SIGNED = encoded(signature_photo(), PictureUse.SIGNATURE)
MARK = encoded(logo(), PictureUse.LOGO)


@pytest.fixture
def issuing(pool: CertificatePool) -> Issuing:
    return office(pool)


def illustrate(session: Session, cast: Cast, template: str = "formal") -> Activity:
    """Another version for Spring 2026, with a signature, a logo and a look."""
    rosa = {"name": "Rosa Lindqvist, MD", "role": "Course director", "signature": SIGNED.sha256}
    approved = replace(
        approval(session),
        designated_quarters=24,
        requires_completion=False,
        signatories=[rosa],
        logos=[{"sha256": MARK.sha256, "alt": "Example University"}],
        template=template,
        approved_at=before(session, cast).approved_at,
        claims_close_at=before(session, cast).claims_close_at,
    )
    new = [SIGNED, MARK]
    return approve_activity(session, cast.spring, approved, pictures=new, by=None, now=NOW)


def before(session: Session, cast: Cast) -> Activity:
    own = select(Activity).where(col(Activity.cohort_id) == cast.spring.id)
    return session.scalars(own.order_by(col(Activity.version))).one()


def images(session: Session, certificate: Certificate, folder: Path) -> int:
    """How many pictures stand on a certificate that was issued, which is signed and one page."""
    path = folder / f"{certificate.number}.pdf"
    path.write_bytes(file_as_issued(session, certificate) or b"")
    assert "Signature is Valid" in run("pdfsig", path)
    assert "Pages:           1" in run("pdfinfo", path)
    listed = run("pdfimages", "-list", path).splitlines()[2:]
    return len([line for line in listed if line.split()[2] == "image"])


def issued(session: Session) -> list[Certificate]:
    session.expire_all()
    assert [task.error for task in tasks(session)] == [""]
    return list(session.scalars(select(Certificate).order_by(col(Certificate.issued_at))))


def test_certificates_show_what_their_activity_does(
    database: Database, session: Session, cast: Cast, issuing: Issuing, tmp_path: Path
) -> None:
    activity = illustrate(session, cast)
    claim(session, "ben", 8)
    start(session)
    work(database, issuing)
    made = issued(session)
    assert len(made) == 2
    for certificate in made:
        snapshot = from_json(certificate.snapshot)
        assert snapshot.template_key == f"{certificate.kind.value}-formal"
        (signature,) = snapshot.signatures
        assert signature is not None
        assert signature.sha256 == SIGNED.sha256
        assert signature.alt == "Signature of Rosa Lindqvist, MD"
        assert [own.alt for own in snapshot.logos] == ["Example University"]
        assert images(session, certificate, tmp_path) == 2
    assert activity.version == 2


def test_one_that_is_issued_anew_shows_the_same_pictures(
    database: Database, session: Session, cast: Cast, issuing: Issuing, tmp_path: Path
) -> None:
    illustrate(session, cast)
    old = record(session)
    rename(session, "ben", "Robin Marsh")
    reissue(session, old)
    work(database, issuing, LATER)
    first, second = issued(session)
    assert from_json(second.snapshot).logos == from_json(first.snapshot).logos
    assert images(session, second, tmp_path) == 2


def test_picture_whose_bytes_were_changed_is_not_printed(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    illustrate(session, cast)
    row = session.scalars(
        select(CertificateImage).where(col(CertificateImage.sha256) == MARK.sha256)
    ).one()
    start(session)
    drop_guards(session)
    row.content = SIGNED.content
    session.flush()
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert "is not the one that was approved" in task.error


def test_look_that_the_templates_no_longer_have_is_said(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    illustrate(session, cast, template="baroque")
    start(session)
    work(database, issuing)
    session.expire_all()
    (task,) = tasks(session)
    assert "the look “baroque”" in task.error
