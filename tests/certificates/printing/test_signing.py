import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)

from app.certificates.printing.keys import SigningKeyError, demo_key_file, make_demo_key
from app.certificates.printing.signing import CertificateSigner
from app.certificates.specimens import NUMBER
from app.certificates.verification.inspect import inspect_pdf
from tests.certificates.samples import run
from tests.certificates.signing_keys import NOW, Key, certificate_for, pem


def test_poppler_finds_the_signature_valid_over_the_whole_document(
    signed: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    report = run("pdfsig", path)
    assert "Signature is Valid" in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert "Waypost demo" in report
    assert report.count("Signature #") == 1


def test_signed_pdf_is_well_formed_and_still_one_tagged_page(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    info = run("pdfinfo", path)
    assert "Tagged:          yes" in info
    assert "Pages:           1" in info


def test_signing_only_adds_to_the_document(signer: CertificateSigner, signed: bytes) -> None:
    unsigned = signed[: signed.index(b"%%EOF") + 6]
    again = signer.sign(unsigned, number=NUMBER)
    assert again.startswith(unsigned)
    assert inspect_pdf(again).problem is None


def ec_p384() -> Key:
    return ec.generate_private_key(ec.SECP384R1())


def rsa_3072() -> Key:
    return rsa.generate_private_key(65537, 3072)


@pytest.mark.parametrize("make_key", [ec_p384, rsa_3072])
def test_other_keys_and_their_chain_sign_as_well(
    make_key: Callable[[], Key], signed: bytes, tmp_path: Path
) -> None:
    key, authority = make_key(), ec_p384()
    root = certificate_for(authority, name="Test Authority")
    path = tmp_path / "key.pem"
    path.write_bytes(pem(key, root, certificate_for(key, authority)))
    signer = CertificateSigner(path)
    unsigned = signed[: signed.index(b"%%EOF") + 6]
    ours = signer.sign(unsigned, number=NUMBER)
    verdict = inspect_pdf(ours)
    assert verdict.problem is None
    assert verdict.signer == "Test Provider"
    out = tmp_path / "ours.pdf"
    out.write_bytes(ours)
    assert "Signature is Valid" in run("pdfsig", out)


def test_pkcs12_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "key.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signing", key, certificate_for(key), None, BestAvailableEncryption(b"correct horse")
        )
    )
    assert CertificateSigner(path, "correct horse").certificate == certificate_in(path)
    with pytest.raises(SigningKeyError, match="cannot be read"):
        CertificateSigner(path, "battery staple")


def certificate_in(path: Path) -> x509.Certificate | None:
    return pkcs12.load_key_and_certificates(path.read_bytes(), b"correct horse")[1]


def test_key_of_an_unusable_kind_is_refused(tmp_path: Path) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(pem(key, certificate_for(key)))
    with pytest.raises(SigningKeyError, match="must be an ECDSA or RSA key"):
        CertificateSigner(path)


def test_key_without_its_own_certificate_is_refused(tmp_path: Path) -> None:
    key, other = ec_p384(), ec_p384()
    path = tmp_path / "key.pem"
    path.write_bytes(pem(key, certificate_for(other)))
    with pytest.raises(SigningKeyError, match="comes without its certificate"):
        CertificateSigner(path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nx\n"])
def test_unreadable_key_is_refused_with_its_path(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.pem"
    path.write_bytes(content)
    with pytest.raises(SigningKeyError, match=r"broken\.pem cannot be read"):
        CertificateSigner(path)


def test_missing_key_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SigningKeyError, match=r"nowhere\.pem cannot be read"):
        CertificateSigner(tmp_path / "nowhere.pem")


def test_demo_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        made = list(together.map(lambda _: demo_key_file(tmp_path, NOW).read_bytes(), range(8)))
    assert len(set(made)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["demo-signing-key.pem"]
    assert stat.S_IMODE(demo_key_file(tmp_path, NOW).stat().st_mode) == 0o600


def test_demo_certificate_says_that_it_is_one(tmp_path: Path) -> None:
    certificate = x509.load_pem_x509_certificate(make_demo_key(NOW))
    assert certificate.subject.rfc4514_string() == "CN=Waypost demo"
    assert certificate.not_valid_before_utc < NOW < certificate.not_valid_after_utc
