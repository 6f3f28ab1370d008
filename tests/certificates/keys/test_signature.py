"""What a file says of its signature, read without a reader of PDFs and as one reads it."""

import pytest

from app.certificates.keys.signature import signature_of
from app.certificates.printing.signing import CertificateSigner
from app.certificates.verification.inspect import inspect_pdf


def test_it_is_what_a_reader_of_pdfs_finds(signed: bytes, signer: CertificateSigner) -> None:
    found = signature_of(signed)
    assert found is not None
    assert found == inspect_pdf(signed).signature
    assert found.public.chain == (signer.certificate,)


@pytest.mark.parametrize("offset", [b"+00'00'", b"-07'00'", rb"\05302\04730\047"])
def test_moment_is_read_in_any_zone(signed: bytes, offset: bytes) -> None:
    start = signed.index(b"/M (") + 4
    end = signed.index(b")", start)
    there = signed[:start] + b"D:20261118120000" + offset + signed[end:]
    found = signature_of(there)
    assert found is not None
    hours = {b"+00'00'": 12, b"-07'00'": 19, rb"\05302\04730\047": 9.5}[offset]
    assert found.at.claimed.hour + found.at.claimed.minute / 60 == hours


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-",
        b"/ByteRange [0 1 2 3] /M (D:20261118120000Z)",
        b"<00>/ByteRange [0 0 4 3] /M (D:20261118120000Z)",
        b"/ByteRange [0 1 2 3] /M (D:20269918120000Z)",
    ],
)
def test_any_other_file_has_none(data: bytes) -> None:
    assert signature_of(data) is None
