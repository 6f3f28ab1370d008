"""A transcript of somebody of the demo under every program that looks at PDFs."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.certificates.models import Certificate
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.transcripts.actions import record_transcript
from app.certificates.transcripts.printing import Transcripts
from app.certificates.transcripts.queries import certificates_that_hold
from app.certificates.transcripts.rules import all_days, transcript
from app.certificates.verification.files import check_file
from app.cohorts.models import Enrollment
from app.core.db import Database
from app.settings import Settings
from tests.cast import NOW
from tests.certificates.pdf_ua import check
from tests.certificates.samples import run
from tests.whole_demo import MadeDemo

ZONE = "America/Denver"
NO_RULES = ("PAG-001", "LNK-004")
"""Findings that are no rules of PDF/UA-1, as in `transcripts/test_printing.py`."""
Demo = tuple[Settings, Database]


@pytest.fixture(scope="module")
def demo(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with made_demo.copied("listed", tmp_path_factory.mktemp("listed")) as found:
        yield found


@pytest.fixture(scope="module")
def person(demo: Demo) -> UUID:
    """Who has the most certificates."""
    most = (
        select(col(Enrollment.person_id))
        .join(Certificate, col(Certificate.enrollment_id) == col(Enrollment.id))
        .group_by(col(Enrollment.person_id))
        .order_by(func.count().desc(), col(Enrollment.person_id))
        .limit(1)
    )
    with demo[1].read() as session:
        return session.scalars(most).one()


@pytest.fixture(scope="module")
def holding(demo: Demo, person: UUID) -> list[CertificateSnapshot]:
    with demo[1].read() as session:
        found = certificates_that_hold(session, person)
    assert found.altered == []
    assert len(found.snapshots) >= 2
    return found.snapshots


@pytest.fixture(scope="module")
def file(
    demo: Demo,
    person: UUID,
    holding: list[CertificateSnapshot],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    settings, database = demo
    made = transcript(holding, all_days(holding, NOW.date()))
    printer = Transcripts(settings)
    try:
        pdf = printer.printed(made, zone=ZONE, now=NOW)
    finally:
        printer.close()
    with database.write() as session:
        record_transcript(session, made, pdf, zone=ZONE, by=person, now=NOW)
    path = tmp_path_factory.mktemp("transcript") / "transcript.pdf"
    path.write_bytes(pdf)
    return path


def test_it_is_well_formed_tagged_and_has_all_its_fonts(file: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", file), re.M))
    assert info["Tagged"] == "yes"
    assert info["Title"].startswith("Transcript of certificates")
    rows = [line.split() for line in run("pdffonts", file).splitlines()[2:]]
    assert len(rows) >= 3
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_it_names_every_certificate(file: Path, holding: list[CertificateSnapshot]) -> None:
    words = " ".join(run("pdftotext", file, "-").split())
    for own in holding:
        required = [own.number, own.code, own.provider, own.dates_text]
        assert [text for text in required if text not in words] == []


def test_it_is_signed_over_all_of_it(file: Path) -> None:
    said = run("pdfsig", file)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert said.count("Signature #") == 1


def test_it_keeps_the_rules_of_pdf_ua(file: Path) -> None:
    (found,) = check([file])
    assert found.readable
    assert [text for text in found.findings if not any(rule in text for rule in NO_RULES)] == []
    assert found.rules >= 40


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "altered": lambda pdf: pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:],
    "truncated": lambda pdf: pdf[:-40],
    "appended": lambda pdf: pdf + b"\n% more\n",
}


def test_it_is_known_as_it_was_made(demo: Demo, file: Path) -> None:
    with demo[1].read() as session:
        assert check_file(session, file.read_bytes()).transcript is not None


@pytest.mark.parametrize("how", FORGED)
def test_it_is_refused_when_it_is(how: str, demo: Demo, file: Path) -> None:
    with demo[1].read() as session:
        found = check_file(session, FORGED[how](file.read_bytes()))
        assert (found.transcript, found.holds) == (None, False)
