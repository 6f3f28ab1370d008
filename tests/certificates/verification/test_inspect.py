import hashlib
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter

from app.certificates.printing.signing import CertificateSigner
from app.certificates.verification.inspect import CHANGED, NOT_A_PDF, NOT_SIGNED, inspect_pdf
from tests.certificates.samples import run

same_file = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


def unsigned_part(signed: bytes) -> bytes:
    return signed[: signed.index(b"%%EOF") + 6]


def with_an_added_revision(signed: bytes) -> bytes:
    writer: Any = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/PageLayout"] = generic.NameObject("/SinglePage")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_issued_file_is_as_signed(signed: bytes) -> None:
    verdict = inspect_pdf(signed)
    assert verdict.problem is None
    assert verdict.signer == "Waypost demo"
    assert verdict.sha256 == hashlib.sha256(signed).hexdigest()


@same_file
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_flipped_bit_is_found_wherever_it_is(signed: bytes, place: float, bit: int) -> None:
    changed = bytearray(signed)
    changed[int(place * len(signed))] ^= 1 << bit
    assert inspect_pdf(bytes(changed)).problem


@same_file
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_flipped_bit_inside_the_signature_is_found(signed: bytes, place: float, bit: int) -> None:
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", start)
    changed = bytearray(signed)
    changed[start + int(place * (end - start))] ^= 1 << bit
    assert inspect_pdf(bytes(changed)).problem


def test_flipped_bit_in_what_no_signature_protects_is_found(signed: bytes) -> None:
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    for place in range(start, start + 100):  # tags, lengths, versions, lists of algorithms
        changed = bytearray(signed)
        changed[place] ^= 1
        assert inspect_pdf(bytes(changed)).problem, place - start


def test_flipped_byte_convinces_poppler_neither(signed: bytes, tmp_path: Path) -> None:
    changed = bytearray(signed)
    changed[len(unsigned_part(signed)) // 2] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    assert "Signature is Valid" not in run("pdfsig", path)


def test_added_revision_is_found(signed: bytes, tmp_path: Path) -> None:
    longer = with_an_added_revision(signed)
    assert longer.startswith(signed)
    assert inspect_pdf(longer).problem == CHANGED
    path = tmp_path / "longer.pdf"
    path.write_bytes(longer)
    assert "Total document signed" not in run("pdfsig", path)


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF\n", b"\x00" * 100, b"<!-- hello -->"])
def test_appended_bytes_are_found(signed: bytes, tail: bytes) -> None:
    assert inspect_pdf(signed + tail).problem == CHANGED


def test_leading_bytes_are_found(signed: bytes) -> None:
    assert inspect_pdf(b"\n" + signed).problem


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_truncated_file_is_found(signed: bytes, part: float) -> None:
    assert inspect_pdf(signed[: int(part * len(signed))]).problem


def test_second_signature_is_found(signed: bytes, signer: CertificateSigner) -> None:
    field = signed.replace(b"(Issuer)", b"(Second)")
    assert field != signed
    twice = signed + field[len(unsigned_part(signed)) :]
    assert inspect_pdf(twice).problem == CHANGED


def test_unsigned_pdf_is_told_so(signed: bytes) -> None:
    assert inspect_pdf(unsigned_part(signed)).problem == NOT_SIGNED


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"PK\x03\x04"])
def test_other_files_are_told_so(data: bytes) -> None:
    assert inspect_pdf(data).problem == NOT_A_PDF


@same_file
@given(st.binary(max_size=2000))
def test_no_bytes_raise(data: bytes) -> None:
    assert inspect_pdf(data).problem
    assert inspect_pdf(b"%PDF-1.7\n" + data).problem


def test_compression_bomb_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    plain = out.getvalue()
    bomb = zlib.compress(b" " * 300_000_000, 9)
    start = len(plain)
    keys = b"/Type /XRef /Filter /FlateDecode /W [1 2 1] /Size 9 /Root 1 0 R /Length %d" % len(bomb)
    table = b"9 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (keys, bomb)
    data = plain + table + b"startxref\n%d\n%%%%EOF\n" % start
    assert inspect_pdf(data).problem == NOT_A_PDF
