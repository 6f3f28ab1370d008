"""Time stamps over HTTP, of an authority that runs here and can be out of order."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.certificates.keys.signature import signature_of
from app.certificates.printing import stamping
from app.certificates.printing.signing import CertificateSigner
from app.certificates.printing.stamping import roots_of
from app.certificates.printing.stamps import NO_ROOTS, NO_STAMP, UNTRUSTED, StampError, StampSource
from app.certificates.specimens import NUMBER
from app.certificates.verification.inspect import CHANGED, inspect_pdf
from tests.certificates.authority import Mood, StampingAuthority
from tests.certificates.samples import run

AT = datetime(2026, 11, 18, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StampingAuthority]:
    with StampingAuthority(tmp_path_factory.mktemp("tsa"), AT) as authority:
        yield authority


@pytest.fixture(autouse=True)
def _well(authority: StampingAuthority) -> None:
    authority.mood = Mood.STAMPS


@pytest.fixture(scope="module")
def unsigned(signed: bytes) -> bytes:
    return signed[: signed.index(b"%%EOF") + 6]


def signer(key_file: Path, authority: StampingAuthority, *, required: bool) -> CertificateSigner:
    source = StampSource(authority.url, authority.root, required)
    return CertificateSigner(key_file, None, source)


@pytest.fixture(scope="module")
def stamped(key_file: Path, authority: StampingAuthority, unsigned: bytes) -> bytes:
    return signer(key_file, authority, required=True).sign(unsigned, number=NUMBER)


def test_a_stamp_is_of_the_signature_and_told_where_its_authority_is_trusted(
    stamped: bytes, authority: StampingAuthority
) -> None:
    here = inspect_pdf(stamped, roots_of(authority.root))
    assert here.problem is None
    assert here.signature is not None
    assert here.signature.at.stamped == AT
    elsewhere = inspect_pdf(stamped)
    assert elsewhere.problem is None
    assert elsewhere.signature is not None
    assert elsewhere.signature.at.stamped is None
    read = signature_of(stamped)
    assert read is not None
    assert read.at.stamped == AT


def test_other_programs_find_it_well_formed_and_valid(stamped: bytes, tmp_path: Path) -> None:
    file = tmp_path / "stamped.pdf"
    file.write_bytes(stamped)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    said = run("pdfsig", file)
    assert "Signature is Valid" in said
    assert "Total document signed" in said


same = settings(deadline=None, max_examples=60, suppress_health_check=[*HealthCheck])


@same
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_flipped_bit_is_found_outside_of_what_the_authority_wrote(
    stamped: bytes, place: float, bit: int
) -> None:
    changed = bytearray(stamped)
    at = int(place * stamped.index(b"/Contents <"))
    changed[at] ^= 1 << bit
    assert inspect_pdf(bytes(changed)).problem


def test_stamp_of_another_signature_is_found(
    stamped: bytes, key_file: Path, authority: StampingAuthority, unsigned: bytes
) -> None:
    other = signer(key_file, authority, required=True).sign(unsigned + b"\n", number=NUMBER)
    ours, theirs = (_token_of(pdf) for pdf in (stamped, other))
    assert len(ours) == len(theirs)
    assert inspect_pdf(stamped.replace(ours, theirs)).problem == CHANGED


def _token_of(pdf: bytes) -> bytes:
    """In hexadecimal digits, from the message imprint on, where two differ."""
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    token = pdf.index(b"060B2A864886F70D0109100104", start)  # TSTInfo
    return pdf[token : token + 400]


@pytest.mark.parametrize("mood", [Mood.FAILS, Mood.REFUSES, Mood.TALKS_NONSENSE])
def test_without_a_stamp_nothing_is_signed_where_one_is_required(
    mood: Mood, key_file: Path, authority: StampingAuthority, unsigned: bytes
) -> None:
    authority.mood = mood
    with pytest.raises(StampError) as failed:
        signer(key_file, authority, required=True).sign(unsigned, number=NUMBER)
    assert failed.value.problem.code == NO_STAMP.code  # type: ignore[union-attr]
    plain = signer(key_file, authority, required=False).sign(unsigned, number=NUMBER)
    verdict = inspect_pdf(plain)
    assert verdict.problem is None
    assert b"060B2A864886F70D0109100104" not in plain


def test_authority_that_did_not_answer_is_left_alone_for_a_while(
    key_file: Path, authority: StampingAuthority, unsigned: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamping, "PAUSE_SECONDS", 1.0)
    ours = signer(key_file, authority, required=True)
    authority.mood, before = Mood.FAILS, authority.asked
    for _ in range(3):
        with pytest.raises(StampError):
            ours.sign(unsigned, number=NUMBER)
    assert authority.asked == before + 1
    authority.mood = Mood.STAMPS
    time.sleep(1.1)
    assert inspect_pdf(ours.sign(unsigned, number=NUMBER)).problem is None


def test_stamp_of_somebody_else_is_none(
    key_file: Path, authority: StampingAuthority, unsigned: bytes, tmp_path: Path
) -> None:
    with StampingAuthority(tmp_path) as other:
        source = StampSource(other.url, authority.root)
        with pytest.raises(StampError) as failed:
            CertificateSigner(key_file, None, source).sign(unsigned, number=NUMBER)
    assert failed.value.problem == NO_STAMP(detail=UNTRUSTED)


def test_without_certificates_to_trust_there_is_no_stamp(
    key_file: Path, authority: StampingAuthority, unsigned: bytes, tmp_path: Path
) -> None:
    source = StampSource(authority.url, tmp_path / "none.pem")
    with pytest.raises(StampError) as failed:
        CertificateSigner(key_file, None, source).sign(unsigned, number=NUMBER)
    assert failed.value.problem == NO_STAMP(detail=NO_ROOTS)
