"""Signing keys and their certificates, of every kind that a provider may have."""

from datetime import UTC, datetime, timedelta

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


def certificate_for(
    key: Key,
    issuer_key: Key | None = None,
    name: str = "Test Provider",
    made: datetime = NOW,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer if issuer_key else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=365))
    )
    signing_key = issuer_key or key
    by_curve = isinstance(signing_key, ed25519.Ed25519PrivateKey)
    return builder.sign(signing_key, None if by_curve else hashes.SHA256())


def signed_with_sha1(certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """What no library of today makes, and authorities made until 2015."""
    outer = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
    algorithm = asn1.SignedDigestAlgorithm({"algorithm": "sha1_rsa"})
    outer["tbs_certificate"]["signature"] = outer["signature_algorithm"] = algorithm
    said = outer["tbs_certificate"].dump(force=True)
    outer["signature_value"] = key.sign(said, padding.PKCS1v15(), hashes.SHA1())
    return x509.load_der_x509_certificate(outer.dump(force=True))


def pem(key: Key, *certificates: x509.Certificate) -> bytes:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(
        certificate.public_bytes(Encoding.PEM) for certificate in certificates
    )
