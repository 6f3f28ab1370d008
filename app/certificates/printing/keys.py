"""The key of the installation, with its certificate: read from a file, or made for the demo."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

DEMO_NAME = "Waypost demo"
DEMO_DAYS = 3650
DEMO_FILE = "demo-signing-key.pem"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SigningKeyError(Exception):
    """The configured key cannot sign; the message says why, for an operator."""


def load_key(key_file: Path, passphrase: str | None) -> tuple[PrivateKey, list[x509.Certificate]]:
    """Read a PKCS#12 file, or a PEM file with the private key and its certificate chain.

    The key's own certificate comes first.

    Raises:
        SigningKeyError: The file is missing, locked, incomplete, or of an unusable kind.
    """
    secret = passphrase.encode() if passphrase else None
    try:
        data = key_file.read_bytes()
        key, chain = _from_pem(data, secret) if b"-----BEGIN" in data else _from_p12(data, secret)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyError(f"The signing key {key_file} cannot be read: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningKeyError(f"The signing key {key_file} must be an ECDSA or RSA key.")
    own = [certificate for certificate in chain if _fits(key, certificate)]
    if not own:
        raise SigningKeyError(f"The signing key {key_file} comes without its certificate.")
    return key, own[:1] + [certificate for certificate in chain if certificate not in own]


def _from_pem(data: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    return load_pem_private_key(data, secret), x509.load_pem_x509_certificates(data)


def _from_p12(data: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(data, secret)
    return key, ([certificate] if certificate else []) + others


def _fits(key: PrivateKey, certificate: x509.Certificate) -> bool:
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form) == certificate.public_key().public_bytes(*form)


def make_demo_key(now: datetime) -> bytes:
    """A fresh self-signed P-256 key and certificate in PEM form, valid for ten years.

    It proves that a file was not changed, and nothing about who issued it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DEMO_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNING_ONLY, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def demo_key_file(folder: Path, now: datetime) -> Path:
    """The demo key of an installation: made the first time, readable by its owner only."""
    path = folder / DEMO_FILE
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=folder)  # mode 0600
        with os.fdopen(handle, "wb") as file:
            file.write(make_demo_key(now))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first, and its key is as good
        finally:
            Path(draft).unlink()
    return path


@contextmanager
def replaced_demo_key(folder: Path, now: datetime) -> Iterator[Path]:
    """Another demo key, which takes the place of the former one at the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(make_demo_key(now))
        yield Path(draft)
        Path(draft).replace(folder / DEMO_FILE)
    finally:
        Path(draft).unlink(missing_ok=True)


_SIGNING_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
