"""A transcript on paper, under every program that looks at PDFs, whole and tampered with."""

import re
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from app.certificates.keys.signature import signature_of
from app.certificates.printing.evidence import NO_EVIDENCE, EvidenceSource
from app.certificates.printing.signing import CertificateSigner
from app.certificates.printing.stamps import NO_STAMP, StampSource
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.transcripts.printing import (
    SECONDS,
    TranscriptOrder,
    TranscriptPrinter,
    Transcripts,
)
from app.certificates.transcripts.rules import Days, transcript
from app.certificates.verification.inspect import CHANGED, inspect_pdf
from app.core.errors import BusyError
from app.credit.phrase import credits_text
from app.printing.pool import ReaderPool
from app.settings import Settings
from tests.certificates.pdf_ua import check
from tests.certificates.revoking import GivingAuthority
from tests.certificates.samples import run
from tests.certificates.transcripts.listed import certificate, several

NOW = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
EVER = Days(date(2020, 1, 1), date(2026, 12, 31))
ADDRESS = "https://waypost.example"
NO_RULES = ("PAG-001", "LNK-004")
"""Findings that are no rules of PDF/UA-1. Heads and numbers of pages are not in the tree of tags,
as it asks; the checker would have them called artifacts, too. Links need no flag for printers."""
Printing = ReaderPool[TranscriptOrder, bytes]


def printed(pool: Printing, holding: list[CertificateSnapshot]) -> bytes:
    made = Transcripts(Settings(demo=True, base_url=ADDRESS), pool)
    return made.printed(transcript(holding, EVER), zone="America/Denver", now=NOW)


@pytest.fixture(scope="module")
def holding() -> list[CertificateSnapshot]:
    return several() * 3


@pytest.fixture(scope="module")
def file(
    transcript_pool: Printing,
    holding: list[CertificateSnapshot],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("transcript") / "transcript.pdf"
    path.write_bytes(printed(transcript_pool, holding))
    return path


def words_of(file: Path) -> str:
    return " ".join(run("pdftotext", "-layout", file, "-").split())


def test_it_is_well_formed_tagged_and_has_all_its_fonts(file: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", file), re.M))
    assert (info["Tagged"], info["Title"]) == (
        "yes",
        "Transcript of certificates: Dana Okafor, MD, MPH",
    )
    rows = [line.split() for line in run("pdffonts", file).splitlines()[2:]]
    assert len(rows) >= 3
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_it_keeps_the_rules_of_pdf_ua(file: Path) -> None:
    (found,) = check([file])
    assert found.readable
    assert [text for text in found.findings if not any(rule in text for rule in NO_RULES)] == []
    assert found.rules >= 40


def test_every_page_says_whose_it_is_and_which_of_how_many(file: Path) -> None:
    pages = run("pdftotext", "-layout", file, "-").rstrip("\f\n").split("\f")
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert "Dana Okafor, MD, MPH" in page
        assert "Transcript of certificates, December 1, 2026" in page
        assert f"Page {number} of {len(pages)}" in page
    assert sum("Activity and certificate" in page for page in pages) >= 2


def test_it_says_of_each_what_its_certificate_says(
    file: Path, holding: list[CertificateSnapshot]
) -> None:
    words = " ".join(run("pdftotext", file, "-").split())
    for own in holding:
        about = own.activity_title if own.kind.says_credit else own.program_title
        said = [own.number, own.code, own.provider, own.learning_format, own.dates_text]
        if own.claimed_quarters:
            said.append(credits_text(own.claimed_quarters))
        assert [text for text in [*said, about] if text not in words] == []


def test_it_adds_within_each_system_and_says_as_of_when(file: Path) -> None:
    words = words_of(file)
    phrase = "AMA PRA Category 1 Credits™"
    assert f"{phrase} 2025 15.75 {phrase} 2026 37.50 {phrase} All 53.25" in words
    assert "ANCC contact hours 2026 34.50 ANCC contact hours All 34.50" in words
    assert "hours of participation 2025 37.50 hours of participation All 37.50" in words
    assert "As of December 1, 2026, 01:30 MST." in words
    assert "revoked or replaced by then is neither listed nor counted" in words


def test_it_is_signed_by_our_key_over_all_of_it(file: Path, signer: CertificateSigner) -> None:
    said = run("pdfsig", file)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert said.count("Signature #") == 1
    pdf = file.read_bytes()
    verdict, signature = inspect_pdf(pdf), signature_of(pdf)
    assert verdict.problem is None
    assert signature is not None
    own = signature_of(signer.sign(pdf[: pdf.index(b"%%EOF") + 6], number="WP-0000-0000-0"))
    assert own is not None
    assert signature.fingerprint == own.fingerprint


def test_altered_truncated_or_appended_it_is_none(file: Path) -> None:
    pdf = file.read_bytes()
    middle = pdf.index(b"%%EOF") // 2
    forged = (
        pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :],
        pdf[:-40],
        pdf + b"\n% more\n",
    )
    assert [inspect_pdf(each).problem for each in forged] == [CHANGED] * 3


@pytest.mark.parametrize("name", ["Ḥasan Ẓāhir ʔəšaʔ", "محمد الأمين", "田中 花子", "שרה לוי"])
def test_names_of_every_script_are_printed(
    transcript_pool: Printing, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "transcript.pdf"
    file.write_bytes(printed(transcript_pool, [certificate(person_name=name, degrees="MD")]))
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    assert name in run("pdfinfo", file)


def test_without_a_time_stamp_that_is_required_it_waits(key_file: Path, tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text("")
    nowhere = StampSource("http://127.0.0.1:9/", roots)
    set_up = partial(TranscriptPrinter, key_file, None, nowhere)
    with (
        ReaderPool(set_up, patience=SECONDS) as own,
        pytest.raises(BusyError) as refused,
    ):
        printed(own, [certificate()])
    assert getattr(refused.value.reason, "code", "") in {
        NO_STAMP.code,
        "certificate.no_tsa_certificates",
    }


def test_revocation_data_lie_in_it_and_where_they_are_required_it_waits_without(
    tmp_path: Path,
) -> None:
    required = EvidenceSource(None, fetches=True, required=True)
    with GivingAuthority() as authority:
        set_up = partial(TranscriptPrinter, authority.key_file(tmp_path), None, None, required)
        with ReaderPool(set_up, patience=SECONDS) as own:
            verdict = inspect_pdf(printed(own, [certificate()]))
        authority.answers = False
        with ReaderPool(set_up, patience=SECONDS) as own, pytest.raises(BusyError) as refused:
            printed(own, [certificate()])
    assert verdict.signature is not None
    assert verdict.signature.was_unrevoked
    assert getattr(refused.value.reason, "code", "") == NO_EVIDENCE.code
