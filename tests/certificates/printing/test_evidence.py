"""Revocation data beside a signature (PAdES B-LT): from files, or asked of an authority here."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from app.certificates.keys.folder import known
from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import why_doubtful
from app.certificates.printing.evidence import (
    KEY_REVOKED,
    NO_EVIDENCE,
    NO_ROOT,
    WAITING,
    EvidenceError,
    EvidenceSource,
)
from app.certificates.printing.keys import load_key
from app.certificates.printing.signing import CertificateSigner
from app.certificates.printing.stamping import Authority
from app.certificates.printing.stamps import STAMPS_REVOKED, StampError, StampSource
from app.certificates.specimens import NUMBER
from app.certificates.verification.inspect import CHANGED, inspect_pdf
from app.certificates.verification.verdict import UNREVOKED
from app.cli.offline import check_offline
from app.core.clock import utc_now
from tests.certificates.authority import StampingAuthority
from tests.certificates.revoking import GivingAuthority
from tests.certificates.signing_keys import pem

FETCHED = EvidenceSource(None, fetches=True)
REQUIRED = EvidenceSource(None, fetches=True, required=True)


@pytest.fixture(scope="module")
def unsigned(signed: bytes) -> bytes:
    return signed[: signed.index(b"%%EOF") + 6]


def unrevoked(pdf: bytes) -> bool:
    verdict = inspect_pdf(pdf)
    assert verdict.problem is None
    assert verdict.signature is not None
    return verdict.signature.was_unrevoked


@pytest.mark.parametrize("by_ocsp", [False, True], ids=["list", "ocsp"])
def test_what_an_authority_says_is_signed_along_and_every_byte_is_covered(
    unsigned: bytes, tmp_path: Path, by_ocsp: bool
) -> None:
    with GivingAuthority(by_ocsp=by_ocsp) as authority:
        signer = CertificateSigner(authority.key_file(tmp_path), None, None, FETCHED)
        pdf = signer.sign(unsigned, number=NUMBER)
        again = signer.sign(unsigned, number=NUMBER)
        assert authority.asked == 1, "once in some minutes"
    assert unrevoked(pdf)
    assert unrevoked(again)
    middle = pdf.index(b"/DSS")
    broken = pdf[:middle] + b"/DSX" + pdf[middle + 4 :]
    assert inspect_pdf(broken).problem == CHANGED
    assert inspect_pdf(pdf + b"\n%%EOF\n").problem == CHANGED


def test_files_of_an_operator_do_as_well_and_nobody_is_asked(
    unsigned: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "ltv"
    folder.mkdir()
    (folder / "notes.txt").write_text("Fetched by cron.")
    with GivingAuthority() as authority:
        (folder / "authority.crl").write_bytes(authority.revocations())
        source = EvidenceSource(folder, fetches=False, required=True)
        signer = CertificateSigner(authority.key_file(tmp_path), None, None, source)
        assert unrevoked(signer.sign(unsigned, number=NUMBER))
        assert authority.asked == 0


def test_without_an_answer_it_is_signed_unless_one_is_required(
    unsigned: bytes, tmp_path: Path
) -> None:
    with GivingAuthority() as authority:
        authority.answers = False
        file = authority.key_file(tmp_path)
        pdf = CertificateSigner(file, None, None, FETCHED).sign(unsigned, number=NUMBER)
        assert not unrevoked(pdf)
        assert b"/DSS" not in pdf
        with pytest.raises(EvidenceError, match="LTV_REQUIRED"):
            CertificateSigner(file, None, None, REQUIRED).sign(unsigned, number=NUMBER)


def test_nothing_is_signed_with_a_key_that_was_revoked(unsigned: bytes, tmp_path: Path) -> None:
    with GivingAuthority() as authority:
        authority.revoked = True
        signer = CertificateSigner(authority.key_file(tmp_path), None, None, FETCHED)
        with pytest.raises(EvidenceError) as refused:
            signer.sign(unsigned, number=NUMBER)
    assert refused.value.reason == KEY_REVOKED


def test_a_key_of_ones_own_needs_nothing(unsigned: bytes, key_file: Path) -> None:
    pdf = CertificateSigner(key_file, None, None, REQUIRED).sign(unsigned, number=NUMBER)
    assert b"/DSS" not in pdf
    assert not unrevoked(pdf)


def test_key_without_the_certificates_above_it_has_no_evidence(
    unsigned: bytes, tmp_path: Path
) -> None:
    with GivingAuthority() as authority:
        file = tmp_path / "alone.pem"
        file.write_bytes(pem(authority.own_key, authority.own))
        pdf = CertificateSigner(file, None, None, FETCHED).sign(unsigned, number=NUMBER)
        assert b"/DSS" not in pdf
        with pytest.raises(EvidenceError) as refused:
            CertificateSigner(file, None, None, REQUIRED).sign(unsigned, number=NUMBER)
    assert refused.value.reason == NO_EVIDENCE(detail=NO_ROOT)


def test_revoked_authority_of_time_stamps_stops_stamps_and_not_the_key(
    unsigned: bytes, key_file: Path, tmp_path: Path
) -> None:
    with StampingAuthority(tmp_path, _now()) as stamping:
        (tmp_path / "tsa.crl").write_bytes(stamping.revocations())
        source = EvidenceSource(tmp_path / "tsa.crl", fetches=False)
        stamps = StampSource(stamping.url, stamping.root)
        with pytest.raises(StampError) as refused:
            CertificateSigner(key_file, None, stamps, source).sign(unsigned, number=NUMBER)
        assert refused.value.reason == STAMPS_REVOKED
        assert STAMPS_REVOKED.code in WAITING
        optional = replace(stamps, required=False)
        pdf = CertificateSigner(key_file, None, optional, source).sign(unsigned, number=NUMBER)
    verdict = inspect_pdf(pdf)
    assert verdict.signature is not None
    assert verdict.signature.at.stamped is None


def lists_in(pdf: bytes) -> list[str]:
    """Whose lists of revoked certificates lie in the file."""
    kept = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(pdf)))
    told = [crl.CertificateList.load(each.get_object().data) for each in kept.crls]
    return sorted(own.issuer.native["common_name"] for own in told)


def test_what_shows_that_stamps_hold_is_laid_beside_them(
    unsigned: bytes, key_file: Path, tmp_path: Path
) -> None:
    with GivingAuthority() as giving, StampingAuthority(tmp_path, _now()) as stamping:
        folder = tmp_path / "ltv"
        folder.mkdir()
        (folder / "tsa.crl").write_bytes(stamping.revocations(revoked=False))
        source = EvidenceSource(folder, fetches=False, required=True)
        stamps = StampSource(stamping.url, stamping.root)
        own = CertificateSigner(key_file, None, stamps, source).sign(unsigned, number=NUMBER)
        assert lists_in(own) == ["Test Root"]
        (folder / "key.crl").write_bytes(giving.revocations())
        given = CertificateSigner(giving.key_file(tmp_path), None, stamps, source)
        pdf = given.sign(unsigned, number=NUMBER)
        assert len(lists_in(pdf)) == 2
        assert unrevoked(pdf)
        (folder / "tsa.crl").unlink()
        with pytest.raises(EvidenceError, match="LTV_REQUIRED"):
            given.sign(unsigned, number=NUMBER)
        optional = CertificateSigner(key_file, None, stamps, replace(source, required=False))
        without = optional.sign(unsigned, number=NUMBER)
    verdict = inspect_pdf(without)
    assert b"/DSS" not in without
    assert verdict.signature is not None


def test_evidence_of_stamps_is_that_of_the_authority_which_gave_the_last(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (StampingAuthority(folder, _now()) for folder in folders)
    both = tmp_path / "both.pem"
    both.write_bytes(one.root.read_bytes() + two.root.read_bytes())
    with one, two:
        authority = Authority(StampSource(one.url, both))
        first = authority.chain().certificates[0]
        authority._url = two.url  # as if it had another key
        asyncio.run(authority.async_timestamp(b"0" * 32, "sha256"))
        assert authority.chain().certificates[0].dump() != first.dump()


def test_file_is_verified_offline_when_its_certificate_has_run_out(
    unsigned: bytes, tmp_path: Path
) -> None:
    lasts = timedelta(seconds=4)
    with GivingAuthority(lasts=lasts) as giving, StampingAuthority(tmp_path, _now()) as stamping:
        stamps = StampSource(stamping.url, stamping.root)
        file = giving.key_file(tmp_path)
        pdf = CertificateSigner(file, None, stamps, FETCHED).sign(unsigned, number=NUMBER)
    public = PublicKey(tuple(load_key(file, None)[1]))
    while _now() <= public.valid_until:
        time.sleep(0.2)
    told, lines = check_offline(pdf, [known(public)], PublicKey.of_pem(stamping.root.read_bytes()))
    assert told, lines
    assert UNREVOKED in lines
    verdict = inspect_pdf(pdf)
    assert verdict.signature is not None
    assert why_doubtful(known(public), verdict.signature.at) is None


def _now() -> datetime:
    return utc_now().replace(microsecond=0)
