"""Every certificate of the demo under every program that looks at PDFs, whole and tampered with."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfWriter
from sqlalchemy import select
from sqlmodel import col

from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate, CertificateFile
from app.certificates.printing.signing import CertificateSigner
from app.certificates.printing.wording import date_text
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json
from app.certificates.verification.files import Match, check_file
from app.certificates.verification.inspect import CHANGED, NOT_SIGNED
from app.cli.offline import check_offline
from app.core.db import Database
from app.credit.phrase import credits_text
from tests.cast import NOW
from tests.certificates.pdf_ua import check
from tests.certificates.samples import run
from tests.certificates.signing_keys import certificate_for, pem
from tests.whole_demo import MadeDemo

FEWEST = 10
"""Certificates that the demo has, for sure."""


class Issued(NamedTuple):
    file: Path
    facts: CertificateSnapshot

    @property
    def pdf(self) -> bytes:
        return self.file.read_bytes()


@pytest.fixture(scope="module")
def database(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with made_demo.copied("checked", tmp_path_factory.mktemp("checked")) as (_settings, database):
        yield database


@pytest.fixture(scope="module")
def issued(database: Database, tmp_path_factory: pytest.TempPathFactory) -> list[Issued]:
    folder, found = tmp_path_factory.mktemp("issued"), []
    files = select(Certificate, col(CertificateFile.pdf)).join(
        CertificateFile, col(CertificateFile.certificate_id) == col(Certificate.id)
    )
    with database.read() as session:
        for certificate, pdf in session.execute(files):
            file = folder / f"{certificate.number}.pdf"
            file.write_bytes(pdf)
            found.append(Issued(file, from_json(certificate.snapshot)))
    assert len(found) >= FEWEST
    kinds = {own.facts.kind for own in found}
    assert len(kinds) >= 3
    assert CertificateKind.TEACHING in kinds
    return found


def test_each_is_well_formed(issued: list[Issued]) -> None:
    for own in issued:
        assert "No syntax or stream encoding errors" in run("qpdf", "--check", own.file)


def test_each_has_all_its_fonts(issued: list[Issued]) -> None:
    for own in issued:
        rows = [line.split() for line in run("pdffonts", own.file).splitlines()[2:]]
        assert len(rows) >= 3
        assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_each_is_one_tagged_page_with_a_title(issued: list[Issued]) -> None:
    for own in issued:
        info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", own.file), re.M))
        assert (info["Tagged"], info["Pages"]) == ("yes", "1")
        assert own.facts.number in info["Title"]
        assert own.facts.full_name in info["Title"]


def test_each_says_all_that_it_has_to(issued: list[Issued]) -> None:
    for own in issued:
        words = " ".join(run("pdftotext", own.file, "-").split())
        facts = own.facts
        required = [facts.full_name, facts.number, facts.code, facts.provider]
        if facts.claimed_quarters:
            required += [credits_text(facts.claimed_quarters), facts.learning_format]
            required += [facts.activity_title, facts.dates_text]
        for led in facts.sessions_led:
            required += [date_text(led.day), led.title, f"{led.minutes} minutes"]
        if facts.sessions_led:
            required += [f"{facts.hours_text} of teaching", facts.program_title, "Mountain Time"]
            assert not re.search(r"credit|CME|AMA", words.replace("Director, CME", ""))
        assert [text for text in required if text not in words] == []


def test_each_code_leads_to_its_page(issued: list[Issued], tmp_path: Path) -> None:
    for own in issued:
        run("pdftoppm", "-r", "72", "-png", "-singlefile", own.file, tmp_path / own.facts.number)
        picture = tmp_path / f"{own.facts.number}.png"
        read = run("zbarimg", "-q", "--raw", picture).strip()
        assert read == own.facts.verify_url
        assert read.endswith(f"/verify/{own.facts.code}")


def test_each_is_signed_over_all_of_it(issued: list[Issued]) -> None:
    for own in issued:
        said = run("pdfsig", own.file)
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert said.count("Signature #") == 1


def test_each_keeps_the_rules_of_pdf_ua(issued: list[Issued]) -> None:
    checked = check(own.file for own in issued)
    assert all(own.readable for own in checked)
    assert [finding for own in checked for finding in own.findings] == []
    assert min(own.rules for own in checked) >= 40


def test_the_checker_of_pdf_ua_finds_what_is_wrong(issued: list[Issued], tmp_path: Path) -> None:
    """A rule that finds nothing anywhere would be none."""
    lost = {"DOC-013": "/Lang", "DOC-002": "/StructTreeRoot", "DOC-001": "/MarkInfo"}
    for rule, key in lost.items():
        writer = PdfWriter(clone_from=BytesIO(issued[0].pdf))
        del writer.root_object[key]
        file = tmp_path / f"{rule}.pdf"
        writer.write(file)
        (found,) = check([file])
        assert any(rule in finding for finding in found.findings), found


# ---------------------------------------------------------------------------------- forgeries


def unsigned(pdf: bytes) -> bytes:
    """The certificate without what signing added."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def signed_by(folder: Path, name: str) -> Callable[[bytes], bytes]:
    """Whoever makes a key with any name, and signs as we do."""
    private = ec.generate_private_key(ec.SECP256R1())
    file = folder / "eve.pem"
    made = NOW - timedelta(days=1)
    file.write_bytes(pem(private, certificate_for(private, name=name, made=made)))
    signer = CertificateSigner(file)
    return lambda pdf: signer.sign(unsigned(pdf), number="WP-0000-0000-0")


def altered(pdf: bytes) -> bytes:
    middle = len(unsigned(pdf)) // 2
    return pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]


FORGED: dict[str, Callable[[Path], Callable[[bytes], bytes]]] = {
    "altered": lambda _: altered,
    "truncated": lambda _: lambda pdf: pdf[:-40],
    "appended": lambda _: lambda pdf: pdf + b"\n% more\n",
    "signature removed": lambda _: unsigned,
    "signed by another": lambda folder: signed_by(folder, "Eve"),
    "signed in our name": lambda folder: signed_by(folder, "Waypost demo"),
}
WHY = {
    "signature removed": str(NOT_SIGNED),
    "signed by another": "Signed by Eve, with a key that is none of these.",
    "signed in our name": "Signed by Waypost demo, with a key that is none of these.",
}


@pytest.mark.parametrize("how", FORGED)
def test_each_is_refused_when_it_is(
    how: str, issued: list[Issued], database: Database, tmp_path: Path
) -> None:
    forge = FORGED[how](tmp_path)
    with database.read() as session:
        keys = known_keys(session)
        assert keys
        for own in issued:
            forged = forge(own.pdf)
            found = check_file(session, forged)
            assert (found.match is Match.EXACT, found.holds) == (False, False)
            ok, lines = check_offline(forged, keys)
            assert not ok
            assert lines[-1] == WHY.get(how, str(CHANGED))


def test_a_changed_one_leads_to_its_record(issued: list[Issued], database: Database) -> None:
    with database.read() as session:
        for own in issued:
            found = check_file(session, altered(own.pdf) + b"\n")
            assert found.match is Match.CHANGED
            assert found.record is not None
            assert found.record.code == own.facts.code
